import type { TFunction } from 'i18next';
import { AppError, type ErrorCode } from '#protocol/errors.ts';

/** What a person reads: a sentence that says what to do, with the code for whoever is called. An error fills in what it is about. */
export function errorSentence(t: TFunction, problem: ErrorCode | Pick<AppError, 'code' | 'params'>): string {
  const { code, params } = typeof problem === 'string' ? { code: problem, params: {} } : problem;
  return `${t(`errors.${code}`, { replace: params })} [${code}]`;
}

/** The code of anything thrown; what is not an AppError is the program's own fault. */
export function errorCodeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}
