import type { Capability } from '#protocol/capabilities.ts';

/** The console's pages, in the order of their tabs. */
const PAGES = ['desk', 'operations', 'tasks', 'approval', 'consultation', 'duty', 'courts', 'admin', 'audit', 'drill', 'diagnostics'] as const;
export type PageName = (typeof PAGES)[number];

/** The pages of a session, by what it may do; the others are not there. */
export function pagesFor(capabilities: readonly Capability[]): PageName[] {
  const may = (...any: Capability[]) => any.some((capability) => capabilities.includes(capability));
  const offered: Record<PageName, boolean> = {
    desk: may('hall.follow') && may('media.view'),
    // Whoever approves need not have a desk.
    approval: may('tasks.approve'),
    consultation: may('consultations.join'),
    operations: may('operations.plan', 'operations.work', 'operations.sign'),
    tasks: may('tasks.read'),
    duty: may('duty.serve', 'hall.follow'),
    courts: may('hall.follow'),
    admin: may('people.manage', 'units.manage', 'devices.manage'),
    audit: may('audit.read'),
    // A person steers the clock in an exercise hall alone.
    drill: may('drills.run') && may('clock.steer'),
    diagnostics: may('diagnostics.read'),
  };
  return PAGES.filter((page) => offered[page]);
}

/** Where a person lands who opened none yet: the desk, else what their office is about. */
export function landingPage(pages: readonly PageName[]): PageName | undefined {
  return (['desk', 'approval', 'admin', 'audit', 'tasks', 'duty'] as const).find((page) => pages.includes(page)) ?? pages[0];
}
