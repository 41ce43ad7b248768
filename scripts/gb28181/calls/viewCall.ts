import { openMediaPath, type MediaPath } from '../media/mediaWay.ts';
import type { PictureSource } from '../media/pictures.ts';
import { Replay } from '../media/replay.ts';
import { StreamSender } from '../media/streamSender.ts';
import { writeCall, type CallWords } from '../words/callWords.ts';
import type { ReplayCommand } from '../words/replayWords.ts';

type Options = {
  readonly call: CallWords;
  readonly channelId: string;
  readonly source: PictureSource;
  readonly toneHz: number | null;
  /** Own address, as told and as used. */
  readonly host: { readonly told: string; readonly used: string };
  readonly lossPercent: number;
  readonly onTrouble: (why: string) => void;
  /** A recording is at its end. */
  readonly onEnd: () => void;
};

const ENCODINGS = { mpeg4: 1, h264: 2, h265: 5 } as const;
const FORMAT_BEHIND = '/4/10/1/500a/1/8/1';

/** One call for pictures, of now or of a recording: its SDP, its stream, its controls. */
export class ViewCall {
  readonly #options: Options;
  readonly #path: MediaPath;
  readonly #payloadType: number;
  #unfollow: (() => void) | null = null;
  #replay: Replay | null = null;

  private constructor(options: Options, path: MediaPath, payloadType: number) {
    this.#options = options;
    this.#path = path;
    this.#payloadType = payloadType;
  }

  /** Null: the call asks for nothing that this device has. */
  static async create(options: Options): Promise<ViewCall | null> {
    const { call, host, lossPercent, onTrouble } = options;
    const payloadType = [...call.payloads].find(([, name]) => name === 'PS')?.[0];
    if (payloadType === undefined) return null;
    return new ViewCall(options, await openMediaPath({ way: call.way, host: host.used, lossPercent, onPacket: () => undefined, onTrouble }), payloadType);
  }

  /** What answers the offer. */
  get sdp(): Buffer {
    const { call, channelId, host, source } = this.#options;
    return writeCall({
      owner: channelId, name: call.name, media: 'video', host: host.told, port: this.#path.port, way: call.way, payloads: [[this.#payloadType, 'PS']], direction: 'sendonly',
      ssrc: call.ssrc ?? '0100000001', span: call.span, format: `v/${ENCODINGS[source.codec]}${FORMAT_BEHIND}`,
    });
  }

  /** The caller said that it is ready. */
  begin(): void {
    const { call, source, toneHz, onEnd } = this.#options;
    this.#path.begin(call);
    const sender = new StreamSender({ codec: source.codec, payloadType: this.#payloadType, ssrc: Number(call.ssrc ?? '0100000001'), toneHz, send: (packet) => this.#path.send(packet) });
    if (call.span === null) this.#unfollow = source.live((picture) => sender.picture(picture));
    else {
      this.#replay = new Replay({ source, ...call.span, scale: call.name === 'Download' ? call.downloadSpeed : 1, onPicture: (picture) => sender.picture(picture), onEnd });
      this.#replay.play({ seekMs: null, scale: null });
    }
  }

  /** False: this is no recording, there is nothing to steer. */
  steer(command: ReplayCommand): boolean {
    if (this.#replay === null) return false;
    if (command.verb === 'PLAY') this.#replay.play(command);
    else this.#replay.pause();
    return true;
  }

  /** Where a recording stands, ms since the epoch; null: this is of now. */
  get momentMs(): number | null {
    return this.#replay?.momentMs ?? null;
  }

  /** Idempotent. */
  close(): void {
    this.#unfollow?.();
    this.#replay?.pause();
    this.#path.close();
  }
}
