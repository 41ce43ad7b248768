import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TalkChannel } from '#protocol/media/talk.ts';
import type { TalkId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { TalkLine, type TalkLineOptions, type TalkLineState } from '../../../media/talk/talkLine.ts';

export type FieldTalkOptions = Pick<TalkLineOptions, 'log' | 'play' | 'mouth' | 'sound'> & {
  /** What the page's camera has open already; talk takes a clone of it and stops only that. */
  readonly microphone: () => MediaStreamTrack | null;
};

/** The unit's side of talk (对讲): hears by itself, speaks while the button is held, rings and is rung. */
export class FieldTalk {
  /** Null while there is no session to talk over. */
  readonly state: StoreApi<TalkLineState | null> = createStore<TalkLineState | null>(() => null);
  readonly #options: FieldTalkOptions;
  #line: TalkLine | null = null;

  constructor(options: FieldTalkOptions) {
    this.#options = options;
  }

  /** Talks over this link until the answer is called. */
  attach(link: HallLink): () => void {
    this.#line?.close();
    const { microphone, ...options } = this.#options;
    const line = new TalkLine({ ...options, link, openMicrophone: () => borrowMicrophone(microphone()) });
    this.#line = line;
    const stop = line.state.subscribe((state) => this.state.setState(state, true));
    this.state.setState(line.state.getState(), true);
    return () => {
      stop();
      line.close();
      if (this.#line !== line) return;
      this.#line = null;
      this.state.setState(null, true);
    };
  }

  press(channel: TalkChannel): void {
    void this.#line?.press(channel);
  }

  /** Idempotent. */
  release(): void {
    this.#line?.release();
  }

  /** Rings at the desks of its court. */
  callCentre(): void {
    void this.#line?.call(null);
  }

  answer(talkId: TalkId, accept: boolean): void {
    void this.#line?.answer(talkId, accept);
  }

  hangUp(talkId: TalkId): void {
    this.#line?.hangUp(talkId);
  }
}

/** Where the unit speaks by itself: its operation, and without one to the desks that listen to it. */
export function usualChannel(own: readonly TalkChannel[]): TalkChannel | null {
  return own.find(({ kind }) => kind === 'operation') ?? own.find(({ kind }) => kind === 'unit') ?? null;
}

async function borrowMicrophone(open: MediaStreamTrack | null): Promise<MediaStreamTrack> {
  if (open !== null && open.readyState === 'live') {
    const own = open.clone();
    own.enabled = true;
    return own;
  }
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
  const [track] = stream.getAudioTracks();
  if (track === undefined) throw new DOMException('no sound', 'NotFoundError');
  return track;
}
