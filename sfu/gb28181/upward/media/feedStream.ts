import type { FeedId } from '#protocol/nouns/ids.ts';
import type { VideoTapping } from '../../../ports/videoTaps.ts';
import { h264Units } from '../../media/rtp/h264Units.ts';
import { RtpFrames, type RtpFrame } from '../../media/rtp/rtpFrames.ts';
import { RtpWriter } from '../../media/rtp/writeRtp.ts';
import { createTranscoder, type Transcoder } from './transcoder.ts';
import { isVp8KeyFrame, vp8Frame } from './vp8Frame.ts';
import { psPicture } from './writePs.ts';

const PS_PAYLOAD = 96;
/** Fits every network. */
const MOST_RTP_PAYLOAD = 1_300;
/** After a hole nothing can be shown before the next key frame; asked for at most so often, ms. */
const KEY_FRAME_EVERY_MS = 1_000;

export interface FeedStream {
  requestKeyFrame(): void;
  /** Idempotent. */
  close(): void;
}

/** One feed as a program stream over RTP: H.264 as it is, VP8 by a transcoder. `onEnded` once, not after `close`. Errors: feedNotLive, cannotConsume. */
export async function openFeedStream(options: { readonly taps: VideoTapping; readonly feedId: FeedId; readonly ssrc: number; readonly send: (packet: Buffer) => void; readonly onEnded: (detail: string) => void }): Promise<FeedStream> {
  const { taps, feedId, ssrc, send, onEnded } = options;
  const writer = new RtpWriter({ ssrc, payloadType: PS_PAYLOAD });
  let transcoder: Transcoder | null = null;
  let isVp8 = false;
  let waiting = true;
  let askedAt = 0;
  let ask = (): void => undefined;
  const wantKeyFrame = (): void => {
    if (performance.now() - askedAt < KEY_FRAME_EVERY_MS) return;
    askedAt = performance.now();
    ask();
  };
  const sendPicture = (units: readonly Buffer[], timestamp: number): void => {
    const isKeyFrame = units.some(isIdr);
    const bytes = psPicture(units, { timestamp, isKeyFrame });
    for (let from = 0; from < bytes.length; from += MOST_RTP_PAYLOAD) {
      send(writer.packet(bytes.subarray(from, from + MOST_RTP_PAYLOAD), { timestamp, marker: from + MOST_RTP_PAYLOAD >= bytes.length }));
    }
  };
  const take = ({ parts, hole, afterGap, timestamp }: RtpFrame): void => {
    if (hole || afterGap) waiting = true;
    if (hole) return wantKeyFrame();
    const units = isVp8 ? [] : h264Units(parts);
    const frame = isVp8 ? vp8Frame(parts) : null;
    const begins = isVp8 ? frame !== null && isVp8KeyFrame(frame) : units.some(isIdr);
    if (begins) waiting = false;
    if (waiting) return wantKeyFrame();
    if (frame !== null) transcoder?.push(frame, timestamp);
    else if (units.length > 0) sendPicture(units, timestamp);
  };
  const frames = new RtpFrames({ ssrc: () => null, onFrame: take });
  const tap = await taps.tapVideo({ feedId, best: true, onPacket: (packet) => frames.push(packet), onClosed: () => onEnded('the feed') });
  isVp8 = tap.mimeType.toLowerCase() === 'video/vp8';
  if (isVp8) transcoder = createTranscoder({ onPicture: sendPicture, onEnded: (said) => onEnded(said) });
  ask = () => tap.requestKeyFrame();
  wantKeyFrame();
  return {
    requestKeyFrame: wantKeyFrame,
    close: () => {
      tap.close();
      transcoder?.close();
    },
  };
}

/** A slice with which a decoder can begin. */
function isIdr(unit: Buffer): boolean {
  return (unit[0]! & 0x1f) === 5;
}
