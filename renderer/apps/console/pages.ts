import type { Capability } from '#protocol/capabilities.ts';

/** The console's pages, in the order of their tabs. */
const PAGES = ['desk', 'duty', 'courts', 'admin', 'audit'] as const;
export type PageName = (typeof PAGES)[number];

/** The pages of a session, by what it may do; the others are not there. */
export function pagesFor(capabilities: readonly Capability[]): PageName[] {
  const may = (...any: Capability[]) => any.some((capability) => capabilities.includes(capability));
  const offered: Record<PageName, boolean> = {
    desk: may('hall.follow') && may('media.view'),
    duty: may('duty.serve', 'hall.follow'),
    courts: may('hall.follow'),
    admin: may('people.manage', 'units.manage', 'devices.manage'),
    audit: may('audit.read'),
  };
  return PAGES.filter((page) => offered[page]);
}

/** Where a person lands who opened none yet: the desk, else what their office is about. */
export function landingPage(pages: readonly PageName[]): PageName | undefined {
  return (['desk', 'admin', 'audit', 'duty'] as const).find((page) => pages.includes(page)) ?? pages[0];
}

/** The page that Ctrl with a digit goes to: its place among the tabs. Null when the press is none, or has no tab. */
export function pageOfPress(press: { key: string; ctrlKey: boolean; altKey: boolean; shiftKey: boolean; metaKey: boolean }, pages: readonly PageName[]): PageName | null {
  if (!press.ctrlKey || press.altKey || press.shiftKey || press.metaKey || !/^[1-9]$/.test(press.key)) {
    return null;
  }
  return pages[Number(press.key) - 1] ?? null;
}
