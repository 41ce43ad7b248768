import type { types } from 'mediasoup-client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NoticeData } from '#protocol/contract.ts';
import type { TransportId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { MediaDevice } from '../../../media/transport/mediaDevice.ts';
import { closeTransport, openTransport, type OpenedTransport } from '../../../media/transport/openTransport.ts';
import { fromWireRtpParameters } from '../../../media/transport/wireParameters.ts';

export type EarState = {
  /** Who speaks to this unit now. */
  readonly name: string | null;
  /** Whether the sound is there. */
  readonly plays: boolean;
};

type Talk = NonNullable<NoticeData<'talk.changed'>['talk']>;

export type TalkEarOptions = {
  readonly log: (message: string, cause: unknown) => void;
  /** Plays a track until the answer is called. Default: through the device's loudspeaker. */
  readonly play?: (track: MediaStreamTrack) => () => void;
};

const TRIES = 3;
const RETRY_MS = 400;
const SILENCE: EarState = { name: null, plays: false };

/** Plays what a desk says to this unit (对讲). The way in stays open while the session lasts, so that the next word comes at once. */
export class TalkEar {
  readonly state: StoreApi<EarState> = createStore<EarState>(() => SILENCE);
  readonly #options: TalkEarOptions;

  constructor(options: TalkEarOptions) {
    this.#options = options;
  }

  /** Listens over this link until the answer is called. */
  attach(link: HallLink): () => void {
    const hearing = new Hearing(link, this.#options, this.state);
    return () => hearing.close();
  }
}

/** The ear on one link. */
class Hearing {
  readonly #link: HallLink;
  readonly #options: TalkEarOptions;
  readonly #state: StoreApi<EarState>;
  readonly #device: MediaDevice;
  readonly #undo: (() => void)[];
  #sessionId: string | null = null;
  #talk: Talk | null = null;
  #way: Promise<OpenedTransport> | null = null;
  #stopPlaying: (() => void) | null = null;
  #closed = false;

  constructor(link: HallLink, options: TalkEarOptions, state: StoreApi<EarState>) {
    this.#link = link;
    this.#options = options;
    this.#state = state;
    this.#device = new MediaDevice({ link });
    this.#undo = [
      link.on('talk.changed', ({ talk }) => this.#talkChanged(talk)),
      link.on('media.transportClosed', ({ transportId }) => {
        void this.#wayClosed(transportId);
      }),
      link.state.subscribe(() => this.#meetSession()),
    ];
    this.#meetSession();
  }

  close(): void {
    this.#closed = true;
    for (const undo of this.#undo.splice(0)) undo();
    this.#talkChanged(null);
    this.#loseWay();
  }

  #meetSession(): void {
    const sessionId = this.#link.state.getState().session?.sessionId ?? null;
    if (sessionId === this.#sessionId) {
      return;
    }
    this.#sessionId = sessionId;
    this.#talkChanged(null);
    this.#loseWay();
    if (sessionId !== null) {
      this.#link.request('talk.canHear', {}).catch((error: unknown) => this.#options.log('the hall was not told that this device plays talk', error));
    }
  }

  #talkChanged(talk: Talk | null): void {
    if (talk === null || talk.talkId !== this.#talk?.talkId) {
      this.#stopPlaying?.();
      this.#stopPlaying = null;
    }
    this.#talk = talk;
    this.#state.setState(talk === null ? SILENCE : { name: talk.name, plays: this.#stopPlaying !== null });
    if (talk === null) {
      return;
    }
    if (talk.sounds) void this.#hear(talk);
    else this.#openWay().catch(() => undefined);
  }

  async #hear(talk: Talk): Promise<void> {
    const isOver = () => this.#closed || this.#talk?.talkId !== talk.talkId;
    for (let tries = 1; !isOver() && this.#stopPlaying === null; tries += 1) {
      try {
        const consumer = await this.#consume(talk);
        if (isOver()) {
          consumer.close();
          return;
        }
        const silence = (this.#options.play ?? playAloud)(consumer.track);
        this.#stopPlaying = () => {
          silence();
          consumer.close();
        };
        this.#state.setState({ name: talk.name, plays: true });
        return;
      } catch (error) {
        this.#options.log('what the hall says cannot be played', error);
        this.#loseWay();
        if (tries >= TRIES) return;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  async #consume({ talkId }: Talk): Promise<types.Consumer> {
    const { transportId, transport } = await this.#openWay();
    const { consumerId, producerId, rtpParameters } = await this.#link.request('talk.hear', { talkId, transportId });
    return transport.consume({ id: consumerId, producerId, kind: 'audio', rtpParameters: fromWireRtpParameters(rtpParameters) });
  }

  #openWay(): Promise<OpenedTransport> {
    const way = (this.#way ??= (async () => {
      const device = await this.#device.load();
      return openTransport({ link: this.#link, device, direction: 'receive', onFailed: () => this.#loseWay() });
    })());
    way.catch(() => {
      if (this.#way === way) this.#way = null;
    });
    return way;
  }

  async #wayClosed(transportId: TransportId): Promise<void> {
    const way = await this.#way?.catch(() => undefined);
    if (way?.transportId === transportId) this.#loseWay();
  }

  #loseWay(): void {
    const way = this.#way;
    this.#way = null;
    void way?.then((opened) => closeTransport(this.#link, opened, { tellHall: true }), () => undefined);
  }
}

function playAloud(track: MediaStreamTrack): () => void {
  const audio = new Audio();
  audio.srcObject = new MediaStream([track]);
  // Refused only before the person touched the page, and whoever sends has touched it.
  audio.play().catch(() => undefined);
  return () => {
    audio.pause();
    audio.srcObject = null;
  };
}
