import { sees } from '#domain/access/viewer.ts';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { encodeChanges, encodeKeyframe, type BatchRow } from '#protocol/telemetry/batches.ts';
import type { Session } from '../ports/session.ts';

/** Who is behind gets everything again only when this little waits in the socket, bytes: a slow one would never be done with it otherwise. */
const KEYFRAME_BELOW_BYTES = 64 * 1024;

/** A unit's row now, and as the batch before had it. */
type Shown = { courtCode: CourtCode; row: BatchRow; base: BatchRow | null };
type Follower = { readonly session: Session; /** Has missed rows (or is new) and needs all of them. */ behind: boolean };
/** Those who look from the same court, and the number of the last batch of changes that was written for them. */
type Stream = { readonly followers: Set<Follower>; sequence: number };

type Options = {
  /** Whether the unit is still enrolled. */
  readonly isKnown: (unitId: UnitId) => boolean;
  /** Writes a frame to a socket; false when the socket has too much waiting and the frame was left out. */
  readonly send: (session: Session, bytes: Uint8Array) => boolean;
};

/** Newest row of each unit; `flush` tells what changed to those who follow and see the unit's court, in one frame a court. */
export class Broadcast {
  readonly #options: Options;
  readonly #shown = new Map<UnitId, Shown>();
  readonly #changed = new Set<UnitId>();
  readonly #streams = new Map<CourtCode, Stream>();
  readonly #followers = new Map<Session, Follower>();

  constructor(options: Options) {
    this.#options = options;
  }

  set(unitId: UnitId, courtCode: CourtCode, row: BatchRow): void {
    const shown = this.#shown.get(unitId);
    if (shown === undefined) {
      this.#shown.set(unitId, { courtCode, row, base: null });
    } else {
      shown.row = row;
      if (shown.courtCode !== courtCode) {
        // Others see it from now on, who know nothing to take a difference to.
        shown.courtCode = courtCode;
        shown.base = null;
      }
    }
    this.#changed.add(unitId);
  }

  /** From now on; one who follows already and has lost the thread gets everything again. False for those. */
  follow(session: Session): boolean {
    const follower = this.#followers.get(session);
    if (follower !== undefined) {
      follower.behind = true;
      return false;
    }
    const started = { session, behind: true };
    const stream = this.#streams.get(session.courtCode) ?? { followers: new Set(), sequence: 0 };
    stream.followers.add(started);
    this.#streams.set(session.courtCode, stream);
    this.#followers.set(session, started);
    return true;
  }

  unfollow(session: Session): void {
    const follower = this.#followers.get(session);
    const stream = this.#streams.get(session.courtCode);
    if (follower === undefined || stream === undefined) {
      return;
    }
    this.#followers.delete(session);
    stream.followers.delete(follower);
    if (stream.followers.size === 0) {
      this.#streams.delete(session.courtCode);
    }
  }

  /** `sentAt`: ms since the epoch. */
  flush(sentAt: number): void {
    const changed = this.#inOrder(this.#changed);
    for (const [courtCode, stream] of this.#streams) {
      this.#tell(courtCode, stream, { changed, sentAt: Math.round(sentAt) });
    }
    for (const shown of changed) {
      shown.base = shown.row;
    }
    this.#changed.clear();
  }

  #tell(courtCode: CourtCode, stream: Stream, { changed, sentAt }: { changed: readonly Shown[]; sentAt: number }): void {
    // Split before anything is sent: who falls behind now must not be told everything in the same turn.
    const behind = [...stream.followers].filter((follower) => follower.behind && follower.session.bufferedBytes <= KEYFRAME_BELOW_BYTES);
    const upToDate = [...stream.followers].filter((follower) => !follower.behind);
    const changes = upToDate.length === 0 ? [] : changed.filter((shown) => sees(courtCode, shown.courtCode));
    if (changes.length > 0) {
      stream.sequence += 1;
      const bytes = encodeChanges(changes, { sentAt, sequence: stream.sequence });
      for (const follower of upToDate) {
        follower.behind = !this.#options.send(follower.session, bytes);
      }
    }
    if (behind.length > 0) {
      // Also when there is nothing yet: the first frame tells that telemetry is on.
      const rows = this.#inOrder(this.#shown.keys()).filter((shown) => sees(courtCode, shown.courtCode)).map(({ row }) => row);
      const bytes = encodeKeyframe(rows, { sentAt, sequence: stream.sequence });
      for (const follower of behind) {
        follower.behind = !this.#options.send(follower.session, bytes);
      }
    }
  }

  /** By telemetry index. A unit that was revoked is left out and forgotten: nobody is told where it was last. */
  #inOrder(unitIds: Iterable<UnitId>): Shown[] {
    const all: Shown[] = [];
    for (const unitId of unitIds) {
      const shown = this.#shown.get(unitId);
      if (shown !== undefined && this.#options.isKnown(unitId)) {
        all.push(shown);
      } else {
        this.#shown.delete(unitId);
      }
    }
    return all.sort((one, other) => one.row.telemetryIndex - other.row.telemetryIndex);
  }
}
