import type { ErrorCode } from '#protocol/errors.ts';
import type { Texts } from '../../field/index.ts';

const EXPLAINED = ['instructionOver', 'notFound', 'badPicture', 'tooLarge'] as const satisfies readonly ErrorCode[];

/** Why the hall did not take it. */
export function refusalText(code: ErrorCode, texts: Texts): string {
  const known = EXPLAINED.find((one) => one === code);
  return known === undefined ? texts('work.refused.other', { code }) : texts(`work.refused.${known}`);
}
