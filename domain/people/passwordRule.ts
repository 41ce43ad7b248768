/** Why a password is not taken. */
export type PasswordFault = 'short' | 'plain' | 'name' | 'common' | 'same';

const MIN_LENGTH = 10;
const MIN_KINDS = 3;
/** Fewer different characters than this are a pattern, however long. */
const MIN_DIFFERENT = 5;
/** What is tried first. Compared without digits and signs at the ends, in lower case. */
const COMMON = new Set(['password', 'qwerty', 'admin', 'administrator', 'zhihui', 'fayuan', 'zhixing', 'abcdef', 'iloveyou', 'welcome', 'letmein']);

/** The first fault of a new password; null when it may be taken. Length 10, five different characters, three of four kinds of them. */
export function passwordFault(next: string, context: { username: string; present: string }): PasswordFault | null {
  const plain = next.toLowerCase();
  if (next.length < MIN_LENGTH) return 'short';
  if (next === context.present) return 'same';
  if (plain.includes(context.username.toLowerCase())) return 'name';
  if (COMMON.has(plain.replace(/^[^a-z]+|[^a-z]+$/g, ''))) return 'common';
  if (new Set(plain).size < MIN_DIFFERENT) return 'plain';
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(next)).length;
  // A long phrase needs no signs.
  return kinds < MIN_KINDS && next.length < 2 * MIN_LENGTH ? 'plain' : null;
}
