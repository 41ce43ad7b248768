import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { answerAssist, askAssist, lapseAssists, withdrawAssist } from '#domain/assist/decideAssist.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { NoticeData, RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { assistId as assistIdSchema, type AssistId, type UnitId } from '#protocol/nouns/ids.ts';
import type { HallClock } from '../ports/clock.ts';
import { EarliestDeadline } from '../ports/earliestDeadline.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { Units } from '../ports/units.ts';

type Options = {
  readonly log: HallLog;
  readonly units: Pick<Units, 'sessionOf'>;
  readonly clock: Pick<HallClock, 'at'>;
  readonly logger: Logger;
};

/** What desks ask of the people in the field, and what becomes of it. */
export class Assists {
  readonly handlers: HandlersOf<'assist'>;
  readonly #options: Options;
  /** The first of the asks that wait. */
  readonly #deadline: EarliestDeadline;
  readonly #stopListening: () => void;

  private constructor(options: Options) {
    this.#options = options;
    const { log } = options;
    this.handlers = {
      'assist.ask': (input, session) => this.#ask(input, session),
      'assist.withdraw': async ({ commandId, ...input }, { actor, tokenId: via }) =>
        (await log.execute({ commandId, name: 'assist.withdraw', input, actor, via, decide: (state) => withdrawAssist(state, input, nameOf(actor)) })).answer,
      'assist.answer': async ({ commandId, ...input }, { actor, tokenId: via, unitId }) => {
        if (unitId === null) throw new AppError('forbidden');
        return (await log.execute({ commandId, name: 'assist.answer', input, actor, via, decide: (state) => answerAssist(state, input, unitId) })).answer;
      },
    };
    this.#deadline = new EarliestDeadline({ clock: options.clock, next: () => this.#nextLapse(), run: () => this.#lapse() });
    this.#deadline.look();
    this.#stopListening = log.onAppended((appended) => this.#appended(appended));
  }

  static create(options: Options): Assists {
    return new Assists(options);
  }

  opened(session: Session): void {
    if (session.unitId !== null) this.#tell(session.unitId, session);
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    this.#deadline.close();
  }

  async #ask({ commandId, ...input }: RequestData<'assist.ask'>, session: Session): Promise<RequestOutput<'assist.ask'>> {
    const { log, units } = this.#options;
    if (units.sessionOf(input.unitId) === undefined) throw new AppError('unitAway');
    const { actor, tokenId: via, courtCode } = session;
    const assistId = assistIdSchema.parse(randomUUIDv7());
    const by = { name: nameOf(actor), courtCode };
    return (await log.execute({ commandId, name: 'assist.ask', input, actor, via, decide: (state, at) => askAssist(state, { ...input, assistId }, by, at) })).answer;
  }

  #nextLapse(): number | null {
    const waiting = [...this.#options.log.state.assists.values()].flatMap(({ state, endsAt }) => (state === 'asked' ? [endsAt] : []));
    return waiting.length === 0 ? null : Math.min(...waiting);
  }

  async #lapse(): Promise<void> {
    const { log, logger } = this.#options;
    try {
      await log.execute({ commandId: null, name: 'assist.lapse', input: {}, actor: { kind: 'hall' }, via: null, decide: lapseAssists });
    } catch (error) {
      logger.warn({ err: error }, 'an ask that nobody answered is not ended yet');
      throw error;
    }
  }

  #appended({ entries, state }: Appended): void {
    this.#deadline.look();
    const changed = new Set(entries.filter(({ name }) => name.startsWith('assist.')).map(({ subject }) => state.assists.get(idOf(subject) as AssistId)?.unitId));
    for (const unitId of changed) {
      const session = unitId === undefined ? undefined : this.#options.units.sessionOf(unitId);
      if (unitId !== undefined && session !== undefined) this.#tell(unitId, session);
    }
  }

  #tell(unitId: UnitId, session: Session): void {
    const { assists } = this.#options.log.state;
    const asks: NoticeData<'assist.open'>['asks'] = [];
    for (const { assistId, kind, text, byName, courtName, endsAt, ...ask } of assists.values()) {
      if (ask.unitId === unitId && ask.state === 'asked') asks.push({ assistId, kind, text, byName, courtName, endsAt });
    }
    session.notify('assist.open', { asks });
  }
}

function nameOf(actor: Session['actor']): string {
  return 'name' in actor ? actor.name : '';
}
