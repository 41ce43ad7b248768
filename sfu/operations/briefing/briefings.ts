import type { OperationId, PartyId, StepId, UnitId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { Step } from '#protocol/operations/steps.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import { briefingOf } from '#domain/operations/briefingOf.ts';
import type { Rules } from '#domain/steps/stepRules.ts';
import type { HallClock } from '../../ports/clock.ts';
import type { Appended, HallLog } from '../../ports/log.ts';
import type { Session } from '../../ports/session.ts';

type Recorders = {
  recordersOf(step: Step): { needed: number; running: number } | null;
  onCounted(listener: (operationId: OperationId) => void): () => void;
};
type Options = { readonly log: HallLog; readonly rules: Rules; readonly clock: HallClock; readonly recorders: Recorders };
type Told = { readonly unitId: UnitId; readonly text: string; readonly operationId: OperationId | null };

/** Tells each unit that is here what it has to know of its operation, and again when that has changed. */
export class Briefings {
  readonly #options: Options;
  readonly #told = new Map<Session, Told>();
  readonly #stopListening: readonly (() => void)[];

  private constructor(options: Options) {
    this.#options = options;
    this.#stopListening = [
      options.log.onAppended((appended) => this.#appended(appended)),
      options.recorders.onCounted((operationId) => this.#tellThoseOn(new Set([operationId]))),
    ];
  }

  static create(options: Options): Briefings {
    return new Briefings(options);
  }

  /** To be told of every session that opens. */
  opened(session: Session): void {
    if (session.unitId !== null && !session.ended.aborted) {
      session.ended.addEventListener('abort', () => this.#told.delete(session), { once: true });
      this.#tell(session, session.unitId);
    }
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening.forEach((stop) => stop());
    this.#told.clear();
  }

  #appended({ entries, state }: Appended): void {
    const operationIdOf = ({ name, subject }: Entry): OperationId | undefined => {
      const id = idOf(subject);
      switch (name.slice(0, name.indexOf('.'))) {
        case 'operation': return id as OperationId;
        case 'step': return state.steps.get(id as StepId)?.operationId;
        case 'party': return state.parties.get(id as PartyId)?.operationId;
        default: return undefined;
      }
    };
    const operationIds = new Set(entries.map(operationIdOf).filter((id) => id !== undefined));
    if (operationIds.size > 0) {
      this.#tellThoseOn(operationIds);
    }
  }

  /** Those whose unit is on one of them now, or was told of one. */
  #tellThoseOn(operationIds: ReadonlySet<OperationId>): void {
    const { state } = this.#options.log;
    const units = new Set([...operationIds].flatMap((id) => state.operations.get(id)?.teams.flatMap(({ unitIds }) => unitIds) ?? []));
    for (const [session, { unitId, operationId }] of this.#told) {
      if (units.has(unitId) || (operationId !== null && operationIds.has(operationId))) {
        this.#tell(session, unitId);
      }
    }
  }

  #tell(session: Session, unitId: UnitId): void {
    const { log, rules, clock, recorders } = this.#options;
    const briefing = briefingOf(log.state, unitId, { ...rules, at: clock.now(), recorders: (step) => recorders.recordersOf(step) });
    const text = JSON.stringify(briefing);
    const before = this.#told.get(session);
    this.#told.set(session, { unitId, text, operationId: briefing.operation?.operationId ?? null });
    if (before?.text !== text) {
      session.notify('unit.briefed', briefing);
    }
  }
}
