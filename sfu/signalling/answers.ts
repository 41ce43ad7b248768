import type { z } from 'zod';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { ErrorBody, ServerFrame } from '#protocol/envelope.ts';
import { JournalError } from '../ports/journal.ts';

/** What a client may read of an error: its code and parameters, never its cause. */
export function bodyOf(error: unknown): ErrorBody {
  if (error instanceof JournalError) {
    return { code: 'logUnavailable', params: { reason: error.fault === 'away' ? 'databaseAway' : error.fault } };
  }
  return error instanceof AppError ? { code: error.code, params: { ...error.params } } : { code: 'internal', params: {} };
}

export function errorFrame(id: number | null, error: unknown): ServerFrame {
  return { id, ok: false, error: bodyOf(error) };
}

/** Names the first place that does not fit; the value itself is neither sent back nor logged, for it may be a password. */
export function badInput(error: z.ZodError): AppError {
  const [issue] = error.issues;
  const path = (issue?.path.map(String).join('.') ?? '').slice(0, 128);
  return new AppError('badInput', { params: { path }, detail: `${issue?.code} at ${path || 'the top'}` });
}

/** Whether the error is the hall's own fault and belongs into the log with its cause. */
export function isOwnFault(error: unknown): boolean {
  // That the database is away is told, and logged, by the log itself.
  return !(error instanceof JournalError) && (!(error instanceof AppError) || error.code === ('internal' satisfies ErrorCode));
}
