import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { archiveAt, archiveConsultations } from '#domain/consultations/decide/archiveConsultations.ts';
import { ringMembers } from '#domain/consultations/decide/inRoom.ts';
import { callConsultation, cancelConsultation, changeConsultation, endConsultation, mayJoin, openConsultation, planConsultation } from '#domain/consultations/decide/planConsultation.ts';
import { maySeeConsultation } from '#domain/consultations/maySeeConsultation.ts';
import { courtName } from '#domain/courts/courtName.ts';
import { actorName } from '#domain/decision/actorName.ts';
import { found, type Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { maySeeTask } from '#domain/tasks/maySeeTask.ts';
import { sees } from '#domain/access/viewer.ts';
import type { Callable, Consultation, ConsultationAbout, Invited } from '#protocol/consultations/consultations.ts';
import { AppError } from '#protocol/errors.ts';
import { consultationId as consultationIdSchema, type CommandId, type ConsultationId } from '#protocol/nouns/ids.ts';
import type { HallClock } from '../ports/clock.ts';
import { EarliestDeadline } from '../ports/earliestDeadline.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { Units } from '../ports/units.ts';
import { Rings } from './rings.ts';
import type { Rooms } from './rooms.ts';

type Options = {
  readonly log: HallLog;
  readonly rooms: Rooms;
  readonly units: Pick<Units, 'sessionOf'>;
  readonly clock: Pick<HallClock, 'at' | 'now'>;
  readonly logger: Logger;
};
type Handlers = HandlersOf<'consultation'>;
type Answer = { consultation: Consultation };
type Asked = { readonly commandId: CommandId; readonly consultationId?: ConsultationId };

/** A room that nobody sits in ends by itself after this. */
const EMPTY_MS = 15 * 60_000;
const MOST_LISTED = 60;

/** What is planned, told to those concerned, begun and ended. */
export class Consultations {
  readonly handlers: Handlers;
  readonly #options: Options;
  readonly #desks = new Set<Session>();
  readonly #rings = new Rings({ desksOf: (userId) => [...this.#desks].filter((desk) => desk.userId === userId) });
  readonly #deadline: EarliestDeadline;
  readonly #stopListening: () => void;
  #telling = false;

  private constructor(options: Options) {
    this.#options = options;
    this.handlers = {
      'consultation.list': (_, session) => ({ consultations: this.#heldBy(session), ringing: this.#rings.ringingFor(session) }),
      'consultation.directory': ({ text }, session) => ({ people: this.#callable(text, session) }),
      'consultation.plan': (input, session) => this.#plan('consultation.plan', input, session, (state, context) => planConsultation(state, input, context)),
      'consultation.call': async (input, session) => {
        const answer = await this.#plan('consultation.call', input, session, (state, context) => callConsultation(state, input, context));
        await this.#begun(answer.consultation, session);
        return answer;
      },
      'consultation.change': (input, session) => this.#about(input.about, session, () => this.#run('consultation.change', input, session, (state, at) => changeConsultation(state, input, { ...session, at }))),
      'consultation.cancel': (input, session) => this.#run('consultation.cancel', input, session, (state) => cancelConsultation(state, input, session)),
      'consultation.open': async (input, session) => {
        const before = options.log.state.consultations.get(input.consultationId)?.state;
        const answer = await this.#run('consultation.open', input, session, (state, at) => openConsultation(state, input.consultationId, { ...session, at }));
        if (before === 'planned') await this.#begun(answer.consultation, session);
        return answer;
      },
      'consultation.end': (input, session) => this.#end(input, session),
      'consultation.ring': async (input, session) => {
        this.#checkInRoom(input.consultationId, session);
        const answer = await this.#run('consultation.ring', input, session, (state) => ringMembers(state, input.consultationId, input.invited));
        await options.rooms.seatUnits(input.consultationId);
        this.#ring(answer.consultation, input.invited, session);
        return answer;
      },
      'consultation.answerRing': ({ consultationId, accept }, session) => {
        if (session.userId !== null) this.#rings.end(consultationId, session.userId, accept ? 'accepted' : 'refused');
        return {};
      },
    };
    this.#deadline = new EarliestDeadline({ clock: options.clock, next: () => this.#nextDue(), run: () => this.#due() });
    this.#deadline.look();
    this.#stopListening = options.log.onAppended((appended) => this.#appended(appended));
  }

  static create(options: Options): Consultations {
    return new Consultations(options);
  }

  opened(session: Session): void {
    if (session.purpose !== 'desk' || !session.capabilities.has('consultations.join')) return;
    this.#desks.add(session);
    session.ended.addEventListener('abort', () => this.#desks.delete(session), { once: true });
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    this.#deadline.close();
    this.#rings.close();
    this.#desks.clear();
  }

  /** Those whom anybody may be called with, however far off their court: who they are and whether they are there. */
  #callable(text: string, { userId }: Session): Callable[] {
    const { log: { state }, units } = this.#options;
    const has = (...words: string[]) => text === '' || words.some((word) => word.includes(text));
    const here = new Set([...this.#desks].map((desk) => desk.userId));
    const persons = [...state.users.values()]
      .filter((user) => user.userId !== userId && mayJoin(state, user.userId) && has(user.name, courtName(state.courts, user.courtCode), user.courtCode))
      .map((user): Callable => ({ who: { kind: 'person', userId: user.userId }, name: user.name, courtCode: user.courtCode, courtName: courtName(state.courts, user.courtCode), isHere: here.has(user.userId) }));
    const inField = [...state.units.values()]
      .filter((unit) => unit.state !== 'revoked' && has(unit.name, courtName(state.courts, unit.courtCode)))
      .map((unit): Callable => ({ who: { kind: 'unit', unitId: unit.unitId }, name: unit.name, courtCode: unit.courtCode, courtName: courtName(state.courts, unit.courtCode), isHere: units.sessionOf(unit.unitId) !== undefined }));
    return [...persons, ...inField].toSorted((one, other) => Number(other.isHere) - Number(one.isHere) || one.courtCode.localeCompare(other.courtCode) || one.name.localeCompare(other.name, 'zh-CN')).slice(0, MOST_LISTED);
  }

  async #plan(name: keyof Handlers, input: { commandId: CommandId; about: ConsultationAbout | null; invited: Invited[] }, session: Session, decide: (state: HallState, context: Parameters<typeof planConsultation>[2]) => Decision<Answer>): Promise<Answer> {
    const consultationId = newConsultationId();
    const { courtCode, actor } = session;
    return this.#about(input.about, session, () => this.#run(name, input, session, (state, at) => decide(state, { consultationId, courtCode, callerName: actorName(actor), at })));
  }

  async #end({ commandId, consultationId, words }: { commandId: CommandId; consultationId: ConsultationId; words: string | null }, session: Session): Promise<Answer> {
    const consultation = found(this.#options.log.state.consultations.get(consultationId), 'consultation');
    const { chair } = consultation;
    const isChair = chair.who.kind === 'person' && chair.who.userId === session.userId;
    // Where the chair is away, whoever could have opened it can end it.
    if (!isChair && !(session.capabilities.has('consultations.hold') && sees(session.courtCode, consultation.courtCode))) throw new AppError('forbidden');
    const nextId = newConsultationId();
    const asked = { commandId, consultationId, words };
    return this.#run('consultation.end', asked, session, (state, at) => endConsultation(state, consultationId, { words, nextId, at }));
  }

  async #run(name: keyof Handlers, { commandId, ...input }: Asked, session: Session, decide: (state: HallState, at: number) => Decision<Answer>): Promise<Answer> {
    const { actor, tokenId: via } = session;
    if (input.consultationId !== undefined) found(this.#seen(input.consultationId, session), 'consultation');
    return (await this.#options.log.execute({ commandId, name, input, actor, via, decide })).answer;
  }

  /** Errors: notFound for what the caller may not see. */
  #about<Result>(about: ConsultationAbout | null, session: Session, work: () => Result): Result {
    const { state } = this.#options.log;
    const task = about?.kind === 'task' ? state.tasks.get(about.taskId) : undefined;
    const court = about?.kind === 'operation' ? state.operations.get(about.operationId)?.courtCode : about?.kind === 'alarm' ? state.alarms.get(about.alarmId)?.courtCode : undefined;
    const maySee = about === null || (task !== undefined && maySeeTask(session, task)) || (court !== undefined && sees(session.courtCode, court));
    if (!maySee) throw new AppError('notFound', { params: { what: about.kind } });
    return work();
  }

  #seen(consultationId: ConsultationId, session: Session): Consultation | undefined {
    const consultation = this.#options.log.state.consultations.get(consultationId);
    return consultation !== undefined && maySeeConsultation(session, consultation) ? consultation : undefined;
  }

  #checkInRoom(consultationId: ConsultationId, session: Session): void {
    if (!this.#options.rooms.isIn(consultationId, session)) throw new AppError('notInRoom');
  }

  async #begun(consultation: Consultation, by: Session): Promise<void> {
    await this.#options.rooms.seatUnits(consultation.consultationId);
    this.#ring(consultation, [consultation.chair, ...consultation.members].map(({ who }) => who), by);
  }

  #ring({ consultationId, title }: Consultation, invited: readonly Invited[], by: Session): void {
    const { log: { state }, rooms } = this.#options;
    const words = { title, callerName: actorName(by.actor), callerCourt: courtName(state.courts, by.courtCode) };
    for (const who of invited) {
      const user = who.kind === 'person' && who.userId !== by.userId ? state.users.get(who.userId) : undefined;
      const isIn = user !== undefined && [...this.#desks].some((desk) => desk.userId === user.userId && rooms.isIn(consultationId, desk));
      if (user !== undefined && !isIn) this.#rings.begin(consultationId, user, by, words);
    }
  }

  #nextDue(): number | null {
    const times = [...this.#options.log.state.consultations.values()].map((consultation) => Math.min(archiveAt(consultation), this.#endsEmptyAt(consultation)));
    return times.length === 0 || Math.min(...times) === Infinity ? null : Math.min(...times);
  }

  /** Infinity while somebody sits in it. */
  #endsEmptyAt({ state, openedAt, stays }: Consultation): number {
    if (state !== 'open' || stays.some(({ who, leftAt }) => who.kind === 'person' && leftAt === null)) return Infinity;
    return Math.max(openedAt ?? 0, ...stays.map(({ leftAt }) => leftAt ?? 0)) + EMPTY_MS;
  }

  async #due(): Promise<void> {
    const { log, clock } = this.#options;
    const byHall = { commandId: null, input: {}, actor: { kind: 'hall' as const }, via: null };
    for (const consultation of log.state.consultations.values()) {
      if (this.#endsEmptyAt(consultation) > clock.now()) continue;
      const nextId = newConsultationId();
      await log.execute({ ...byHall, name: 'consultation.end', decide: (state, at) => endConsultation(state, consultation.consultationId, { words: null, nextId, at }) });
    }
    await log.execute({ ...byHall, name: 'consultation.archive', decide: archiveConsultations });
  }

  #appended({ entries }: Appended): void {
    const own = entries.filter(({ name }) => name.startsWith('consultation.'));
    if (own.length === 0) return;
    for (const { name, subject } of own) if (name === 'consultation.ended') this.#rings.endAll(subject.slice('consultation/'.length) as ConsultationId);
    for (const { data, name, subject } of own) {
      const who = name === 'consultation.joined' ? (data as { who: Invited }).who : null;
      if (who?.kind === 'person') this.#rings.end(subject.slice('consultation/'.length) as ConsultationId, who.userId, 'accepted');
    }
    this.#deadline.look();
    if (this.#telling) return;
    this.#telling = true;
    setImmediate(() => {
      this.#telling = false;
      for (const desk of this.#desks) desk.notify('consultation.held', { consultations: this.#heldBy(desk) });
    });
  }

  #heldBy(desk: Session): Consultation[] {
    return [...this.#options.log.state.consultations.values()].filter((consultation) => maySeeConsultation(desk, consultation));
  }
}

function newConsultationId(): ConsultationId {
  return consultationIdSchema.parse(randomUUIDv7());
}
