import { clockRegion } from '#domain/frameClock/frameClock.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';

export type OsdLine = { readonly text: string; readonly x: number; readonly y: number; readonly sizePx: number };

export type OsdText = { readonly name: string; readonly court: string; readonly place: string };

/** Least letter height that survives coding at the size a tile shows, pixels of the frame. */
const MIN_LETTER_PX = 12;

const OSD_TIME_LETTERS = 19;
/** From line to line, as a share of the letters. */
const LEADING = 1.35;

/**
 * Where the display goes: just above the machine clock's strip, so that the scene above stays free. The unit's name on
 * one line; under it the time, whose characters change one by one, and beside the time court and place.
 */
export function osdLayout(frame: { width: number; height: number }, text: OsdText): { lines: OsdLine[]; time: Omit<OsdLine, 'text'> } {
  const sizePx = Math.max(MIN_LETTER_PX, Math.round(Math.min(frame.width, frame.height) * 0.04));
  const margin = Math.round(sizePx * 0.6);
  const timeY = Math.floor(clockRegion(frame).y - sizePx * LEADING);
  const nameY = Math.round(timeY - sizePx * LEADING);
  const afterTimeX = margin + OSD_TIME_LETTERS * osdTimeAdvancePx(sizePx) + Math.round(sizePx * 0.6);
  const where = [shortCourtName(text.court), text.place].filter((part) => part !== '').join(' · ');
  const line = (value: string, x: number, y: number): OsdLine => ({ text: shortened(value, frame.width - margin - x, sizePx), x, y, sizePx });
  const lines = [line(text.name, margin, nameY), line(where, afterTimeX, timeY)].filter((placed) => placed.text !== '');
  return { lines, time: { x: margin, y: timeY, sizePx } };
}

/** Whether lettering of this box stays clear of the machine clock's strip. */
export function clearOfClock(frame: { width: number; height: number }, box: { y: number; height: number }): boolean {
  return box.y + box.height <= clockRegion(frame).y;
}

/** Width of one character of the time: all are equally wide, so that the line stands still, and even, for the colour planes. */
export function osdTimeAdvancePx(sizePx: number): number {
  return Math.round(sizePx * 0.31) * 2;
}

/** `2026-11-22 20:15:03` in Beijing time, as recorders write it. */
export function osdTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** All characters `osdTime` can hold. */
export const OSD_TIME_CHARACTERS: readonly string[] = Array.from('0123456789-: ');

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
