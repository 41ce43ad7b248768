import { z } from 'zod';
import { CAPABILITIES, PURPOSES } from '../capabilities.ts';
import { request } from '../definition/request.ts';
import { notice } from '../definition/notice.ts';
import { sessionId, slotId, unitId } from './ids.ts';

export const sessionRequests = {
  /** Opens the session. Must be the first request on a socket, within `LIMITS.helloTimeoutMs`. */
  'session.hello': request({
    needs: null,
    input: z.strictObject({
      protocolVersion: z.int().min(0).max(65_535),
      token: z.string().min(1).max(4_096),
      purpose: z.enum(PURPOSES),
      /** The wall place this window shows; only with purpose `wall`. */
      slotId: slotId.optional(),
      client: z.strictObject({ name: z.string().min(1).max(64), version: z.string().max(32) }),
    }),
    output: z.object({
      sessionId,
      hallId: z.string(),
      hallName: z.string(),
      protocolVersion: z.int(),
      /** Hall time, ms since the epoch, when the answer was written. */
      serverAt: z.number(),
      capabilities: z.array(z.enum(CAPABILITIES)),
      /** Set for purpose `unit`: the unit the token belongs to, and what it is called. */
      unit: z.object({ unitId, name: z.string(), teamName: z.string(), courtName: z.string() }).nullable(),
      /** Whether senders burn the machine-readable clock into their frames (drills, measurements). */
      frameClock: z.boolean(),
    }),
  }),
  /** Keeps the socket alive and measures the clock offset. */
  'session.ping': request({
    needs: 'session.use',
    input: z.strictObject({}),
    output: z.object({ serverAt: z.number() }),
  }),
};

export const sessionNotices = {
  /** The hall is about to close this socket and says why before it does. */
  'session.ended': notice({ data: z.object({ reason: z.string() }) }),
};
