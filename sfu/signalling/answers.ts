import type { z } from 'zod';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { ErrorBody, ServerFrame } from '#protocol/envelope.ts';

/** What a client may read of an error: its code and parameters, never its cause. */
export function bodyOf(error: unknown): ErrorBody {
  return error instanceof AppError ? { code: error.code, params: { ...error.params } } : { code: 'internal', params: {} };
}

export function errorFrame(id: number | null, error: unknown): ServerFrame {
  return { id, ok: false, error: bodyOf(error) };
}

/** Names the first place that does not fit; the value itself is not sent back. */
export function badInput(error: z.ZodError): AppError {
  const path = error.issues[0]?.path.map(String).join('.') ?? '';
  return new AppError('badInput', { params: { path: path.slice(0, 128) }, cause: error });
}

/** Whether the error is the hall's own fault and belongs into the log with its cause. */
export function isOwnFault(error: unknown): boolean {
  return !(error instanceof AppError) || error.code === ('internal' satisfies ErrorCode);
}
