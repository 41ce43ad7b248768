import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { Session } from '../../ports/session.ts';

/** Windows of each court that are open now: desks of people, and displays of the wall. */
export class DeskBook {
  readonly #open = new Map<CourtCode, Set<Session>>();

  opened(session: Session): void {
    if (session.ended.aborted || (session.purpose !== 'desk' && session.purpose !== 'wall')) {
      return;
    }
    const { courtCode } = session;
    const sessions = this.#open.get(courtCode) ?? new Set();
    this.#open.set(courtCode, sessions.add(session));
    session.ended.addEventListener('abort', () => sessions.delete(session), { once: true });
  }

  /** Those that may change the wall. */
  desksOf(courtCode: CourtCode): Session[] {
    return [...(this.#open.get(courtCode) ?? [])].filter(({ purpose, capabilities }) => purpose === 'desk' && capabilities.has('wall.edit'));
  }

  displaysOf(courtCode: CourtCode): Session[] {
    return [...(this.#open.get(courtCode) ?? [])].filter(({ purpose }) => purpose === 'wall');
  }

  /** Whether this person has a desk open from which the wall of the court can be changed. */
  isHere(courtCode: CourtCode, userId: UserId): boolean {
    return this.desksOf(courtCode).some((session) => session.userId === userId);
  }

  all(): Session[] {
    return [...this.#open.values()].flatMap((sessions) => [...sessions]);
  }
}
