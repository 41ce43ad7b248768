import type { Display } from '#protocol/ipc/calls.ts';

/** Display keys that carry walls under a setting: null means every display but the desk's. */
export function wallKeys(displays: readonly Display[], wallDisplays: readonly string[] | null, deskKey: string | null): string[] {
  return wallDisplays === null ? displays.filter((display) => display.key !== deskKey).map((display) => display.key) : [...wallDisplays];
}

/** The setting after a display was ticked or unticked; keys keep the order in which walls are numbered. */
export function withWallDisplay(options: { displays: readonly Display[]; wallDisplays: readonly string[] | null; deskKey: string | null; key: string; used: boolean }): string[] {
  const current = wallKeys(options.displays, options.wallDisplays, options.deskKey);
  if (!options.used) {
    return current.filter((key) => key !== options.key);
  }
  return current.includes(options.key) ? current : [...current, options.key];
}

/** The key of the display the desk is on. */
export function deskKeyOf(displays: readonly Display[]): string | null {
  return displays.find((display) => display.use === 'desk')?.key ?? null;
}
