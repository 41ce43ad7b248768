import { lazy } from 'react';

/** Loaded when it is first opened: its sentences and pictures are not of the first minute. */
export const JournalPanel = lazy(async () => ({ default: (await import('./JournalPanel.tsx')).JournalPanel }));
