import { AUDIENCE, maySee, nounOf, type Viewer } from '#domain/access/viewer.ts';
import { snapshotOf, visibleState, type HallState } from '#domain/hallState/hallState.ts';
import type { HallEvent } from '#protocol/events.ts';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import type { Entry, LogPosition, WireEntry } from '#protocol/nouns/log.ts';
import type { Session } from '../ports/session.ts';
import { changedPresence, type Present } from './presenceBook.ts';

/** One session that follows. */
export type Follower = {
  readonly session: Session;
  /** The place up to which it was told. */
  told: LogPosition;
  /** Since when its socket takes nothing more; null while it keeps up. */
  slowSince: number | null;
  /** Presence was told while it was slow. */
  missedPresence: boolean;
  /** It ended, or follows anew: what was meant for it before is void. */
  left: boolean;
};

/** Takes what a follower is to be told, in order. */
export type Post = (follower: Follower, text: string) => void;

/** What happened since the last telling. */
export type Tidings = { readonly entries: readonly Entry[]; readonly upTo: LogPosition; readonly present: Present };

const AUDIENCES = [...new Set(Object.values(AUDIENCE).filter((capability) => capability !== null))];

/** Viewers with the same key see the same. */
export function audienceKey(viewer: Viewer): string {
  return [viewer.courtCode, ...AUDIENCES.filter((capability) => viewer.capabilities.has(capability))].join(' ');
}

/** Everyone who sees the same: what they are told is chosen and written once for all of them. */
export class Audience {
  readonly followers = new Set<Follower>();
  readonly #viewer: Viewer;
  readonly #post: Post;
  #seen: { readonly state: HallState; readonly snapshot: HallSnapshot } | null = null;

  constructor({ courtCode, capabilities }: Viewer, post: Post) {
    this.#viewer = { courtCode, capabilities };
    this.#post = post;
  }

  snapshot(state: HallState): HallSnapshot {
    if (this.#seen?.state !== state) {
      this.#seen = { state, snapshot: snapshotOf(visibleState(state, this.#viewer)) };
    }
    return this.#seen.snapshot;
  }

  visible(entries: readonly Entry[]): Entry[] {
    // A name of a newer build is of no known noun, so nobody sees it.
    return entries.filter(({ name, courtCode }) => maySee(this.#viewer, nounOf(name as HallEvent['name']), courtCode));
  }

  /** Tells those who keep up. `textOf` writes an entry, once for all audiences. */
  tell({ entries, upTo, present }: Tidings, textOf: (entry: Entry) => string): void {
    const seen = this.visible(entries);
    const changed = changedPresence(present, this.#viewer);
    if (seen.length === 0 && changed === null) {
      return;
    }
    const stretches = seen.length === 0 ? null : new Stretches(seen.map(textOf), upTo);
    const presence = changed === null ? null : JSON.stringify({ notice: 'presence.changed', data: changed });
    for (const follower of this.followers) {
      if (follower.slowSince !== null) {
        follower.missedPresence ||= presence !== null;
        continue;
      }
      stretches?.tell(follower, this.#post);
      if (presence !== null) {
        this.#post(follower, presence);
      }
    }
  }

  /** Tells those who keep up that they do, though the last entries were none of theirs. */
  tellPlace(upTo: LogPosition): void {
    const stretches = new Stretches([], upTo);
    for (const follower of this.followers) {
      if (follower.slowSince === null && follower.told.sequence < upTo.sequence) {
        stretches.tell(follower, this.#post);
      }
    }
  }
}

/** A stretch of the log as text; followers who were told up to the same place get the same one. */
export class Stretches {
  readonly #rest: string;
  readonly #upTo: LogPosition;
  readonly #texts = new Map<number, string>();

  constructor(entries: readonly string[], upTo: LogPosition) {
    this.#upTo = upTo;
    this.#rest = `"upTo":${JSON.stringify({ sequence: upTo.sequence, hash: upTo.hash })},"entries":[${entries.join(',')}]}}`;
  }

  tell(follower: Follower, post: Post): void {
    const { sequence } = follower.told;
    let text = this.#texts.get(sequence);
    if (text === undefined) {
      text = `{"notice":"log.appended","data":{"after":${sequence},${this.#rest}`;
      this.#texts.set(sequence, text);
    }
    follower.told = this.#upTo;
    post(follower, text);
  }
}

/** What consoles receive of an entry. */
export function wireOf({ sequence, at, name, subject, version, courtCode, actor, data }: Entry): WireEntry {
  return { sequence, at, name, subject, version, courtCode, actor, data };
}
