export const PIN_DIGITS = { min: 6, max: 12 } as const;

export type PinFault = 'digits' | 'row' | 'repeated' | 'date' | 'common';

/** What people choose first, beside rows, repeats and dates. */
const COMMON = new Set(['147258', '159357', '147369', '258369', '520131', '5201314', '1314520', '112233', '11223344', '168168', '789456', '147258369']);

/** Why a PIN is too easy to guess; null for a good one. */
export function pinFault(pin: string): PinFault | null {
  if (!/^\d+$/.test(pin) || pin.length < PIN_DIGITS.min || pin.length > PIN_DIGITS.max) return 'digits';
  if (isRow(pin)) return 'row';
  if (isRepeated(pin)) return 'repeated';
  if (isDate(pin)) return 'date';
  return COMMON.has(pin) ? 'common' : null;
}

/** 123456, 987654, 135790. */
function isRow(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10));
  return steps.size === 1;
}

/** 121212, 123123. */
function isRepeated(pin: string): boolean {
  return [1, 2, 3, 4].some((period) => pin.length > period && [...pin].every((digit, index) => digit === pin[index % period]));
}

/** A day somebody may be born on: 850312, 19850312, 120385. */
function isDate(pin: string): boolean {
  const day = (month: string, date: string) => Number(month) >= 1 && Number(month) <= 12 && Number(date) >= 1 && Number(date) <= 31;
  const part = (from: number, count = 2) => pin.slice(from, from + count);
  if (pin.length === 6) return day(part(2), part(4)) || day(part(2), part(0));
  return pin.length === 8 && ((/^(19|20)/.test(pin) && day(part(4), part(6))) || (/^(19|20)/.test(part(4, 4)) && (day(part(2), part(0)) || day(part(0), part(2)))));
}
