import type { NoticeData, NoticeName, RequestOutput } from '#protocol/contract.ts';
import type { Feed, Unit } from '#protocol/nouns/hall.ts';
import type { WallSlot } from '#protocol/nouns/wall.ts';
import type { News } from '../ports/news.ts';
import type { HandlersOf, Session } from '../ports/session.ts';

/** Tells everyone who follows the hall what changes. */
export class Hall implements News {
  readonly #followers = new Set<Session>();

  get followerCount(): number {
    return this.#followers.size;
  }

  /**
   * The snapshot is read and the follower added in one turn, and the answer is written in that turn too:
   * no notice can come before the snapshot or be missed after it.
   */
  handlers(snapshot: () => RequestOutput<'hall.follow'>): HandlersOf<'hall'> {
    return {
      'hall.follow': (_, session) => {
        if (!session.ended.aborted && !this.#followers.has(session)) {
          this.#followers.add(session);
          session.ended.addEventListener('abort', () => this.#followers.delete(session), { once: true });
        }
        return snapshot();
      },
    };
  }

  unitChanged(unit: Unit): void {
    this.#tell('unit.changed', { unit });
  }

  feedChanged(feed: Feed): void {
    this.#tell('feed.changed', { feed });
  }

  wallChanged(slot: WallSlot): void {
    this.#tell('wall.changed', { slot });
  }

  #tell<Name extends NoticeName>(name: Name, data: NoticeData<Name>): void {
    for (const session of this.#followers) {
      session.notify(name, data);
    }
  }
}
