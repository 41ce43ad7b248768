import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { appointDeputy, endDeputy, endLapsedDeputies } from '#domain/tasks/deputies/decideDeputy.ts';
import { areInOffice, principalsOf } from '#domain/tasks/deputies/principalsOf.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import { deputyshipId as deputyshipIdSchema, type DeputyshipId, type UserId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { HallClock } from '../../ports/clock.ts';
import { EarliestDeadline } from '../../ports/earliestDeadline.ts';
import type { Appended, HallLog } from '../../ports/log.ts';
import type { Rules } from '../../ports/rules.ts';
import type { HandlersOf, Session } from '../../ports/session.ts';
import type { Deputies } from '../../ports/tasks.ts';

type Options = {
  readonly log: HallLog;
  readonly rules: Rules;
  readonly clock: Pick<HallClock, 'at' | 'now'>;
  readonly logger: Logger;
};

/** Who decides for whom. */
export class DeputyDesk implements Deputies {
  readonly handlers: HandlersOf<'deputy'>;
  readonly #options: Options;
  readonly #desks = new Set<Session>();
  /** The end of the first deputyship, or now where somebody left office. */
  readonly #deadline: EarliestDeadline;
  readonly #stopListening: () => void;

  private constructor(options: Options) {
    this.#options = options;
    this.handlers = {
      'deputy.appoint': (input, session) => this.#appoint(input, session),
      'deputy.end': async ({ commandId, ...input }, session) => {
        const by = personOf(session);
        const { answer } = await options.log.execute({ commandId, name: 'deputy.end', input, actor: session.actor, via: session.tokenId, decide: (state) => endDeputy(state, input, by) });
        return answer;
      },
    };
    this.#deadline = new EarliestDeadline({ clock: options.clock, next: () => this.#nextEnd(), run: () => this.#endLapsed() });
    this.#deadline.look();
    this.#stopListening = options.log.onAppended((appended) => this.#appended(appended));
  }

  static create(options: Options): DeputyDesk {
    return new DeputyDesk(options);
  }

  principalsOf(userId: UserId, about: Parameters<Deputies['principalsOf']>[1]): ReturnType<Deputies['principalsOf']> {
    return principalsOf(this.#options.log.state, userId, about);
  }

  opened(session: Session): void {
    if (session.purpose === 'desk' && session.userId !== null) {
      this.#desks.add(session);
      session.ended.addEventListener('abort', () => this.#desks.delete(session), { once: true });
    }
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    this.#deadline.close();
    this.#desks.clear();
  }

  async #appoint({ commandId, ...input }: RequestData<'deputy.appoint'>, session: Session): Promise<RequestOutput<'deputy.appoint'>> {
    const { log, rules: { book } } = this.#options;
    const by = personOf(session);
    const deputyshipId = deputyshipIdSchema.parse(randomUUIDv7());
    const { answer } = await log.execute({ commandId, name: 'deputy.appoint', input, actor: session.actor, via: session.tokenId, decide: (state, at) => appointDeputy(state, { ...input, deputyshipId }, { by, book, at }) });
    return answer;
  }

  #nextEnd(): number | null {
    const { log: { state }, clock } = this.#options;
    const ends = [...state.deputies.values()].map((one) => (areInOffice(state, one) ? one.untilAt : clock.now()));
    return ends.length === 0 ? null : Math.min(...ends);
  }

  async #endLapsed(): Promise<void> {
    const { log, logger } = this.#options;
    try {
      await log.execute({ commandId: null, name: 'deputy.lapse', input: {}, actor: { kind: 'hall' }, via: null, decide: (state, at) => endLapsedDeputies(state, at) });
    } catch (error) {
      logger.warn({ err: error }, 'the end of a deputyship could not be recorded; nobody acts by it, and it is tried again');
      throw error;
    }
  }

  #appended({ entries }: Appended): void {
    const touching = entries.filter(({ name }) => name.startsWith('deputy.') || name.startsWith('user.'));
    for (const entry of touching) this.#tell(entry);
    if (touching.length > 0) this.#deadline.look();
  }

  #tell(entry: Entry): void {
    const event = eventOf(entry);
    if (event?.name !== 'deputy.appointed' && event?.name !== 'deputy.ended') return;
    const { principal, deputy, reason } = event.data;
    const told = {
      deputyshipId: idOf(entry.subject) as DeputyshipId,
      principal: { userId: principal.userId, name: principal.name },
      deputy: { userId: deputy.userId, name: deputy.name },
      why: event.name === 'deputy.ended' ? event.data.why : null,
      reason,
      at: entry.at,
    };
    for (const desk of this.#desks) {
      if (desk.userId === principal.userId || desk.userId === deputy.userId) desk.notify('deputy.changed', told);
    }
  }
}

/** Errors: forbidden for whoever is no person. */
function personOf({ userId }: Session): UserId {
  if (userId === null) throw new AppError('forbidden');
  return userId;
}
