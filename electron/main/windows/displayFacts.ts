import type { Display as ElectronDisplay } from 'electron';
import type { Display } from '#protocol/ipc/calls.ts';
import type { DisplayPlan } from './planDisplays.ts';

/** Device-independent pixels. */
export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type DisplayFacts = {
  /** The system's id of the output: the same after unplugging and plugging in again. */
  readonly key: string;
  readonly label: string;
  readonly bounds: Rectangle;
  /** `bounds` without task bars. */
  readonly workArea: Rectangle;
  readonly scaleFactor: number;
  readonly primary: boolean;
};

type ReportedDisplay = Pick<ElectronDisplay, 'id' | 'label' | 'bounds' | 'workArea' | 'scaleFactor'>;

/**
 * Reads Electron's list. A display without extent is one that is just being switched off; outputs that mirror each
 * other show one picture and so are one display.
 */
export function displayFacts(displays: readonly ReportedDisplay[], primaryId: number): DisplayFacts[] {
  const facts = displays
    .filter((display) => display.bounds.width > 0 && display.bounds.height > 0)
    .map((display) => ({
      key: String(display.id),
      label: display.label,
      bounds: display.bounds,
      workArea: display.workArea.width > 0 ? display.workArea : display.bounds,
      scaleFactor: display.scaleFactor,
      primary: display.id === primaryId,
    }))
    .toSorted((a, b) => Number(b.primary) - Number(a.primary));
  return facts.filter((display, index) => facts.findIndex((other) => sameRectangle(other.bounds, display.bounds)) === index);
}

export function sameRectangle(a: Rectangle, b: Rectangle): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** What the desk's settings page lists. */
export function describeDisplays(displays: readonly DisplayFacts[], plan: DisplayPlan): Display[] {
  return displays.map((display) => {
    const place = plan.walls.find((wall) => wall.displayKey === display.key);
    const isDesk = plan.desk?.displayKey === display.key;
    return {
      key: display.key,
      label: display.label,
      xPx: display.bounds.x,
      yPx: display.bounds.y,
      widthPx: display.bounds.width,
      heightPx: display.bounds.height,
      scaleFactor: display.scaleFactor,
      use: isDesk ? 'desk' : place === undefined ? 'unused' : 'wall',
      slotId: place?.slotId ?? null,
    };
  });
}
