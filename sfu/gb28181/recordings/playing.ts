import { AppError } from '#protocol/errors.ts';
import type { Playback, PlaybackEnding, Steering } from '#protocol/media/recordings.ts';
import type { SourceRecord } from '#protocol/media/sources.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { OpenCall } from '../calls/callBook.ts';
import { addressOf } from '../calls/sourceCalls.ts';
import { streamCall, type CallRooms } from '../calls/streamCall.ts';
import type { GbDevice } from '../devices/deviceBook.ts';
import { isRecordingSent, parseManscdp } from '../words/manscdp.ts';
import { XmlWordsError } from '../words/xmlWords.ts';
import { MANSRTSP_TYPE, writeMansrtsp } from './mansrtsp.ts';

export type PlayReading = Pick<Playback, 'state' | 'speed' | 'recordedAt' | 'ending'>;

type Options = {
  readonly rooms: CallRooms;
  readonly device: GbDevice;
  readonly record: SourceRecord;
  readonly feedId: FeedId;
  /** Ms since the epoch, by the device's clock. */
  readonly from: number;
  readonly until: number;
  /** Real time, ms. */
  readonly realNow: () => number;
  /** Something of the reading is another; after `ended` never again. */
  readonly onChange: () => void;
};

const ENDED = { why: 'stopped', fault: null, detail: '' } as const satisfies PlaybackEnding;

/** One recording of a device while it is played. */
export class Playing {
  readonly #options: Options;
  readonly #abort = new AbortController();
  #call: OpenCall | undefined;
  #state: Playback['state'] = 'calling';
  #speed = 1;
  /** Which moment was shown when. */
  #mark: { readonly recordedAt: number; readonly at: number };
  #ending: PlaybackEnding | null = null;
  #number = 0;
  /** Devices take one order after another. */
  #orders: Promise<unknown> = Promise.resolve();

  private constructor(options: Options) {
    this.#options = options;
    this.#mark = { recordedAt: options.from, at: options.realNow() };
  }

  static begin(options: Options): Playing {
    const playing = new Playing(options);
    void playing.#run();
    return playing;
  }

  reading(): PlayReading {
    return { state: this.#state, speed: this.#speed, recordedAt: Math.round(this.#recordedAt()), ending: this.#ending };
  }

  /** Errors: AppError deviceSilent, deviceRefused; notFound when it ends meanwhile. */
  steer(steering: Steering): Promise<void> {
    const done = this.#orders.then(() => this.#order(steering));
    this.#orders = done.catch(() => undefined);
    return done;
  }

  /** Idempotent. */
  end(ending: PlaybackEnding = ENDED): void {
    if (this.#ending !== null) return;
    // When it has sent all, the last moment is what is shown, however late its pictures began.
    const recordedAt = ending.why === 'finished' ? this.#options.until : this.#recordedAt();
    this.#mark = { recordedAt, at: this.#options.realNow() };
    this.#ending = ending;
    this.#state = 'ended';
    this.#abort.abort();
    this.#options.onChange();
  }

  async #run(): Promise<void> {
    const { rooms, device, record, feedId, from, until, onChange, realNow } = this.#options;
    const { channelId, transport } = addressOf(record);
    try {
      const { fault, detail } = await streamCall(rooms, {
        device, channelId, feedId, transport,
        recording: { from, to: until },
        signal: this.#abort.signal,
        // A device gives key frames of a recording as they were recorded.
        onKeyFrameWanted: () => undefined,
        onUp: (call) => {
          this.#call = call;
        },
        onMessage: (body) => this.#told(body),
        onLive: () => {
          if (this.#state !== 'calling') return;
          this.#state = 'playing';
          this.#mark = { recordedAt: from, at: realNow() };
          onChange();
        },
      });
      // Some hang up at the end instead of telling it.
      this.end(fault === 'ended' && this.#state !== 'calling' ? { why: 'finished', fault: null, detail: '' } : { why: 'fault', fault, detail });
    } catch (error) {
      this.end({ why: 'fault', fault: 'failed', detail: error instanceof Error ? error.message.slice(0, 200) : '' });
    }
  }

  async #order(steering: Steering): Promise<void> {
    const { from, until, realNow, onChange } = this.#options;
    const call = this.#call;
    if (call === undefined || this.#ending !== null || this.#state === 'calling') throw new AppError('notFound', { params: { what: 'playback' } });
    const status = await call.request('INFO', MANSRTSP_TYPE, writeMansrtsp(steering, ++this.#number, { speed: this.#speed, from }));
    if (this.#isOver()) return;
    if (status === null) throw new AppError('deviceSilent');
    if (status >= 300) throw new AppError('deviceRefused', { params: { detail: String(status) } });
    const recordedAt = steering.kind === 'seek' ? Math.min(until, Math.max(from, steering.at)) : this.#recordedAt();
    this.#mark = { recordedAt, at: realNow() };
    if (steering.kind === 'speed') this.#speed = steering.speed;
    // Every order but the one to pause is an order to play.
    this.#state = steering.kind === 'pause' ? 'paused' : 'playing';
    onChange();
  }

  #told(body: Buffer): void {
    try {
      if (isRecordingSent(parseManscdp(body))) this.end({ why: 'finished', fault: null, detail: '' });
    } catch (error) {
      if (!(error instanceof XmlWordsError)) throw error;
    }
  }

  #isOver(): boolean {
    return this.#ending !== null;
  }

  #recordedAt(): number {
    const { recordedAt, at } = this.#mark;
    return this.#state === 'playing' ? Math.min(this.#options.until, recordedAt + (this.#options.realNow() - at) * this.#speed) : recordedAt;
  }
}
