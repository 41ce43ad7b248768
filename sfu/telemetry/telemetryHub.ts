import { sees } from '#domain/access/viewer.ts';
import { convertDatum } from '#domain/geodesy/datum.ts';
import { AppError } from '#protocol/errors.ts';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { decodeFix, encodeBatch, type IndexedFix } from '#protocol/telemetry/frames.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { TelemetryIntake } from '../ports/telemetry.ts';
import type { Units } from '../ports/units.ts';

const BATCH_EVERY_MS = 100;
/** A unit's clock may be off; a fix from further ahead than this is dated now, ms. */
const MAX_AHEAD_MS = 60_000;

type Row = IndexedFix & { readonly courtCode: CourtCode };
type Follower = { readonly session: Session; /** Has missed rows (or is new) and needs all of them. */ behind: boolean };
/** Frames of one turn for those who look from the same court. */
type Frames = { all?: Uint8Array; changes?: Uint8Array | null };

type Options = {
  readonly units: Pick<Units, 'get' | 'heard'>;
  /** Writes a frame to a socket; false when the socket has too much waiting and the frame was left out. */
  readonly send: (session: Session, bytes: Uint8Array) => boolean;
  readonly now: () => number;
};

/** Newest fix of each unit; every 100 ms what changed goes to those who follow and see the unit's court, in one frame a court. */
export class TelemetryHub implements TelemetryIntake {
  readonly #options: Options;
  readonly #latest = new Map<UnitId, Row>();
  readonly #changed = new Set<UnitId>();
  readonly #followers = new Map<Session, Follower>();
  readonly #timer: NodeJS.Timeout;
  readonly handlers: HandlersOf<'telemetry'>;

  constructor(options: Options) {
    this.#options = options;
    this.#timer = setInterval(() => this.#flush(), BATCH_EVERY_MS);
    this.handlers = {
      'telemetry.follow': ({ enabled }, session) => {
        if (!enabled) {
          this.#followers.delete(session);
        } else if (!session.ended.aborted) {
          if (!this.#followers.has(session)) {
            session.ended.addEventListener('abort', () => this.#followers.delete(session), { once: true });
          }
          this.#followers.set(session, { session, behind: true });
        }
        return {};
      },
    };
  }

  receive(bytes: Uint8Array, session: Session): void {
    const unit = session.unitId === null ? undefined : this.#options.units.get(session.unitId);
    if (unit === undefined || !session.capabilities.has('telemetry.send')) {
      throw new AppError('forbidden');
    }
    const { fix, datum } = decodeFix(bytes);
    const [longitudeDeg, latitudeDeg] = convertDatum([fix.longitudeDeg, fix.latitudeDeg], { from: datum, to: 'WGS-84' });
    const now = this.#options.now();
    const at = fix.at > now + MAX_AHEAD_MS ? now : fix.at;
    const { unitId, telemetryIndex, courtCode } = unit;
    this.#latest.set(unitId, { telemetryIndex, courtCode, fix: { ...fix, longitudeDeg, latitudeDeg, at } });
    this.#changed.add(unitId);
    this.#options.units.heard(unitId);
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#followers.clear();
  }

  #flush(): void {
    const sentAt = this.#options.now();
    const byCourt = new Map<CourtCode, Frames>();
    for (const follower of this.#followers.values()) {
      const { courtCode } = follower.session;
      const frames = byCourt.get(courtCode) ?? {};
      byCourt.set(courtCode, frames);
      if (follower.behind) {
        // Also when there is nothing yet: the first frame tells that telemetry is on.
        frames.all ??= encodeBatch(this.#rowsSeenFrom(courtCode, this.#latest.keys()), sentAt);
        follower.behind = !this.#options.send(follower.session, frames.all);
      } else {
        if (frames.changes === undefined) {
          frames.changes = this.#changesSeenFrom(courtCode, sentAt);
        }
        follower.behind = frames.changes !== null && !this.#options.send(follower.session, frames.changes);
      }
    }
    this.#changed.clear();
  }

  #changesSeenFrom(courtCode: CourtCode, sentAt: number): Uint8Array | null {
    const rows = this.#changed.size === 0 ? [] : this.#rowsSeenFrom(courtCode, this.#changed);
    return rows.length === 0 ? null : encodeBatch(rows, sentAt);
  }

  #rowsSeenFrom(viewerCourt: CourtCode, unitIds: Iterable<UnitId>): Row[] {
    const rows: Row[] = [];
    for (const unitId of unitIds) {
      const row = this.#latest.get(unitId);
      if (row === undefined || this.#options.units.get(unitId) === undefined) {
        // Its unit was revoked: nobody is told where it was last.
        this.#latest.delete(unitId);
      } else if (sees(viewerCourt, row.courtCode)) {
        rows.push(row);
      }
    }
    return rows;
  }
}
