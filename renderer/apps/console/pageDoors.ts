import { lazy, type ComponentType } from 'react';
import { ApprovalCount, ApprovalPage } from '../../features/approval/index.ts';
import { ConsultationNote, ConsultationPage } from '../../features/consultation/index.ts';
import { DutyPage } from '../../features/duty/index.ts';
import { OperationsPage } from '../../features/operations/index.ts';
import type { PageName } from './pages.ts';

/** The pages beside the desk. Each is loaded when it is first opened: whoever only watches never waits for them. */
export const PAGE_DOORS: Record<Exclude<PageName, 'desk'>, ComponentType> = {
  approval: ApprovalPage,
  consultation: ConsultationPage,
  operations: OperationsPage,
  // The header has that feature's badge from the beginning; its page is loaded by itself.
  duty: DutyPage,
  tasks: lazy(async () => ({ default: (await import('../../features/tasks/index.ts')).TasksPage })),
  courts: lazy(async () => ({ default: (await import('../../features/courts/index.ts')).CourtsPage })),
  admin: lazy(async () => ({ default: (await import('../../features/people/index.ts')).AdminPage })),
  drill: lazy(async () => ({ default: (await import('../../features/drill/index.ts')).DrillPage })),
  diagnostics: lazy(async () => ({ default: (await import('../../features/diagnosticsPage/index.ts')).DiagnosticsPage })),
  audit: lazy(async () => ({ default: (await import('../../features/audit/index.ts')).AuditPage })),
};

/** On a page's tab, beside its name. */
export const PAGE_NOTES: Partial<Record<PageName, ComponentType>> = { approval: ApprovalCount, consultation: ConsultationNote };
