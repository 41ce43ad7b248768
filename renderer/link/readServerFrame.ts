import { z } from 'zod';
import { serverFrame, type ServerFrame } from '#protocol/envelope.ts';

/** A refusal whose code this build does not know: it comes from a newer hall. */
const foreignRefusal = z.object({ id: z.number().nullable(), ok: z.literal(false) });

/** Reads one text frame of the hall; null when it is none. */
export function readServerFrame(data: unknown): ServerFrame | null {
  const json = parsedJson(data);
  const frame = serverFrame.safeParse(json);
  if (frame.success) {
    return frame.data;
  }
  const refusal = foreignRefusal.safeParse(json);
  return refusal.success ? { ...refusal.data, error: { code: 'internal', params: {} } } : null;
}

function parsedJson(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined;
  } catch {
    return undefined;
  }
}
