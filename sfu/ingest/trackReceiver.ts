import type { RemoteInfo } from 'node:dgram';
import type { IncomingTrackOptions } from './incomingTrack.ts';
import { IncomingTrack } from './incomingTrack.ts';
import type { DropReason } from './ingestMetrics.ts';
import type { BoundPort, PortPool } from './portPool.ts';
import { isRtcp } from './rtpPacket.ts';

export type TrackReceiverOptions = Omit<IncomingTrackOptions, 'toSource'> & {
  ports: PortPool;
  /** The only address that may send. */
  remoteAddress: string;
};

/**
 * One track of a recorder or camera: a UDP port of the hall's own process that stays for as long as the source does.
 * A media worker that dies is none of the source's business: the plane moves the track, and the port does not change.
 */
export class TrackReceiver {
  readonly #options: TrackReceiverOptions;
  readonly #bound: BoundPort;
  #incoming: IncomingTrack | null = null;
  #source: { readonly address: string; readonly port: number } | null = null;
  #closed = false;

  private constructor(options: TrackReceiverOptions, bound: BoundPort) {
    this.#options = options;
    this.#bound = bound;
    bound.socket.on('message', (datagram, from) => this.#received(datagram, from));
    // ICMP's "port unreachable" for RTCP that the source does not read comes back as an error here; it is no reason to stop.
    bound.socket.on('error', () => undefined);
  }

  /** Errors: tooManyFeeds, ingestRefused. */
  static async create(options: TrackReceiverOptions): Promise<TrackReceiver> {
    const receiver = new TrackReceiver(options, await options.ports.bind());
    try {
      receiver.#incoming = await IncomingTrack.create({
        ...options,
        toSource: (packet) => receiver.#sendToSource(packet),
        onLive: (live) => {
          // Its next port may be another one.
          if (!live) receiver.#source = null;
          options.onLive(live);
        },
      });
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
    this.#incoming?.checkSilence(now);
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#incoming?.close();
    this.#options.ports.release(this.#bound);
  }

  #received(datagram: Buffer, from: RemoteInfo): void {
    if (this.#closed || this.#incoming === null) return;
    if (plainAddress(from.address) !== this.#options.remoteAddress) this.#drop('stranger');
    else if (isRtcp(datagram)) this.#receivedRtcp(this.#incoming, datagram, from);
    else this.#receivedRtp(this.#incoming, datagram, from);
  }

  #receivedRtp(incoming: IncomingTrack, packet: Buffer, from: RemoteInfo): void {
    if (this.#source !== null && this.#source.port !== from.port) return this.#drop('otherSource');
    if (!incoming.packet(packet)) return this.#drop('malformed');
    this.#source ??= { address: from.address, port: from.port };
  }

  #receivedRtcp(incoming: IncomingTrack, packet: Buffer, from: RemoteInfo): void {
    // Only reports of a source that is already known by its RTP; senders with RTCP on a port of its own do without.
    if (this.#source?.port !== from.port) return this.#drop('otherSource');
    if (!incoming.rtcp(packet)) return this.#drop('malformed');
  }

  #drop(reason: DropReason): void {
    this.#options.metrics.drops.inc({ reason });
  }

  #sendToSource(packet: Buffer): void {
    if (this.#source === null || this.#closed) return;
    this.#bound.socket.send(packet, this.#source.port, this.#source.address, () => undefined);
  }
}

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
