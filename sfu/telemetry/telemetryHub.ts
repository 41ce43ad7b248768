import { convertDatum } from '#domain/geodesy/datum.ts';
import { AppError } from '#protocol/errors.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { decodeFix, encodeBatch, type IndexedFix } from '#protocol/telemetry/frames.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { TelemetryIntake } from '../ports/telemetry.ts';
import type { Units } from '../ports/units.ts';

const BATCH_EVERY_MS = 100;
/** A unit's clock may be off; a fix from further ahead than this is dated now, ms. */
const MAX_AHEAD_MS = 60_000;

type Follower = { readonly session: Session; /** Has missed rows (or is new) and needs all of them. */ behind: boolean };

type Options = {
  readonly units: Pick<Units, 'get' | 'heard'>;
  /** Writes a frame to a socket; false when the socket has too much waiting and the frame was left out. */
  readonly send: (session: Session, bytes: Uint8Array) => boolean;
  readonly now: () => number;
};

/** Newest fix of each unit; every 100 ms what changed goes to those who follow, in one frame. */
export class TelemetryHub implements TelemetryIntake {
  readonly #options: Options;
  readonly #latest = new Map<UnitId, IndexedFix>();
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
    this.#latest.set(unit.unitId, { telemetryIndex: unit.telemetryIndex, fix: { ...fix, longitudeDeg, latitudeDeg, at } });
    this.#changed.add(unit.unitId);
    this.#options.units.heard(unit.unitId);
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#followers.clear();
  }

  #flush(): void {
    const sentAt = this.#options.now();
    let all: Uint8Array | undefined;
    let changes: Uint8Array | undefined;
    for (const follower of this.#followers.values()) {
      if (follower.behind) {
        // Also when there is nothing yet: the first frame tells that telemetry is on.
        all ??= encodeBatch([...this.#latest.values()], sentAt);
        follower.behind = !this.#options.send(follower.session, all);
      } else if (this.#changed.size > 0) {
        changes ??= encodeBatch(this.#changedRows(), sentAt);
        follower.behind = !this.#options.send(follower.session, changes);
      }
    }
    this.#changed.clear();
  }

  #changedRows(): IndexedFix[] {
    return Array.from(this.#changed, (unitId) => this.#latest.get(unitId)).filter((row) => row !== undefined);
  }
}
