import type { WallHand } from '#protocol/wall/wall.ts';
import type { Session } from '../../ports/session.ts';
import type { DeskBook } from './deskBook.ts';

/** Where each desk's hand is at the wall, for the other desks of its court. */
export class Hands {
  readonly #desks: DeskBook;
  readonly #shown = new Map<Session, WallHand>();

  constructor(desks: DeskBook) {
    this.#desks = desks;
  }

  /** Whoever comes late sees the hands that are there. */
  opened(session: Session): void {
    if (session.purpose !== 'desk' || !session.capabilities.has('wall.edit')) {
      return;
    }
    for (const [other, hand] of this.#shown) {
      if (other.courtCode === session.courtCode) {
        tell(session, other, hand);
      }
    }
    session.ended.addEventListener('abort', () => this.show(null, session), { once: true });
  }

  show(hand: WallHand | null, by: Session): void {
    if (hand === null || by.ended.aborted) {
      if (!this.#shown.delete(by)) {
        return;
      }
    } else {
      this.#shown.set(by, hand);
    }
    for (const desk of this.#desks.desksOf(by.courtCode)) {
      if (desk !== by) {
        tell(desk, by, this.#shown.get(by) ?? null);
      }
    }
  }
}

function tell(desk: Session, { sessionId, userId, actor }: Session, hand: WallHand | null): void {
  if (userId !== null && actor.kind === 'person') {
    desk.notify('wall.handShown', { sessionId, userId, name: actor.name, hand });
  }
}
