import type { SlotPlace } from '#domain/wall/decideSlot.ts';
import type { ScreenSize } from '#protocol/wall/slots.ts';
import type { Session } from '../ports/session.ts';

type Shown = {
  readonly place: SlotPlace;
  /** In the order of their coming, with the pixels that they have; null: not told yet. */
  readonly sessions: Map<Session, ScreenSize | null>;
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
    shown.sessions.set(session, null);
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

  /** Returns whether the window shows the place, and this is news. */
  setScreen(place: SlotPlace, session: Session, screen: ScreenSize): boolean {
    const { sessions } = this.#shownOf(place);
    const before = sessions.get(session);
    if (before === undefined || (before?.widthPx === screen.widthPx && before.heightPx === screen.heightPx)) {
      return false;
    }
    sessions.set(session, screen);
    return true;
  }

  /** Of the window that came last. */
  screenOf(place: SlotPlace): ScreenSize | null {
    return [...(this.#places.get(keyOf(place))?.sessions.values() ?? [])].at(-1) ?? null;
  }

  /** The window that came last to each place that is shown. */
  newest(): { readonly place: SlotPlace; readonly session: Session }[] {
    return [...this.#places.values()].flatMap(({ place, sessions }) => {
      const session = [...sessions.keys()].at(-1);
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
    const shown: Shown = { place, sessions: new Map(), leftAt: null };
    this.#places.set(keyOf(place), shown);
    return shown;
  }
}

function keyOf({ courtCode, slotId }: SlotPlace): string {
  return `${courtCode}/${slotId}`;
}
