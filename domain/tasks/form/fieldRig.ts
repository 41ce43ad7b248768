import { formField, type FieldKind, type FormField } from '#protocol/tasks/flows.ts';

/*
 * Builders for tests of forms: fields, and codes that are right.
 */

export function fieldOf(id: string, kind: FieldKind, more: Partial<Record<keyof FormField, unknown>> = {}): FormField {
  return formField.parse({ id, name: `“${id}”`, nameEn: id, kind, ...more });
}

/** 2026-11-23 10:00 in Beijing. */
const AT = Date.UTC(2026, 10, 23, 2, 0);
export const CONTEXT = { at: AT, caseTypes: [{ id: 'enforcement', name: '首次执行', nameEn: 'First', validFrom: '2016-01-01', validTo: null, source: '测试', verified: false, code: '执' }] };

/** Of 17 digits, by the text of GB 11643: the weighted sum of all 18 is 1 modulo 11. */
export function identityOf(front: string): string {
  return front + [...'0123456789X'].find((last) => weighted([...front, last].map((letter) => (letter === 'X' ? 10 : Number(letter))), (index) => Number(2n ** BigInt(17 - index) % 11n)) % 11 === 1)!;
}

export const CREDIT_LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** Of 17 places, by the text of GB 32100: the weighted sum of all 18, the last one weighing 1, is a multiple of 31. */
export function creditCodeOf(front: string): string {
  const sum = weighted([...front].map((letter) => CREDIT_LETTERS.indexOf(letter)), (index) => Number(3n ** BigInt(index) % 31n));
  return front + CREDIT_LETTERS[(31 - (sum % 31)) % 31]!;
}

/** Of 18 digits; those at every second place before the last are doubled. */
export function cardOf(front: string): string {
  const sum = [...front].toReversed().reduce((total, digit, index) => total + (index % 2 === 1 ? Number(digit) : Math.floor((Number(digit) * 2) / 10) + ((Number(digit) * 2) % 10)), 0);
  return `${front}${(10 - (sum % 10)) % 10}`;
}

function weighted(values: readonly number[], weight: (index: number) => number): number {
  return values.reduce((sum, value, index) => sum + value * weight(index), 0);
}
