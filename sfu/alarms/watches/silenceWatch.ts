import type { Operation } from '#protocol/operations/operations.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { sameOpen } from '#domain/alarms/raiseAlarm.ts';
import type { Happening } from '../../ports/alarms.ts';
import type { AlarmOptions } from '../alarmOptions.ts';
import { unitHappening } from './unitHappening.ts';

/** How long it waits at most before it looks again whether a silent unit has come back, ms. */
const LOOK_AGAIN_MOST_MS = 3_600_000;

type Options = Pick<AlarmOptions, 'log' | 'clock' | 'units' | 'positions' | 'countyAt' | 'tables'> & { readonly raise: (happening: Happening) => void };
type Watched = { readonly sinceAt: number; isSilent: boolean; lookAgainMs: number; cancel: () => void };

/** Raises an alarm, once for each silence, when a unit of an operation under way is neither connected nor heard of. */
export class SilenceWatch {
  readonly #options: Options;
  readonly #watched = new Map<UnitId, Watched>();
  readonly #stop: (() => void)[];

  private constructor(options: Options) {
    this.#options = options;
    this.#stop = [
      options.log.onAppended(({ entries }) => {
        if (entries.some(({ name }) => name.startsWith('operation.') || name === 'unit.revoked')) {
          this.#watchOperations();
        }
      }),
      options.positions.onFix(({ unitId }) => this.#heard(unitId)),
    ];
    this.#watchOperations();
  }

  static create(options: Options): SilenceWatch {
    return new SilenceWatch(options);
  }

  /** Idempotent. */
  close(): void {
    this.#stop.splice(0).forEach((stop) => stop());
    this.#watched.forEach(({ cancel }) => cancel());
    this.#watched.clear();
  }

  #watchOperations(): void {
    const { log: { state }, clock } = this.#options;
    const wanted = new Set<UnitId>();
    for (const operation of state.operations.values()) {
      if (isUnderWay(operation)) {
        operation.teams.flatMap(({ unitIds }) => unitIds).filter((unitId) => state.units.get(unitId)?.state === 'enrolled').forEach((unitId) => wanted.add(unitId));
      }
    }
    for (const [unitId, { cancel }] of this.#watched) {
      if (!wanted.has(unitId)) {
        cancel();
        this.#watched.delete(unitId);
      }
    }
    for (const unitId of wanted) {
      if (!this.#watched.has(unitId)) {
        const watched: Watched = { sinceAt: clock.now(), isSilent: false, lookAgainMs: 0, cancel: () => {} };
        this.#watched.set(unitId, watched);
        this.#lookAt(watched.sinceAt + this.#afterMs, unitId, watched);
      }
    }
  }

  get #afterMs(): number {
    return this.#options.tables.alarms.silentAfterMs;
  }

  #lookAt(dueAt: number, unitId: UnitId, watched: Watched): void {
    watched.cancel();
    watched.cancel = this.#options.clock.at(dueAt, () => this.#look(unitId, watched));
  }

  #heard(unitId: UnitId): void {
    const watched = this.#watched.get(unitId);
    if (watched?.isSilent === true) {
      watched.isSilent = false;
      this.#lookAt(this.#options.clock.now() + this.#afterMs, unitId, watched);
    }
  }

  #look(unitId: UnitId, watched: Watched): void {
    const { clock, units } = this.#options;
    const session = units.sessionOf(unitId);
    if (session !== undefined) {
      // A connection that is dead ends by itself: only from then on is it silence. Until then there is nothing to look at.
      watched.isSilent = false;
      const isGone = () => this.#watched.get(unitId) === watched && this.#lookAt(clock.now() + this.#afterMs, unitId, watched);
      session.ended.addEventListener('abort', isGone, { once: true });
      watched.cancel = () => session.ended.removeEventListener('abort', isGone);
      return;
    }
    const dueAt = Math.max(watched.sinceAt, units.lastSeenAt(unitId) ?? 0) + this.#afterMs;
    if (dueAt > clock.now()) {
      watched.isSilent = false;
      this.#lookAt(dueAt, unitId, watched);
      return;
    }
    if (!watched.isSilent) {
      this.#raise(unitId);
    }
    watched.lookAgainMs = watched.isSilent ? Math.min(2 * watched.lookAgainMs, LOOK_AGAIN_MOST_MS) : this.#afterMs;
    watched.isSilent = true;
    this.#lookAt(clock.now() + watched.lookAgainMs, unitId, watched);
  }

  #raise(unitId: UnitId): void {
    const { log: { state }, clock, tables: { alarms: { silentSeverity: severity, silentAfterMs } }, raise } = this.#options;
    const happening = unitHappening(this.#options, unitId, { kind: 'silent', severity, occurredAt: clock.now(), text: (name) => `单兵「${name}」在行动中已失联 ${Math.round(silentAfterMs / 1_000)} 秒` });
    // After a restart of the hall the silence may be an old one.
    if (happening !== null && sameOpen(state, happening) === undefined) {
      raise(happening);
    }
  }
}

function isUnderWay({ state }: Pick<Operation, 'state'>): boolean {
  return state === 'underWay' || state === 'onSite';
}
