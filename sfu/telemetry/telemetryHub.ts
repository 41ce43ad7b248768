import { convertDatum } from '#domain/geodesy/datum.ts';
import { AppError } from '#protocol/errors.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { batchRowOf } from '#protocol/telemetry/batches.ts';
import { decodeFix } from '#protocol/telemetry/frames.ts';
import type { TrackPoint } from '#protocol/telemetry/packedTrack.ts';
import type { AcceptedFix, FixIntake, MeasuredFix, Positions } from '../ports/positions.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { TelemetryIntake } from '../ports/telemetry.ts';
import type { Units } from '../ports/units.ts';
import { Broadcast } from './broadcast.ts';
import { fixTime } from './fixTime.ts';
import { RateGate } from './rateGate.ts';
import type { TelemetryMetrics } from './telemetryMetrics.ts';

/** What changed goes to consoles so often, ms. */
const BATCH_EVERY_MS = 100;

type Options = {
  readonly units: Pick<Units, 'get' | 'heard'>;
  /** Writes a frame to a socket; false when the socket has too much waiting and the frame was left out. */
  readonly send: (session: Session, bytes: Uint8Array) => boolean;
  /** The hall's time, ms since the epoch. */
  readonly now: () => number;
  /** Real time, ms, which runs on whatever the hall's clock does. */
  readonly realNow: () => number;
  /** Where every fix is kept. */
  readonly archive: { add(unitId: UnitId, point: TrackPoint): void };
  readonly metrics: TelemetryMetrics;
};

/** Takes the units' fixes, and passes each on: to consoles in batches, to the rooms that judge it, to the archive. */
export class TelemetryHub implements TelemetryIntake, FixIntake, Positions {
  readonly #options: Options;
  readonly #broadcast: Broadcast;
  readonly #gate = new RateGate<UnitId>();
  readonly #latest = new Map<UnitId, AcceptedFix>();
  readonly #listeners = new Set<(fix: AcceptedFix) => void>();
  readonly #timer: NodeJS.Timeout;
  readonly handlers: HandlersOf<'telemetry'>;

  constructor(options: Options) {
    this.#options = options;
    this.#broadcast = new Broadcast({ isKnown: (unitId) => options.units.get(unitId) !== undefined, send: options.send });
    this.#timer = setInterval(() => this.#broadcast.flush(options.now()), BATCH_EVERY_MS);
    this.handlers = {
      'telemetry.follow': ({ enabled }, session) => {
        if (!enabled) {
          this.#broadcast.unfollow(session);
        } else if (!session.ended.aborted) {
          if (this.#broadcast.follow(session)) {
            session.ended.addEventListener('abort', () => this.#broadcast.unfollow(session), { once: true });
          }
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
    const { fix: sent, datum } = decodeFix(bytes);
    const [longitudeDeg, latitudeDeg] = convertDatum([sent.longitudeDeg, sent.latitudeDeg], { from: datum, to: 'WGS-84' });
    this.take(unit.unitId, { ...sent, longitudeDeg, latitudeDeg });
  }

  take(unitId: UnitId, sent: MeasuredFix): void {
    const { units, metrics, now, realNow, archive } = this.#options;
    const unit = units.get(unitId);
    if (unit === undefined) return;
    const { telemetryIndex, courtCode } = unit;
    units.heard(unitId);
    if (!this.#gate.take(unitId, realNow())) {
      metrics.thinned.inc();
      return;
    }
    const receivedAt = now();
    const { at, early, late } = fixTime({ measuredAt: sent.at, receivedAt, lastAt: this.#latest.get(unitId)?.at ?? null });
    const fix: AcceptedFix = { ...sent, unitId, courtCode, at, receivedAt };
    metrics.fixes.inc();
    if (early) {
      metrics.early.inc();
    }
    archive.add(unitId, fix);
    if (late) {
      metrics.late.inc();
      return;
    }
    this.#latest.set(unitId, fix);
    this.#broadcast.set(unitId, courtCode, batchRowOf(telemetryIndex, fix));
    for (const listener of this.#listeners) {
      listener(fix);
    }
  }

  onFix(listener: (fix: AcceptedFix) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  latest(unitId: UnitId): AcceptedFix | undefined {
    if (this.#options.units.get(unitId) === undefined) {
      this.#latest.delete(unitId);
      this.#gate.forget(unitId);
    }
    return this.#latest.get(unitId);
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
  }
}
