import type { RemoteInfo } from 'node:dgram';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { IngestTrack } from '#protocol/media/ingest.ts';
import type { InjectedTrack, TrackInjection } from '../ports/mediaPlane.ts';
import type { DropReason, IngestMetrics } from './ingestMetrics.ts';
import { PictureRequests } from './pictureRequests.ts';
import type { BoundPort, PortPool } from './portPool.ts';
import { isKeyFrameRequest, isSenderReportOf } from './rtcpPacket.ts';
import { isRtcp, readRtpHeader } from './rtpPacket.ts';

/** A source that sends nothing for so long is gone: its track leaves the feed, and its next port may be another. */
const SILENCE_MS = 2_000;
export type TrackReceiverOptions = {
  ports: PortPool;
  media: TrackInjection;
  metrics: IngestMetrics;
  feedId: FeedId;
  track: IngestTrack;
  /** The only address that may send, as the session reports it. */
  remoteAddress: string;
};

/**
 * One track of a recorder or camera: a UDP port of the hall's own process that stays for as long as the source does.
 * A media worker that dies is none of the source's business: the plane moves the track, and the port does not change.
 */
export class TrackReceiver {
  readonly #options: TrackReceiverOptions;
  readonly #bound: BoundPort;
  /** Null for sound. */
  readonly #pictures: PictureRequests | null;
  #injected: InjectedTrack | null = null;
  #source: { readonly address: string; readonly port: number } | null = null;
  #lastPacketAt = -Infinity;
  #live = false;
  #closed = false;

  private constructor(options: TrackReceiverOptions, bound: BoundPort) {
    this.#options = options;
    this.#bound = bound;
    const { mimeType } = options.track;
    this.#pictures =
      mimeType === 'audio/opus'
        ? null
        : new PictureRequests({
            mimeType,
            repeat: (packet) => this.#injected?.send(packet),
            askSource: (request) => this.#sendToSource(request),
            onReplay: () => options.metrics.replays.inc(),
          });
    bound.socket.on('message', (datagram, from) => this.#received(datagram, from));
    // ICMP's "port unreachable" for RTCP that the source does not read comes back as an error here; it is no reason to stop.
    bound.socket.on('error', () => undefined);
  }

  /** Errors: tooManyFeeds, ingestRefused. */
  static async create(options: TrackReceiverOptions): Promise<TrackReceiver> {
    const receiver = new TrackReceiver(options, await options.ports.bind());
    try {
      const { feedId, track } = options;
      const injected = await options.media.injectTrack({ feedId, track, onRtcp: (packet) => receiver.#wanted(packet) });
      receiver.#injected = injected;
      return receiver;
    } catch (error) {
      receiver.close();
      throw error;
    }
  }

  get port(): number {
    return this.#bound.port;
  }

  /** To be called a few times a second. */
  checkSilence(now: number): void {
    if (!this.#live || now - this.#lastPacketAt <= SILENCE_MS) return;
    this.#live = false;
    this.#source = null;
    this.#pictures?.forget();
    this.#injected?.setLive(false);
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#pictures?.close();
    this.#injected?.close();
    this.#options.ports.release(this.#bound);
  }

  #received(datagram: Buffer, from: RemoteInfo): void {
    if (this.#closed) return;
    if (plainAddress(from.address) !== this.#options.remoteAddress) this.#drop('stranger');
    else if (isRtcp(datagram)) this.#receivedRtcp(datagram, from);
    else this.#receivedRtp(datagram, from);
  }

  #receivedRtp(packet: Buffer, from: RemoteInfo): void {
    const { track, metrics } = this.#options;
    const header = readRtpHeader(packet);
    if (header === null || header.ssrc !== track.ssrc || header.payloadType !== track.payloadType) return this.#drop('malformed');
    if (this.#source !== null && this.#source.port !== from.port) return this.#drop('otherSource');
    this.#source ??= { address: from.address, port: from.port };
    this.#lastPacketAt = performance.now();
    metrics.packets.inc();
    this.#injected?.send(packet);
    if (!this.#live && this.#injected !== null) {
      this.#live = true;
      this.#injected.setLive(true);
    }
    this.#pictures?.received(packet, header);
  }

  #receivedRtcp(packet: Buffer, from: RemoteInfo): void {
    // Only reports of a source that is already known by its RTP; senders with RTCP on a port of its own do without.
    if (this.#source?.port !== from.port) return this.#drop('otherSource');
    if (!isSenderReportOf(packet, this.#options.track.ssrc)) return this.#drop('malformed');
    this.#injected?.sendRtcp(packet);
  }

  #drop(reason: DropReason): void {
    this.#options.metrics.drops.inc({ reason });
  }

  /** RTCP from the media plane: key-frame requests are answered here if possible, the rest is for the source. */
  #wanted(packet: Buffer): void {
    if (this.#closed) return;
    if (this.#pictures !== null && isKeyFrameRequest(packet)) this.#pictures.requested(packet);
    else this.#sendToSource(packet);
  }

  #sendToSource(packet: Buffer): void {
    if (this.#source === null) return;
    this.#bound.socket.send(packet, this.#source.port, this.#source.address, () => undefined);
  }
}

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
