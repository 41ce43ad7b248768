import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { Problem } from '#protocol/outside/shapes.ts';
import { JournalError } from '../../ports/journal.ts';
import type { ServiceAnswer } from '../../ports/page.ts';

/** All others are 422: understood, and against the rules. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  badInput: 400, badFrame: 400, idempotencyKeyNeeded: 400,
  tokenInvalid: 401, badSender: 401,
  forbidden: 403, internalPaper: 403,
  notFound: 404, unknownMethod: 404,
  conflict: 409, outOfOrder: 409, taskStepOver: 409,
  tooLarge: 413,
  badDocument: 415, badPicture: 415,
  versionNeeded: 428,
  tooManyRequests: 429,
  internal: 500,
  logUnavailable: 503, closing: 503,
};

const SENTENCES = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../assets/locales/zh-CN/errors.json'), 'utf8')) as Readonly<Record<string, unknown>>;

/** By RFC 9457, with the sentence that the hall's own people would read. Null for what is no refusal but a fault of the hall. */
export function problemOf(error: unknown): ServiceAnswer | null {
  if (error instanceof JournalError) return problem('logUnavailable', {});
  return error instanceof AppError ? problem(error.code, error.params, error.message) : null;
}

export function problem(code: ErrorCode, params: AppError['params'] = {}, title: string = code): ServiceAnswer {
  const status = STATUS[code] ?? 422;
  const content: Problem = { type: `urn:command-hall:problem:${code}`, title, status, detail: sentence(code, params), code, params };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(status === 401 ? { 'www-authenticate': 'Bearer realm="command-hall"' } : {}),
      ...(status === 429 || status === 503 ? { 'retry-after': '60' } : {}),
    },
    body: JSON.stringify(content),
  };
}

function sentence(code: ErrorCode, params: AppError['params']): string {
  const text = SENTENCES[code];
  return typeof text === 'string' ? text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? '')) : code;
}
