import type { RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { LOOK_BACK_PIECE_BYTES } from '#protocol/media/lookBack.ts';
import { takenAt, type RingFrame } from './feedRing.ts';

type Span = { readonly from: number; readonly to: number; readonly after?: number | undefined };

/** The next piece of what of `frames` (any order, doubles allowed) lies in the span, from a key frame on. Errors: notKept. */
export function readPiece(frames: readonly RingFrame[], { from, to, after = 0 }: Span): RequestOutput<'media.lookBack'> {
  const chosen = framesFor(frames, { from, to });
  const rest = chosen.filter((frame) => frame.number > after);
  const piece: RingFrame[] = [];
  let bytes = 0;
  for (const frame of rest) {
    if (piece.length > 0 && bytes + frame.bytes.length > LOOK_BACK_PIECE_BYTES) break;
    piece.push(frame);
    bytes += frame.bytes.length;
  }
  let formerAt = -Infinity;
  return {
    codec: chosen.at(-1)?.codec ?? '',
    frames: piece.map((frame) => {
      // Where two stretches meet the clocks may overlap by a frame or two.
      formerAt = Math.max(formerAt + 1, takenAt(frame));
      return { at: formerAt, key: frame.key, bytes: frame.bytes.toString('base64') };
    }),
    next: piece.length < rest.length ? (piece.at(-1)?.number ?? null) : null,
  };
}

/** From the key frame at or before `from` on; all of one codec, the last. */
export function framesFor(frames: readonly RingFrame[], { from, to }: Pick<Span, 'from' | 'to'>): readonly RingFrame[] {
  const sorted = [...new Map(frames.map((frame) => [frame.number, frame])).values()].sort((one, other) => one.number - other.number);
  const inTime = sorted.filter((frame) => takenAt(frame) <= to);
  const last = inTime.at(-1);
  if (last === undefined || takenAt(last) < from) {
    throw new AppError('notKept');
  }
  const ofCodec = inTime.slice(inTime.findLastIndex((frame) => frame.codec !== last.codec) + 1);
  const begin = ofCodec.findLastIndex((frame) => frame.key && takenAt(frame) <= from);
  return ofCodec.slice(begin === -1 ? ofCodec.findIndex((frame) => frame.key) : begin);
}
