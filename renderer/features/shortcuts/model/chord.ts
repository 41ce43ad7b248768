/** A key press as the table of keys sees it. */
export type KeyPress = { readonly key: string; /** The key's place, which no layout or modifier changes. */ readonly code: string; readonly ctrl: boolean; readonly alt: boolean; readonly shift: boolean; readonly typing: boolean };

const MODIFIERS = ['Ctrl', 'Alt', 'Shift'] as const;
const SHOWN: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };

/**
 * Keys as they are written in the tables: `P`, `Ctrl+K`, `Shift+F6`, or a range of digits, `Alt+1…9`. A key that types a
 * character is none while somebody types; with Ctrl or Alt, and of the F keys, it is one everywhere.
 */
export type Chord = string;

/** Null when the press is not this chord; else which of a range it is, from 0. */
export function chordMatch(chord: Chord, press: KeyPress): number | null {
  const { key, modifiers } = partsOf(chord);
  const modified = press.ctrl || press.alt;
  const freely = modified || /^F\d+$/.test(press.key);
  if (press.typing && !freely) {
    return null;
  }
  // A character says itself whether Shift was needed for it (`?`), so Shift counts beside Ctrl and Alt and for named keys.
  const countsShift = modified || press.key.length > 1;
  if (modifiers.has('Ctrl') !== press.ctrl || modifiers.has('Alt') !== press.alt || (countsShift && modifiers.has('Shift') !== press.shift)) {
    return null;
  }
  const range = /^(\d)…(\d)$/.exec(key);
  if (range !== null) {
    const digit = digitOf(press, modified);
    const [first, last] = [Number(range[1]), Number(range[2])];
    return digit !== null && digit >= first && digit <= last ? digit - first : null;
  }
  if (/^\d$/.test(key)) {
    return digitOf(press, modified) === Number(key) ? 0 : null;
  }
  return press.key.toUpperCase() === key.toUpperCase() ? 0 : null;
}

/** What is drawn on keys, one after another; a range is its ends with `…` between. */
export function chordKeys(chord: Chord): string[] {
  const { key, modifiers } = partsOf(chord);
  const range = /^(\d)…(\d)$/.exec(key);
  return [...modifiers, ...(range === null ? [SHOWN[key] ?? key] : [range[1]!, '…', range[2]!])];
}

function partsOf(chord: Chord): { key: string; modifiers: Set<string> } {
  const parts = chord.split('+');
  return { key: parts.at(-1) ?? '', modifiers: new Set(MODIFIERS.filter((modifier) => parts.slice(0, -1).includes(modifier))) };
}

/** With Alt or Shift a digit's key types something else on many keyboards. */
function digitOf({ key, code }: KeyPress, modified: boolean): number | null {
  const digit = modified ? /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] : undefined;
  return digit !== undefined ? Number(digit) : /^\d$/.test(key) ? Number(key) : null;
}
