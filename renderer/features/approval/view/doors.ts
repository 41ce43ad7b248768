import { lazy } from 'react';

/** Loaded when first opened; its count is not, and so stands beside it. */
export const ApprovalPage = lazy(async () => ({ default: (await import('./ApprovalPage.tsx')).ApprovalPage }));
