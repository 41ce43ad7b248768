import { z } from 'zod';
import { request } from '../definition/request.ts';
import { feedId } from '../nouns/ids.ts';

/** Most bytes of frames in one piece, before they are written as base64; a single larger frame goes alone. */
export const LOOK_BACK_PIECE_BYTES = 150_000;

const keptFrame = z.object({
  /** When the frame was taken in, hall time, ms since the epoch; rises from frame to frame. */
  at: z.number(),
  key: z.boolean(),
  /** The encoded frame, base64: VP8 as in RFC 7741, H.264 with start codes (Annex B). */
  bytes: z.base64(),
});

export const lookBackRequests = {
  /**
   * The last seconds of a feed out of the hall's memory, from the key frame at or before `from` on, in pieces.
   * Errors: notFound; notKept (nothing of that time is in memory, or the hall keeps nothing).
   */
  'media.lookBack': request({
    needs: 'media.view',
    about: (input) => [{ feed: input.feedId }],
    input: z.strictObject({
      feedId,
      /** Hall time, ms since the epoch. */
      from: z.number().min(0),
      to: z.number().min(0),
      /** Where the former piece ended. */
      after: z.int().min(0).optional(),
    }),
    output: z.object({
      /** As WebCodecs names it, such as `vp8` or `avc1.42e01f`. */
      codec: z.string(),
      frames: z.array(keptFrame),
      /** To be given as `after` for the next piece; null when this was the last. */
      next: z.int().nullable(),
    }),
  }),
};
