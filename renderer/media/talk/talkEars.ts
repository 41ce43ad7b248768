import type { types } from 'mediasoup-client';
import type { NoticeData, RequestOutput } from '#protocol/contract.ts';
import type { ConsumerId, TransportId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../link/hallLink.ts';
import type { MediaDevice } from '../transport/mediaDevice.ts';
import { closeTransport, openTransport, type OpenedTransport } from '../transport/openTransport.ts';
import { fromWireRtpParameters } from '../transport/wireParameters.ts';

export type Sound = NoticeData<'talk.sound'>;
/** A loudspeaker: plays a track at a volume (0 to 1) until stopped. */
export type Loudspeaker = { setVolume(volume: number): void; stop(): void };

export type TalkEarsOptions = {
  readonly link: HallLink;
  readonly device: MediaDevice;
  readonly play: (track: MediaStreamTrack) => Loudspeaker;
  /** What plays is another. */
  readonly onChanged: (sounds: readonly Sound[]) => void;
  readonly onLost: () => void;
  readonly log: (message: string, cause: unknown) => void;
};

/** Plays what the hall gives by `talk.sound`. Consumers stay for the next word of the same voice. */
export class TalkEars {
  readonly #options: TalkEarsOptions;
  readonly #consumers = new Map<ConsumerId, Promise<types.Consumer>>();
  readonly #playing = new Map<ConsumerId, { readonly sound: Sound; speaker: Loudspeaker | null }>();
  readonly #undo: (() => void)[];
  #way: OpenedTransport | null = null;
  #volumeOf: (sound: Sound) => number = () => 1;

  constructor(options: TalkEarsOptions) {
    this.#options = options;
    this.#undo = [
      options.link.on('talk.sound', (sound) => void this.#begin(sound)),
      options.link.on('talk.silent', ({ consumerId }) => this.#end(consumerId)),
      options.link.on('media.transportClosed', ({ transportId }) => this.#wayClosed(transportId)),
    ];
  }

  /** Opens the way in and tells the hall. Errors: AppError of the requests; what the browser throws. */
  async listen(): Promise<RequestOutput<'talk.listen'>> {
    this.lose();
    const { link } = this.#options;
    const device = await this.#options.device.load();
    const way = await openTransport({ link, device, direction: 'receive', use: 'talk', onFailed: () => this.#wayClosed(way.transportId) });
    this.#way = way;
    return link.request('talk.listen', { transportId: way.transportId });
  }

  /** 0 to 1 for each; asked again at every call. */
  setVolumes(volumeOf: (sound: Sound) => number): void {
    this.#volumeOf = volumeOf;
    for (const { sound, speaker } of this.#playing.values()) speaker?.setVolume(volumeOf(sound));
  }

  /** Silences all and forgets the way. */
  lose(): void {
    const way = this.#way;
    this.#way = null;
    for (const consumerId of this.#playing.keys()) this.#end(consumerId);
    this.#consumers.clear();
    if (way !== null) closeTransport(this.#options.link, way, { tellHall: true });
  }

  /** Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.lose();
  }

  async #begin(sound: Sound): Promise<void> {
    const { link, play, log } = this.#options;
    const way = this.#way;
    if (way === null) return;
    const { consumerId, talkId } = sound;
    const playing = { sound, speaker: null as Loudspeaker | null };
    this.#playing.set(consumerId, playing);
    this.#tell();
    try {
      const consumer = await this.#consumerOf(way, sound);
      if (this.#playing.get(consumerId) !== playing) return;
      playing.speaker = play(consumer.track);
      playing.speaker.setVolume(this.#volumeOf(sound));
      await link.request('talk.ready', { talkId });
    } catch (error) {
      log('what the hall says cannot be played', error);
      if (this.#way === way && this.#playing.get(consumerId) === playing && playing.speaker === null) this.#end(consumerId);
    }
  }

  #consumerOf(way: OpenedTransport, { consumerId, producerId, rtpParameters }: Sound): Promise<types.Consumer> {
    const known = this.#consumers.get(consumerId);
    if (known !== undefined) return known;
    const made = way.transport.consume({ id: consumerId, producerId, kind: 'audio', rtpParameters: fromWireRtpParameters(rtpParameters) });
    this.#consumers.set(consumerId, made);
    made.catch(() => this.#consumers.delete(consumerId));
    return made;
  }

  #end(consumerId: ConsumerId): void {
    const playing = this.#playing.get(consumerId);
    if (playing === undefined) return;
    this.#playing.delete(consumerId);
    playing.speaker?.stop();
    this.#tell();
  }

  #wayClosed(transportId: TransportId): void {
    if (this.#way?.transportId !== transportId) return;
    this.lose();
    this.#options.onLost();
  }

  #tell(): void {
    this.#options.onChanged([...this.#playing.values()].map(({ sound }) => sound));
  }
}

/** Through the machine's loudspeaker, by an element: what it plays is what the browser's echo canceller knows of. */
export function playAloud(track: MediaStreamTrack): Loudspeaker {
  const audio = new Audio();
  audio.srcObject = new MediaStream([track]);
  // Refused only before the person touched the page; whoever streams or sits at a desk has.
  audio.play().catch(() => undefined);
  return {
    setVolume: (volume) => {
      audio.volume = Math.min(1, Math.max(0, volume));
    },
    stop: () => {
      audio.pause();
      audio.srcObject = null;
    },
  };
}
