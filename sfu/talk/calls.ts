import { randomUUIDv7 } from 'node:crypto';
import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { CALL_RETURN_MS, MAX_RINGING_MS, type CallEnd, type TalkCall } from '#protocol/media/talk.ts';
import type { CommandId, CourtCode, TalkId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { EventData } from '#protocol/events.ts';
import type { HallLog } from '../ports/log.ts';
import type { Session } from '../ports/session.ts';
import type { Voice } from '../ports/talkMedia.ts';
import type { Units } from '../ports/units.ts';
import type { Speech } from './speech.ts';

export type CallLimits = { readonly ringingMs: number; readonly returnMs: number };
export const CALL_LIMITS: CallLimits = { ringingMs: MAX_RINGING_MS, returnMs: CALL_RETURN_MS };

export type CallsOptions = {
  readonly log: HallLog;
  readonly now: () => number;
  readonly limits: CallLimits;
  readonly units: Pick<Units, 'get' | 'sessionOf'>;
  readonly voiceOf: (session: Session) => Voice | undefined;
  readonly canHear: (session: Session) => boolean;
  /** The desks where a unit of this court rings. */
  readonly desksFor: (courtCode: CourtCode) => readonly Session[];
  readonly onChanged: () => void;
  readonly onUnlogged: (error: unknown) => void;
};

type Live = {
  readonly talkId: TalkId;
  readonly unitId: UnitId;
  readonly courtCode: CourtCode;
  readonly unitName: string;
  readonly fromUnit: boolean;
  readonly since: number;
  openedAt: number | null;
  unit: Session | null;
  desk: Session | null;
  deskUserId: UserId | null;
  deskName: string | null;
  /** Who is told beside the parties: desks where it rings. */
  ringing: readonly Session[];
  timer: NodeJS.Timeout | undefined;
};

type CallFact = { [Name in 'talk.called' | 'talk.answered' | 'talk.hungUp']: { readonly name: Name; readonly data: EventData<Name> } }['talk.called' | 'talk.answered' | 'talk.hungUp'];

/** Calls between one desk and one unit, both ways open at once. */
export class Calls {
  readonly #options: CallsOptions;
  readonly #calls = new Map<TalkId, Live>();

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  /** Errors: as `talk.call`. */
  async call({ commandId, unitId: called }: RequestData<'talk.call'>, session: Session): Promise<TalkCall> {
    const { units, desksFor, canHear, limits, now } = this.#options;
    const fromUnit = session.unitId !== null;
    const unitId = session.unitId ?? called;
    if (unitId === null) throw new AppError('notYourChannel');
    const unit = units.get(unitId);
    const unitSession = units.sessionOf(unitId);
    if (unit === undefined || unitSession === undefined) throw new AppError('unitAway');
    if (!canHear(unitSession)) throw new AppError('unitCannotHear');
    if (this.callOf(session) !== undefined) throw new AppError('conflict');
    const other = this.callOf(unitSession);
    if (other !== undefined) throw new AppError('unitBusy', { params: { name: other.deskName ?? '' } });
    const ringing = fromUnit ? desksFor(unit.courtCode) : [];
    if (fromUnit && ringing.length === 0) throw new AppError('nobodyAnswers');
    const talkId = randomUUIDv7() as TalkId;
    const actorName = nameOf(session);
    const live: Live = {
      talkId,
      unitId,
      courtCode: unit.courtCode,
      unitName: unit.name,
      fromUnit,
      since: now(),
      openedAt: null,
      unit: unitSession,
      desk: fromUnit ? null : session,
      deskUserId: fromUnit ? null : session.userId,
      deskName: fromUnit ? null : actorName,
      ringing,
      timer: undefined,
    };
    // Taken before the log answers: two who ring at once must not both come through.
    this.#calls.set(talkId, live);
    try {
      const { repeated } = await this.#write({ live, session, commandId, input: { unitId: called }, fact: { name: 'talk.called', data: { unitId, name: fromUnit ? unit.name : actorName, fromUnit } } });
      if (repeated) throw new AppError('conflict');
    } catch (error) {
      this.#calls.delete(talkId);
      throw error;
    }
    live.timer = setTimeout(() => this.#end(live, 'unanswered', null), limits.ringingMs).unref();
    this.#tell(live);
    return this.view(live);
  }

  /** Errors: notFound, conflict. */
  async answer({ commandId, talkId, accept }: RequestData<'talk.answer'>, session: Session): Promise<void> {
    const live = this.#calls.get(talkId);
    if (live === undefined || !(live.fromUnit ? live.ringing.includes(session) : live.unit === session)) throw new AppError('notFound', { params: { what: 'talk' } });
    if (live.openedAt !== null) throw new AppError('conflict');
    if (!accept) {
      // One desk that does not want it leaves it to the others.
      live.ringing = live.ringing.filter((desk) => desk !== session);
      if (!live.fromUnit || live.ringing.length === 0) this.#end(live, 'refused', session);
      else session.notify('talk.callChanged', { ...this.view(live), state: 'over', end: 'refused' });
      return;
    }
    if (this.#options.voiceOf(session) === undefined) throw new AppError('noVoice');
    if (live.fromUnit && this.callOf(session) !== undefined) throw new AppError('conflict');
    live.openedAt = this.#options.now();
    const rang = live.ringing;
    if (live.fromUnit) {
      live.desk = session;
      live.deskUserId = session.userId;
      live.deskName = nameOf(session);
    }
    clearTimeout(live.timer);
    await this.#write({ live, session, commandId, input: { talkId, accept }, fact: { name: 'talk.answered', data: { unitId: live.unitId, name: nameOf(session) } } });
    this.#tell(live);
    live.ringing = [];
    for (const desk of rang) if (desk !== session) desk.notify('talk.callChanged', { ...this.view(live), state: 'over', end: null });
    this.#options.onChanged();
  }

  hangUp(talkId: TalkId, session: Session): void {
    const live = this.#calls.get(talkId);
    if (live !== undefined && (live.unit === session || live.desk === session)) this.#end(live, 'hungUp', session);
  }

  /** Of a session that can hear from now on: what rings for it, and the call that it comes back to. */
  arrived(session: Session): TalkCall[] {
    const of = [...this.#calls.values()].filter((live) => {
      if (live.unitId === session.unitId) live.unit = session;
      else if (live.deskUserId !== null && live.deskUserId === session.userId && live.desk === null) live.desk = session;
      else if (live.openedAt === null && live.fromUnit && this.#options.desksFor(live.courtCode).includes(session)) live.ringing = [...live.ringing.filter((desk) => desk !== session), session];
      else return false;
      if (live.openedAt !== null && live.unit !== null && live.desk !== null) clearTimeout(live.timer);
      return true;
    });
    for (const live of of) this.#tell(live);
    return of.map((live) => this.view(live));
  }

  left(session: Session): void {
    for (const live of this.#calls.values()) {
      live.ringing = live.ringing.filter((desk) => desk !== session);
      if (live.unit !== session && live.desk !== session) continue;
      if (live.unit === session) live.unit = null;
      else live.desk = null;
      if (live.openedAt === null) {
        this.#end(live, 'lost', session);
        continue;
      }
      clearTimeout(live.timer);
      live.timer = setTimeout(() => this.#end(live, 'lost', null), this.#options.limits.returnMs).unref();
      this.#tell(live);
    }
  }

  callOf(session: Session): TalkCall | undefined {
    const live = [...this.#calls.values()].find(({ unit, desk, unitId, deskUserId }) => unit === session || desk === session || (session.unitId !== null && unitId === session.unitId) || (session.userId !== null && deskUserId === session.userId));
    return live === undefined ? undefined : this.view(live);
  }

  /** What this session hears by a call. */
  speechesFor(session: Session): Speech[] {
    return this.#open().flatMap((live) => {
      const speaker = live.unit === session ? live.desk : live.desk === session ? live.unit : null;
      return speaker === null ? [] : this.#speech(live, speaker);
    });
  }

  /** All voices that calls keep open. */
  get speeches(): readonly Speech[] {
    return this.#open().flatMap((live) => [live.unit, live.desk].flatMap((speaker) => (speaker === null ? [] : this.#speech(live, speaker))));
  }

  /** Idempotent. */
  close(): void {
    for (const live of this.#calls.values()) this.#end(live, 'lost', null);
  }

  view({ talkId, unitId, unitName, fromUnit, deskName, openedAt, since, unit, desk }: Live): TalkCall {
    return { talkId, unitId, unitName, fromUnit, deskName, state: openedAt === null ? 'ringing' : 'open', connected: openedAt !== null && unit !== null && desk !== null, since: openedAt ?? since, end: null };
  }

  #open(): Live[] {
    return [...this.#calls.values()].filter(({ openedAt }) => openedAt !== null);
  }

  #speech({ talkId, unitName, deskName, unitId, openedAt }: Live, speaker: Session): Speech[] {
    const voice = this.#options.voiceOf(speaker);
    const isUnit = speaker.unitId !== null;
    return voice === undefined || openedAt === null ? [] : [{ talkId, channel: null, name: isUnit ? unitName : (deskName ?? ''), unitId: isUnit ? unitId : null, since: openedAt, speaker, voice }];
  }

  #end(live: Live, reason: CallEnd, by: Session | null): void {
    if (!this.#calls.delete(live.talkId)) return;
    clearTimeout(live.timer);
    const lastedMs = live.openedAt === null ? 0 : Math.max(0, Math.round(this.#options.now() - live.openedAt));
    const last: TalkCall = { ...this.view(live), state: 'over', connected: false, end: reason };
    for (const session of new Set([live.unit, live.desk, ...live.ringing, by])) session?.notify('talk.callChanged', last);
    this.#options.onChanged();
    this.#write({ live, session: by, commandId: null, input: { talkId: live.talkId }, fact: { name: 'talk.hungUp', data: { unitId: live.unitId, reason, lastedMs } } }).catch(this.#options.onUnlogged);
  }

  #tell(live: Live): void {
    for (const session of new Set([live.unit, live.desk, ...live.ringing])) session?.notify('talk.callChanged', this.view(live));
  }

  async #write({ live, session, commandId, input, fact }: { live: Live; session: Session | null; commandId: CommandId | null; input: unknown; fact: CallFact }) {
    return this.#options.log.execute({
      commandId,
      name: fact.name,
      input,
      actor: session?.actor ?? { kind: 'hall' },
      via: session?.tokenId ?? null,
      decide: () => ({ events: [{ ...fact, subject: `talk/${live.talkId}`, courtCode: live.courtCode }], answer: () => ({}) }),
    });
  }
}

function nameOf({ actor }: Session): string {
  return actor.kind === 'hall' ? '' : actor.name;
}
