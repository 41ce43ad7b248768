import type { IngestTrack } from '#protocol/media/ingest.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { InjectedTrack, TrackInjection } from '../ports/mediaPlane.ts';
import type { IngestMetrics } from './ingestMetrics.ts';
import { PictureRequests } from './pictureRequests.ts';
import { isKeyFrameRequest, isSenderReportOf } from './rtcpPacket.ts';
import { readRtpHeader } from './rtpPacket.ts';

/** A source that sends nothing for so long is gone: its track leaves the feed. */
const SILENCE_MS = 2_000;

export type IncomingTrackOptions = {
  readonly media: TrackInjection;
  readonly metrics: IngestMetrics;
  readonly feedId: FeedId;
  readonly track: IngestTrack;
  /** RTCP for the source. `keyFrameWanted`: it should give a key frame. */
  readonly toSource: (packet: Buffer, about: { readonly keyFrameWanted: boolean }) => void;
  /** The first packet came, or none for 2 s. */
  readonly onLive: (live: boolean) => void;
};

/** One track whose packets the hall has in hand, whichever way they came. */
export class IncomingTrack {
  readonly #options: IncomingTrackOptions;
  /** Null for sound. */
  readonly #pictures: PictureRequests | null;
  #injected: InjectedTrack | null = null;
  #lastPacketAt = -Infinity;
  #live = false;
  #closed = false;

  private constructor(options: IncomingTrackOptions) {
    this.#options = options;
    const { track: { mimeType }, metrics, toSource } = options;
    this.#pictures = mimeType.startsWith('audio/')
      ? null
      : new PictureRequests({
          mimeType,
          repeat: (packet) => this.#injected?.send(packet),
          askSource: (request) => toSource(request, { keyFrameWanted: true }),
          onReplay: () => metrics.replays.inc(),
        });
  }

  /** Errors: ingestRefused. */
  static async create(options: IncomingTrackOptions): Promise<IncomingTrack> {
    const incoming = new IncomingTrack(options);
    const { media, feedId, track } = options;
    incoming.#injected = await media.injectTrack({ feedId, track, onRtcp: (packet) => incoming.#wanted(packet) });
    return incoming;
  }

  /** False, and nothing happens, where it is no RTP of this track. */
  packet(packet: Buffer): boolean {
    const { track, metrics, onLive } = this.#options;
    const header = readRtpHeader(packet);
    if (this.#closed || header === null || header.ssrc !== track.ssrc || header.payloadType !== track.payloadType) return false;
    this.#lastPacketAt = performance.now();
    metrics.packets.inc();
    this.#injected?.send(packet);
    if (!this.#live) {
      this.#live = true;
      this.#injected?.setLive(true);
      onLive(true);
    }
    this.#pictures?.received(packet, header);
    return true;
  }

  /** False where it is no sender report of this track. */
  rtcp(packet: Buffer): boolean {
    if (this.#closed || !isSenderReportOf(packet, this.#options.track.ssrc)) return false;
    this.#injected?.sendRtcp(packet);
    return true;
  }

  /** To be called a few times a second. */
  checkSilence(now: number): void {
    if (this.#closed || !this.#live || now - this.#lastPacketAt <= SILENCE_MS) return;
    this.#live = false;
    this.#pictures?.forget();
    this.#injected?.setLive(false);
    this.#options.onLive(false);
  }

  /** Idempotent; `onLive` is not called. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pictures?.close();
    this.#injected?.close();
  }

  /** RTCP from the media plane: key-frame requests are answered here if possible, the rest is for the source. */
  #wanted(packet: Buffer): void {
    if (this.#closed) return;
    if (this.#pictures !== null && isKeyFrameRequest(packet)) this.#pictures.requested(packet);
    else this.#options.toSource(packet, { keyFrameWanted: false });
  }
}
