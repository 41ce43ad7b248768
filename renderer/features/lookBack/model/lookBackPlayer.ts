import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ErrorCode } from '#protocol/errors.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { errorCodeOf } from '../../../i18n/errorSentence.ts';
import { fetchFrames, type EncodedFrame } from './fetchFrames.ts';
import { countToDecode, heldBack, indexToShow, roundOf } from './playPlan.ts';

export type LookBackState =
  | { readonly phase: 'loading' | 'ended' }
  /** `cause`: for whoever looks into it; no sentence for people. */
  | { readonly phase: 'cannotDecode'; readonly cause: string }
  /** `behindS`: whole seconds from the picture to the end of what is shown. */
  | { readonly phase: 'playing'; readonly behindS: number }
  | { readonly phase: 'absent'; readonly error: ErrorCode };

export type LookBackPlayerOptions = {
  readonly link: Pick<HallLink, 'request'>;
  readonly feedId: FeedId;
  /** Hall time, ms since the epoch. */
  readonly endsAt: number;
  readonly lengthMs: number;
  readonly loop: boolean;
  readonly canvas: HTMLCanvasElement;
  readonly onEnd: () => void;
};

type Decoded = { readonly at: number; readonly picture: VideoFrame };

const US_PER_MS = 1_000;
/** The last picture stands a moment before a round begins anew or ends. */
const LAST_PICTURE_MS = 500;

/** Plays one span of one feed on one canvas, at the pace at which it was taken. */
export class LookBackPlayer {
  readonly state: StoreApi<LookBackState> = createStore<LookBackState>(() => ({ phase: 'loading' }));
  readonly #options: LookBackPlayerOptions;
  readonly #closing = new AbortController();
  readonly #view: Window;
  readonly #frames: EncodedFrame[] = [];
  #codec = '';
  #config: VideoDecoderConfig = { codec: '' };
  #complete = false;
  #decoder: VideoDecoder | null = null;
  #decoded: Decoded[] = [];
  #nextIndex = 0;
  #flushed = false;
  #showFrom = 0;
  /** The moment that is shown, and when on this machine's clock it was looked at; null before the first picture of a round. */
  #clock: { shownAt: number; lookedAt: number } | null = null;
  #lastShownAt = -Infinity;
  #animation = 0;

  private constructor(options: LookBackPlayerOptions, view: Window) {
    this.#options = options;
    this.#view = view;
  }

  static start(options: LookBackPlayerOptions): LookBackPlayer {
    const view = options.canvas.ownerDocument.defaultView;
    if (view === null) {
      throw new Error('the canvas is in no window');
    }
    const player = new LookBackPlayer(options, view);
    void player.#load();
    return player;
  }

  /** Idempotent. */
  close(): void {
    this.#closing.abort();
    this.#view.cancelAnimationFrame(this.#animation);
    this.#endRound();
    this.#frames.length = 0;
  }

  async #load(): Promise<void> {
    const { link, feedId, endsAt, lengthMs } = this.#options;
    const { signal } = this.#closing;
    try {
      await fetchFrames(link, { feedId, from: Math.max(0, endsAt - lengthMs), to: endsAt }, {
        signal,
        onPiece: ({ codec, frames }) => {
          this.#frames.push(...frames);
          if (this.#codec === '' && frames.length > 0) {
            this.#codec = codec;
            void this.#begin();
          }
        },
      });
      this.#complete = true;
      if (this.#frames.length === 0 && !signal.aborted) this.state.setState({ phase: 'absent', error: 'notKept' }, true);
    } catch (error) {
      this.#complete = true;
      // What came before the failure is shown to its end.
      if (!signal.aborted && this.#frames.length === 0) this.state.setState({ phase: 'absent', error: errorCodeOf(error) }, true);
    }
  }

  async #begin(): Promise<void> {
    try {
      this.#config = await supportedConfig(this.#codec);
      if (this.#closing.signal.aborted) {
        return;
      }
      if (!this.#beginRound()) throw new Error('no key frame');
      this.#look();
    } catch (error) {
      this.#fail(error);
    }
  }

  #beginRound(): boolean {
    const round = roundOf(this.#frames, this.#options.endsAt - this.#options.lengthMs);
    if (round === null) {
      return false;
    }
    this.#endRound();
    this.#showFrom = round.showFrom;
    this.#decodeFrom(round.firstIndex);
    return true;
  }

  #decodeFrom(index: number): void {
    this.#nextIndex = index;
    this.#flushed = false;
    const decoder = new VideoDecoder({
      output: (picture) => this.#take(decoder, picture),
      error: (problem) => {
        if (this.#decoder === decoder) this.#goOnAfter(problem);
      },
    });
    decoder.configure(this.#config);
    this.#decoder = decoder;
  }

  /** What one damaged frame costs is the rest of its group: the next key frame begins anew. */
  #goOnAfter(problem: unknown): void {
    const next = this.#frames.findIndex((frame, index) => index >= this.#nextIndex && frame.key);
    if (next === -1) this.#fail(problem);
    else this.#decodeFrom(next);
  }

  #endRound(): void {
    const decoder = this.#decoder;
    this.#decoder = null;
    if (decoder !== null && decoder.state !== 'closed') decoder.close();
    for (const { picture } of this.#decoded.splice(0)) picture.close();
    this.#clock = null;
    this.#lastShownAt = -Infinity;
  }

  #take(decoder: VideoDecoder, picture: VideoFrame): void {
    const at = picture.timestamp / US_PER_MS + this.#base;
    if (this.#decoder !== decoder || at < this.#showFrom - 1) {
      picture.close();
      return;
    }
    this.#decoded.push({ at, picture });
    this.#clock ??= { shownAt: at, lookedAt: this.#view.performance.now() };
  }

  /** WebCodecs counts µs in whole numbers that JavaScript must hold exactly: from the first frame on. */
  get #base(): number {
    return this.#frames[0]?.at ?? 0;
  }

  #look(): void {
    if (this.#closing.signal.aborted) {
      return;
    }
    const shownAt = this.#shownAt();
    this.#decodeAhead(shownAt);
    this.#show(shownAt);
    if (this.#isOver(shownAt)) {
      if (!this.#options.loop) {
        this.#endRound();
        this.state.setState({ phase: 'ended' }, true);
        this.#options.onEnd();
        return;
      }
      this.#beginRound();
    }
    this.#animation = this.#view.requestAnimationFrame(() => this.#look());
  }

  #shownAt(): number {
    const now = this.#view.performance.now();
    const clock = this.#clock;
    if (clock === null) {
      return this.#showFrom;
    }
    const complete = this.#complete && this.#nextIndex >= this.#frames.length && this.#decoder?.decodeQueueSize === 0;
    clock.shownAt = heldBack(clock.shownAt + now - clock.lookedAt, { lastShownAt: Math.max(this.#lastShownAt, this.#showFrom), waiting: this.#decoded.length, complete });
    clock.lookedAt = now;
    return clock.shownAt;
  }

  #decodeAhead(shownAt: number): void {
    const decoder = this.#decoder;
    if (decoder === null || decoder.state !== 'configured') {
      return;
    }
    const underWay = decoder.decodeQueueSize + this.#decoded.length;
    const count = countToDecode(this.#frames, { nextIndex: this.#nextIndex, underWay, shownAt });
    for (const { at, key, bytes } of this.#frames.slice(this.#nextIndex, this.#nextIndex + count)) {
      decoder.decode(new EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp: Math.round((at - this.#base) * US_PER_MS), data: bytes }));
    }
    this.#nextIndex += count;
    if (this.#complete && this.#nextIndex >= this.#frames.length && !this.#flushed) {
      this.#flushed = true;
      // Some decoders keep the last pictures back until they are told that no more come.
      decoder.flush().catch(() => undefined);
    }
  }

  #show(shownAt: number): void {
    const index = indexToShow(this.#decoded, shownAt);
    if (index === -1) {
      return;
    }
    const due = this.#decoded.splice(0, index + 1);
    const last = due.at(-1);
    if (last !== undefined) {
      this.#paint(last.picture);
      this.#lastShownAt = last.at;
      this.#tell(Math.max(0, Math.round((this.#options.endsAt - last.at) / 1_000)));
    }
    for (const { picture } of due) picture.close();
  }

  #paint(picture: VideoFrame): void {
    const { canvas } = this.#options;
    if (canvas.width !== picture.displayWidth || canvas.height !== picture.displayHeight) {
      canvas.width = picture.displayWidth;
      canvas.height = picture.displayHeight;
    }
    canvas.getContext('2d', { alpha: false })?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  }

  #isOver(shownAt: number): boolean {
    const last = this.#frames.at(-1);
    return this.#complete && last !== undefined && this.#nextIndex >= this.#frames.length && shownAt > last.at + LAST_PICTURE_MS;
  }

  #tell(behindS: number): void {
    const before = this.state.getState();
    if (before.phase !== 'playing' || before.behindS !== behindS) this.state.setState({ phase: 'playing', behindS }, true);
  }

  #fail(error: unknown): void {
    if (this.#closing.signal.aborted) {
      return;
    }
    this.close();
    this.state.setState({ phase: 'cannotDecode', cause: `${this.#codec}: ${String(error)}` }, true);
  }
}

/** Machines without a graphics card that helps take the second. Errors: none is supported, or there is no decoder at all. */
async function supportedConfig(codec: string): Promise<VideoDecoderConfig> {
  const wishes: VideoDecoderConfig[] = [{ codec, optimizeForLatency: true }, { codec, hardwareAcceleration: 'prefer-software' }];
  for (const wish of wishes) {
    const { supported } = await VideoDecoder.isConfigSupported(wish);
    if (supported === true) {
      return wish;
    }
  }
  throw new Error('not supported');
}
