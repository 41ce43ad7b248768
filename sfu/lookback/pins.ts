import type { AlarmId, FeedId } from '#protocol/nouns/ids.ts';
import type { RingFrame } from './feedRing.ts';

/** Frames that outlive their ring while an alarm is open. */
type Pin = { readonly alarmId: AlarmId; readonly feedId: FeedId; readonly frames: readonly RingFrame[]; readonly until: number; readonly bytes: number };

const MOST_PINS = 20;
const LONGEST_MS = 10 * 60_000;

/** What was seen before each alarm. */
export class Pins {
  #pins: Pin[] = [];

  /** Counts frames that are still in a ring, too. */
  get bytes(): number {
    return this.#pins.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  pin({ now, ...pinned }: Pick<Pin, 'alarmId' | 'feedId' | 'frames'> & { readonly now: number }): void {
    const bytes = pinned.frames.reduce((sum, frame) => sum + frame.bytes.length, 0);
    this.#pins = [...this.#pins, { ...pinned, frames: [...pinned.frames], bytes, until: now + LONGEST_MS }].slice(-MOST_PINS);
  }

  release(alarmId: AlarmId): void {
    this.#pins = this.#pins.filter((pin) => pin.alarmId !== alarmId);
  }

  releaseOld(now: number): void {
    this.#pins = this.#pins.filter((pin) => pin.until > now);
  }

  /** Frees the oldest; false when there is none. */
  dropOldest(): boolean {
    return this.#pins.shift() !== undefined;
  }

  framesOf(feedId: FeedId): readonly RingFrame[] {
    return this.#pins.flatMap((pin) => (pin.feedId === feedId ? pin.frames : []));
  }
}
