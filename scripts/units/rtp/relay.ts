import { createSocket, type Socket } from 'node:dgram';

export type RelayTarget = { readonly host: string; readonly port: number };

/**
 * A fixed local port that ffmpeg sends to, passed on to wherever the hall listens now, told apart by SSRC.
 * So the hall may move a unit (a restart gives new ports) without the encoder starting anew.
 */
export class Relay {
  readonly localPort: number;
  readonly #inward: Socket;
  readonly #outward: Socket;
  #targets: ReadonlyMap<number, RelayTarget> = new Map();
  #packets = 0;
  #closed = false;

  private constructor(inward: Socket, outward: Socket) {
    this.#inward = inward;
    this.#outward = outward;
    this.localPort = inward.address().port;
    inward.on('message', (packet) => this.#pass(packet));
    for (const socket of [inward, outward]) {
      socket.on('error', () => undefined); // a lost datagram is a lost datagram
    }
  }

  static async create(): Promise<Relay> {
    const inward = createSocket('udp4');
    const outward = createSocket('udp4');
    await bound(inward, '127.0.0.1');
    await bound(outward, undefined);
    return new Relay(inward, outward);
  }

  /** Packets passed on so far. */
  get packets(): number {
    return this.#packets;
  }

  /** By SSRC; packets of others are dropped, and all of them while the map is empty. */
  aim(targets: ReadonlyMap<number, RelayTarget>): void {
    this.#targets = targets;
  }

  /** Idempotent. */
  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#inward.close();
      this.#outward.close();
    }
  }

  #pass(packet: Buffer): void {
    const ssrc = ssrcOf(packet);
    const target = ssrc === null ? undefined : this.#targets.get(ssrc);
    if (target !== undefined && !this.#closed) {
      this.#packets += 1;
      this.#outward.send(packet, target.port, target.host);
    }
  }
}

/** The sender's SSRC of an RTP or RTCP packet (RFC 5761 tells them apart); null for anything else. */
export function ssrcOf(packet: Buffer): number | null {
  if (packet.length < 12 || packet[0]! >> 6 !== 2) {
    return null;
  }
  const type = packet[1]!;
  const isRtcp = type >= 192 && type <= 223;
  return packet.readUInt32BE(isRtcp ? 4 : 8);
}

function bound(socket: Socket, address: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port: 0, ...(address === undefined ? {} : { address }) }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
}
