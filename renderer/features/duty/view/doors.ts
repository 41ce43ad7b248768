import { lazy } from 'react';

/** The page and the part of the courts' page. The badge stands in the header from the first moment; these are loaded when they are opened. */
export const DutyPage = lazy(async () => ({ default: (await import('./DutyPage.tsx')).DutyPage }));
export const CourtDuty = lazy(async () => ({ default: (await import('./CourtDuty.tsx')).CourtDuty }));
export const RosterPanel = lazy(async () => ({ default: (await import('./RosterPanel.tsx')).RosterPanel }));
