import { lazy } from 'react';

/** Loaded when first opened; the bell and the room are not, and so stand beside it. */
export const ConsultationPage = lazy(async () => ({ default: (await import('./ConsultationPage.tsx')).ConsultationPage }));
