import { createSocket, type Socket } from 'node:dgram';

const FRAMES_PER_SECOND = 30;
const TICKS_PER_FRAME = 90_000 / FRAMES_PER_SECOND;
const PACKETS_PER_FRAME = 3;

export type SyntheticCameraOptions = {
  ssrc: number;
  payloadType: number;
  /** Frames from one key frame to the next. */
  groupLength: number;
  /** Sends a key frame when asked for one. Most cameras do not. */
  answersRequests?: boolean;
};

/** One VP8 RTP packet of a camera that nobody can look at, but whose every header is right. */
export function vp8Packet(options: {
  ssrc: number;
  payloadType: number;
  sequenceNumber: number;
  timestamp: number;
  pictureId: number;
  keyFrame: boolean;
  /** Place in the frame. */
  index: number;
  of: number;
}): Buffer {
  const packet = Buffer.alloc(12 + 4 + 800, 0x5a);
  const last = options.index === options.of - 1;
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8((last ? 0x80 : 0) | options.payloadType, 1);
  packet.writeUInt16BE(options.sequenceNumber & 0xffff, 2);
  packet.writeUInt32BE(options.timestamp >>> 0, 4);
  packet.writeUInt32BE(options.ssrc, 8);
  // Payload descriptor: X, S on the frame's first packet, I with a picture id of 15 bits.
  packet.writeUInt8(options.index === 0 ? 0x90 : 0x80, 12);
  packet.writeUInt8(0x80, 13);
  packet.writeUInt16BE(0x8000 | (options.pictureId & 0x7fff), 14);
  if (options.index === 0) packet.writeUInt8(options.keyFrame ? 0x10 : 0x11, 16);
  return packet;
}

/** Sends VP8 at 30 frames a second from one socket to one port. */
export class SyntheticCamera {
  readonly #options: SyntheticCameraOptions;
  readonly #socket: Socket;
  #timer: NodeJS.Timeout | null = null;
  #frame = 0;
  #sequenceNumber = 65_000;
  #keyFrameAsked = false;
  /** RTCP packets that came back. */
  readonly heard: Buffer[] = [];
  packetsSent = 0;

  constructor(options: SyntheticCameraOptions) {
    this.#options = options;
    this.#socket = createSocket('udp4');
    this.#socket.on('message', (datagram) => {
      this.heard.push(datagram);
      if (options.answersRequests === true && datagram[1] === 206) this.#keyFrameAsked = true;
    });
  }

  start(port: number): void {
    this.#timer ??= setInterval(() => this.#sendFrame(port), 1_000 / FRAMES_PER_SECOND);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  close(): void {
    this.stop();
    this.#socket.close();
  }

  #sendFrame(port: number): void {
    const { ssrc, payloadType, groupLength } = this.#options;
    const keyFrame = this.#keyFrameAsked || this.#frame % groupLength === 0;
    this.#keyFrameAsked = false;
    for (let index = 0; index < PACKETS_PER_FRAME; index++) {
      const packet = vp8Packet({
        ssrc,
        payloadType,
        sequenceNumber: this.#sequenceNumber++,
        timestamp: this.#frame * TICKS_PER_FRAME,
        pictureId: this.#frame,
        keyFrame,
        index,
        of: PACKETS_PER_FRAME,
      });
      this.#socket.send(packet, port, '127.0.0.1');
      this.packetsSent += 1;
    }
    this.#frame += 1;
  }
}
