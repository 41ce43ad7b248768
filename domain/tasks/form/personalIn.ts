import { accountFault, identityFault } from './codes.ts';

type PersonalKind = 'identity' | 'account' | 'phone';

const IDENTITY = /(?<!\d)[1-9]\d{16}[\dXx](?![\dXx])/gu;
const CARD = /(?<!\d)62\d{14,17}(?!\d)/gu;
const MOBILE = /(?<!\d)1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)/u;

/** The most telling personal number that stands in a text everybody may read; null: none. Codes are told from other long numbers by their check digits. */
export function personalIn(text: string, at: number): PersonalKind | null {
  const plain = text.normalize('NFKC');
  const has = (shape: RegExp, isOne: (code: string) => boolean) => [...plain.matchAll(shape)].some(([code]) => isOne(code));
  if (has(IDENTITY, (code) => identityFault(code.toUpperCase(), at) === null)) return 'identity';
  if (has(CARD, (code) => accountFault(code) === null)) return 'account';
  return MOBILE.test(plain) ? 'phone' : null;
}
