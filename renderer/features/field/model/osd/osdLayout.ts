import { clockRegion } from '#domain/frameClock/frameClock.ts';

export type OsdLine = { readonly text: string; readonly x: number; readonly y: number; readonly sizePx: number };

export type OsdText = { readonly name: string; readonly team: string; readonly place: string };

/** Least letter height that survives coding at the size a tile shows, pixels of the frame. */
const MIN_LETTER_PX = 12;

/**
 * Where the fixed lines of the display go: name, then team and place, top left.
 * The time stands under them on a line of its own, because its characters change one by one.
 */
export function osdLayout(frame: { width: number; height: number }, text: OsdText): { lines: OsdLine[]; time: Omit<OsdLine, 'text'> } {
  const large = letterPx(frame.height, 0.06);
  const small = letterPx(frame.height, 0.044);
  const margin = Math.round(frame.height * 0.03);
  const fits = (sizePx: number, value: string) => shortened(value, frame.width - 2 * margin, sizePx);
  const second = [text.team, text.place].filter((part) => part !== '').join(' · ');
  const lines = [
    { text: fits(large, text.name), x: margin, y: margin, sizePx: large },
    { text: fits(small, second), x: margin, y: Math.round(margin + large * 1.35), sizePx: small },
  ].filter((line) => line.text !== '');
  const last = lines.at(-1);
  const timeY = last === undefined ? margin : Math.round(last.y + last.sizePx * 1.35);
  return { lines, time: { x: margin, y: timeY, sizePx: small } };
}

/** Whether lettering of this box stays clear of the machine clock's strip. */
export function clearOfClock(frame: { width: number; height: number }, box: { y: number; height: number }): boolean {
  return box.y + box.height <= clockRegion(frame).y;
}

/** `2026-11-22 20:15:03` in Beijing time, as recorders write it. */
export function osdTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** All characters `osdTime` can hold. */
export const OSD_TIME_CHARACTERS: readonly string[] = Array.from('0123456789-: ');

function letterPx(heightPx: number, share: number): number {
  return Math.max(MIN_LETTER_PX, Math.round(heightPx * share));
}

/** Cuts a line that is too wide; Chinese letters are as wide as high, others about half. */
function shortened(value: string, widthPx: number, sizePx: number): string {
  let used = 0;
  let kept = '';
  for (const letter of value) {
    used += letter.codePointAt(0)! > 0xff ? sizePx : sizePx * 0.6;
    if (used > widthPx - sizePx) {
      return `${kept}…`;
    }
    kept += letter;
  }
  return kept;
}
