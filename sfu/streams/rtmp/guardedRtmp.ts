import libraryLog from 'node-media-server/src/core/logger.js';
import Rtmp from 'node-media-server/src/protocol/rtmp.js';

// It writes to the console, and would let any stranger fill it.
libraryLog.log = () => undefined;

const SET_CHUNK_SIZE = 1;
const MAX_CHUNK_BYTES = 16 * 1024 * 1024;
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
/** Before it is known who speaks: names and parameters only. */
const MAX_GREETING_BYTES = 64 * 1024;
/** Chunk streams of one connection; encoders use five. */
const MAX_CHUNK_STREAMS = 64;

export type RtmpEvents = {
  /** Somebody wants to send under this name. False: not under this one. */
  readonly onPublish: (name: string) => boolean;
  /** Sound (8), picture (9) or data (18), ms. The bytes are only good until this returns. */
  readonly onMessage: (message: { readonly type: number; readonly at: number; readonly bytes: Buffer }) => void;
  readonly write: (bytes: Buffer) => void;
};

/** One RTMP connection, with bounds on what a stranger may make the hall keep. `receive` throws when it is to be cut. */
export class GuardedRtmp extends Rtmp {
  readonly #events: RtmpEvents;
  #published = false;
  #greeted = 0;
  #name = '';

  constructor(events: RtmpEvents) {
    super();
    this.#events = events;
    this.onOutputCallback = (bytes) => events.write(bytes);
    this.onConnectCallback = ({ name }) => {
      this.#name = name;
    };
    this.onPushCallback = () => {
      if (this.#published || !events.onPublish(this.#name)) throw new Error('refused');
      this.#published = true;
    };
    // The hall's pictures leave by other doors.
    this.onPlayCallback = () => {
      throw new Error('refused');
    };
  }

  receive(bytes: Buffer): void {
    this.#greeted += bytes.length;
    if (!this.#published && this.#greeted > MAX_GREETING_BYTES) throw new Error('too much before a name');
    const fault = this.parserData(bytes);
    if (fault !== null) throw new Error(fault);
    if (this.inPackets.size > MAX_CHUNK_STREAMS) throw new Error('too many chunk streams');
  }

  override controlHandler(): unknown {
    const { header, payload } = this.parserPacket;
    if (header.type === SET_CHUNK_SIZE) {
      const size = header.length < 4 ? 0 : payload.readUInt32BE(0);
      if (size < 1 || size > MAX_CHUNK_BYTES) throw new Error('bad chunk size');
    }
    return super.controlHandler();
  }

  override packetAlloc(): void {
    const { length } = this.parserPacket.header;
    if (length > (this.#published ? MAX_MESSAGE_BYTES : MAX_GREETING_BYTES)) throw new Error('message too large');
    super.packetAlloc();
  }

  override dataHandler(): void {
    const { header, clock, payload } = this.parserPacket;
    if (this.#published) this.#events.onMessage({ type: header.type, at: clock, bytes: payload.subarray(0, header.length) });
  }
}
