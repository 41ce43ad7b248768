import { createHash, randomBytes } from 'node:crypto';

/** Crockford's base 32: no letters that are mistaken for digits, and none that makes words. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE = /^[0-9A-HJKMNP-TV-Z]{8}$/;
const CODE_BYTES = 5;

/** 40 random bits as people read them aloud: `4F7K-29QX`. */
export function newEnrolmentCode(): string {
  const text = letters(randomBytes(CODE_BYTES));
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** SHA-256 of a code as it was typed: case, blanks and dashes do not count, O is 0, I and L are 1. Null for what is no code. */
export function codeHashOf(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s\-–—]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return CODE.test(code) ? createHash('sha256').update(code).digest('hex') : null;
}

/** 80 random bits in four groups, as an administrator reads them to someone: `k7mp-3xqd-r9wt-h2vc`. */
export function newOneTimePassword(): string {
  const text = letters(randomBytes(2 * CODE_BYTES)).toLowerCase();
  return (text.match(/.{4}/g) ?? []).join('-');
}

/** Five bits a letter. */
function letters(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
}
