import type { SlotPlace } from '#domain/wall/decideSlot.ts';
import type { Session } from '../ports/session.ts';

type Shown = {
  readonly place: SlotPlace;
  /** In the order of their coming. */
  readonly sessions: Set<Session>;
  /** Since when nobody shows it; null while someone does, and when the time is over. */
  leftAt: number | null;
};

/** Which windows show which places now, and which places nobody has shown for a while. */
export class SlotWindows {
  readonly #keepMs: number;
  readonly #places = new Map<string, Shown>();

  constructor(options: { keepMs: number }) {
    this.#keepMs = options.keepMs;
  }

  /** A place that was taken when the hall stopped: its window is given time to come back. */
  expect(place: SlotPlace, now: number): void {
    this.#shownOf(place).leftAt = now;
  }

  show(place: SlotPlace, session: Session): void {
    const shown = this.#shownOf(place);
    shown.sessions.add(session);
    shown.leftAt = null;
  }

  /** Returns whether nobody shows the place any more. */
  hide(place: SlotPlace, session: Session, now: number): boolean {
    const shown = this.#shownOf(place);
    shown.sessions.delete(session);
    shown.leftAt = shown.sessions.size === 0 ? now : null;
    return shown.sessions.size === 0;
  }

  isShown(place: SlotPlace): boolean {
    return (this.#places.get(keyOf(place))?.sessions.size ?? 0) > 0;
  }

  /** The window that came last to each place that is shown. */
  newest(): { readonly place: SlotPlace; readonly session: Session }[] {
    return [...this.#places.values()].flatMap(({ place, sessions }) => {
      const session = [...sessions].at(-1);
      return session === undefined ? [] : [{ place, session }];
    });
  }

  /** Places whose time is over; they stay so until they are shown again. */
  retired(now: number): SlotPlace[] {
    const retired = [...this.#places.values()].filter(({ sessions, leftAt }) => sessions.size === 0 && (leftAt === null || leftAt + this.#keepMs <= now));
    for (const shown of retired) {
      shown.leftAt = null;
    }
    return retired.map(({ place }) => place);
  }

  /** When the next place's time is over, ms since the epoch; Infinity: none is about to. */
  nextEndAt(): number {
    return Math.min(Infinity, ...Array.from(this.#places.values(), ({ leftAt }) => (leftAt === null ? Infinity : leftAt + this.#keepMs)));
  }

  #shownOf(place: SlotPlace): Shown {
    const known = this.#places.get(keyOf(place));
    if (known !== undefined) {
      return known;
    }
    const shown: Shown = { place, sessions: new Set(), leftAt: null };
    this.#places.set(keyOf(place), shown);
    return shown;
  }
}

function keyOf({ courtCode, slotId }: SlotPlace): string {
  return `${courtCode}/${slotId}`;
}
