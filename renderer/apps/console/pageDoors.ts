import { lazy, type ComponentType } from 'react';
import { DutyPage } from '../../features/duty/index.ts';
import type { PageName } from './pages.ts';

/** The pages beside the desk. Each is loaded when it is first opened: whoever only watches never waits for them. */
export const PAGE_DOORS: Record<Exclude<PageName, 'desk'>, ComponentType> = {
  // The header has that feature's badge from the beginning; its page is loaded by itself.
  duty: DutyPage,
  courts: lazy(async () => ({ default: (await import('../../features/courts/index.ts')).CourtsPage })),
  admin: lazy(async () => ({ default: (await import('../../features/people/index.ts')).AdminPage })),
  audit: lazy(async () => ({ default: (await import('../../features/audit/index.ts')).AuditPage })),
};
