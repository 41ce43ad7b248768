import { z } from 'zod';
import { isErrorCode, type ErrorCode } from './errors.ts';

/** Client→server text frame. `id` is chosen by the client and echoed in the answer. */
export const requestFrame = z.strictObject({
  id: z.int().min(0).max(0xffff_ffff),
  method: z.string().min(1).max(64),
  data: z.unknown(),
});
export type RequestFrame = z.infer<typeof requestFrame>;

export const errorBody = z.object({
  code: z.custom<ErrorCode>(isErrorCode),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** Server→client text frame: an answer, or a notice. An error that answers no readable request carries `id: null`. */
export const serverFrame = z.union([
  z.object({ id: z.number().nullable(), ok: z.literal(false), error: errorBody }),
  z.object({ id: z.number(), ok: z.literal(true), data: z.unknown() }),
  z.object({ notice: z.string(), data: z.unknown() }),
]);
export type ServerFrame = z.infer<typeof serverFrame>;
