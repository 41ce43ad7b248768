import { isInvited } from '#domain/consultations/maySeeConsultation.ts';
import { closeStays, joinConsultation, leaveConsultation, lockConsultation, noteMuted, openOne, passChair, removeMember } from '#domain/consultations/decide/inRoom.ts';
import { memberOf } from '#domain/consultations/decide/planConsultation.ts';
import { entryOf } from '#domain/consultations/room/roomRules.ts';
import type { Decision } from '#domain/decision/decision.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { type Consultation, invitedKey, type Invited } from '#protocol/consultations/consultations.ts';
import { SEAT_KEPT_MS } from '#protocol/consultations/room.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { seatId as seatIdSchema, type CommandId, type ConsultationId, type UnitId } from '#protocol/nouns/ids.ts';
import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import type { Feeds, LiveMedia } from '../ports/feeds.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { RoomMedia } from '../ports/roomMedia.ts';
import type { Handlers, HandlersOf, Session } from '../ports/session.ts';
import type { Units } from '../ports/units.ts';
import { OpenRoom } from './openRoom.ts';

export type RoomsOptions = {
  readonly log: HallLog;
  readonly media: RoomMedia;
  readonly feeds: Pick<Feeds, 'get'> & LiveMedia;
  readonly units: Pick<Units, 'sessionOf'>;
  readonly now: () => number;
  readonly logger: Logger;
};
type RoomHandlers = HandlersOf<'room'>;
type Decide = (state: HallState) => Decision<unknown>;

/** The rooms that are open, and who comes, goes and leads in them. */
export class Rooms {
  readonly handlers: RoomHandlers;
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<ConsultationId, OpenRoom>();
  readonly #waits = new Map<string, NodeJS.Timeout>();
  readonly #followed = new WeakSet<Session>();
  readonly #undo: (() => void)[];

  private constructor(options: RoomsOptions) {
    this.#options = options;
    this.handlers = {
      'room.join': ({ consultationId }, session) => this.#join(consultationId, session),
      'room.leave': async ({ consultationId }, session) => {
        await this.#leave(consultationId, session);
        return {};
      },
      'room.raiseHand': ({ consultationId, raised }, session) => this.#inRoom(consultationId, session, (room, seat) => room.raiseHand(seat, raised)),
      'room.goTo': ({ consultationId, agendaItem }, session) => this.#chaired(consultationId, session, (room) => room.goTo(agendaItem)),
      'room.giveFloor': ({ consultationId, seatId }, session) => this.#chaired(consultationId, session, (room) => {
        room.giveFloor(seatId === null ? null : room.seat(seatId));
        this.#showUnits();
      }),
      'room.admit': ({ consultationId, seatId, admit }, session) => this.#chaired(consultationId, session, (room) => this.#admit(consultationId, room, { seatId, admit })),
      'room.silence': (input, session) => this.#chaired(input.consultationId, session, (room) => this.#silence(room, [room.seat(input.seatId)], input.silenced, 'room.silence', input, session)),
      'room.silenceAll': (input, session) => this.#chaired(input.consultationId, session, (room) => this.#silence(room, room.loudToSilence(), true, 'room.silenceAll', input, session)),
      'room.lock': (input, session) => this.#chaired(input.consultationId, session, () => this.#act('room.lock', input, session, (state) => lockConsultation(state, input.consultationId, input.locked))),
      'room.remove': (input, session) => this.#chaired(input.consultationId, session, async (room) => {
        const seat = room.seat(input.seatId);
        if (seat.session === session) throw new AppError('badInput', { detail: 'the chair leaves or hands over' });
        await this.#act('room.remove', input, session, (state) => removeMember(state, input.consultationId, seat, input.reason));
        room.vacate(seat, 'removed', input.reason);
      }),
      'room.handOver': (input, session) => this.#chaired(input.consultationId, session, async (room) => {
        const { who, here } = room.seat(input.seatId);
        if (who.kind !== 'person' || !here) throw new AppError('notFound', { params: { what: 'seat' } });
        await this.#act('room.handOver', input, session, (state) => passChair(state, input.consultationId, who, false));
      }),
      'room.produce': async (input, session) => {
        const { room, seat } = this.#seated(input.consultationId, session);
        if (input.track === 'screen' || input.track === 'screenSound') room.checkMayPresent(seat);
        if (!input.paused) room.checkMaySound(seat, input.track);
        const producerId = await room.stage.produce(session, seat.seatId, input);
        // It left while the media plane was at work.
        if (seat.session !== session) room.stage.closeTrack(seat.seatId, input.track);
        return { producerId };
      },
      'room.pauseTrack': ({ consultationId, track, paused }, session) => this.#inRoom(consultationId, session, (room, seat) => room.pauseTrack(seat, track, paused)),
      'room.closeTrack': ({ consultationId, track }, session) => this.#inRoom(consultationId, session, (room, { seatId }) => room.stage.closeTrack(seatId, track)),
      'room.consume': (input, session) => this.#seated(input.consultationId, session).room.stage.consume(session, input),
      'room.setConsumers': ({ consultationId, changes }, session) => this.#seated(consultationId, session).room.stage.setConsumers(session, changes),
      'room.closeConsumers': ({ consultationId, consumerIds }, session) => this.#inRoom(consultationId, session, (room) => room.stage.closeConsumers(session, consumerIds)),
    } satisfies Pick<Handlers, keyof RoomHandlers>;
    this.#undo = [options.log.onAppended((appended) => this.#appended(appended)), options.feeds.onMedia(() => this.#showUnits())];
    for (const consultation of options.log.state.consultations.values()) if (consultation.state === 'open') this.#open(consultation);
  }

  static create(options: RoomsOptions): Rooms {
    return new Rooms(options);
  }

  /** Whether this session sits in the room. */
  isIn(consultationId: ConsultationId, session: Session): boolean {
    try {
      return this.#seated(consultationId, session) !== null;
    } catch {
      return false;
    }
  }

  /** Nobody but units sits in it. */
  isEmpty(consultationId: ConsultationId): boolean {
    return this.#rooms.get(consultationId)?.isEmpty ?? true;
  }

  /** Units that belong to it take their seats: they are there without doing anything. */
  async seatUnits(consultationId: ConsultationId): Promise<void> {
    const consultation = this.#options.log.state.consultations.get(consultationId);
    for (const { who } of consultation?.members ?? []) {
      if (who.kind === 'unit') await this.#enter(consultationId, who, null);
    }
    this.#showUnits();
  }

  /** Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    for (const wait of this.#waits.values()) clearTimeout(wait);
    for (const room of this.#rooms.values()) room.close(null);
    this.#rooms.clear();
  }

  async #join(consultationId: ConsultationId, session: Session): Promise<RequestOutput<'room.join'>> {
    const { log } = this.#options;
    const consultation = openOne(log.state, consultationId);
    const who = whoOf(session);
    const isChair = invitedKey(consultation.chair.who) === invitedKey(who);
    const invited = isInvited(session, consultation);
    const isBack = this.#room(consultationId).seatOf(who) !== undefined;
    if (isBack || entryOf(consultation, { who, invited, isChair }) === 'enters') {
      const seat = await this.#enter(consultationId, who, session);
      return { seatId: seat.seatId, room: this.#room(consultationId).state(true) };
    }
    this.#follow(session);
    return { seatId: this.#room(consultationId).wait(memberOf(log.state, who), session), room: null };
  }

  async #enter(consultationId: ConsultationId, who: Invited, session: Session | null) {
    const { log } = this.#options;
    await this.#hallDecides('room.join', (state) => joinConsultation(state, consultationId, who), session);
    if (session?.ended.aborted === true) {
      await this.#leaveLog(consultationId, who);
      throw new AppError('disconnected');
    }
    const room = this.#room(consultationId);
    const seat = room.take(memberOf(log.state, who), session);
    this.#forgetWait(consultationId, who);
    if (session !== null) this.#follow(session);
    await this.#settleChair(consultationId);
    return seat;
  }

  async #admit(consultationId: ConsultationId, room: OpenRoom, { seatId, admit }: Pick<RequestData<'room.admit'>, 'seatId' | 'admit'>): Promise<void> {
    const { who, session } = room.fromDoor(seatId);
    if (admit) await this.#enter(consultationId, who, session);
    else session.notify('room.closed', { consultationId, why: 'refused', words: null });
  }

  async #leave(consultationId: ConsultationId, session: Session): Promise<void> {
    const room = this.#rooms.get(consultationId);
    room?.leaveDoor(session);
    const seat = room?.seatOf(whoOf(session));
    if (room === undefined || seat?.session !== session) return;
    room.vacate(seat, 'left', null);
    await this.#leaveLog(consultationId, seat.who);
    await this.#settleChair(consultationId);
  }

  async #silence(room: OpenRoom, seats: ReturnType<OpenRoom['loudToSilence']>, silenced: boolean, name: string, input: { commandId: CommandId; consultationId: ConsultationId }, session: Session): Promise<void> {
    if (silenced && seats.length > 0) await this.#act(name, input, session, (state) => noteMuted(state, input.consultationId, seats));
    await Promise.all(seats.map((seat) => room.silence(seat, silenced)));
    this.#showUnits();
  }

  /** An open room always has a chair who is there, if anybody is who may hold it. */
  async #settleChair(consultationId: ConsultationId): Promise<void> {
    const heir = this.#rooms.get(consultationId)?.heir() ?? null;
    if (heir !== null) await this.#hallDecides('room.handOver', (state) => passChair(state, consultationId, heir.who, true), null);
  }

  /** A desk whose line is lost keeps its seat for a while. */
  #follow(session: Session): void {
    if (this.#followed.has(session)) return;
    this.#followed.add(session);
    session.ended.addEventListener('abort', () => {
      for (const [consultationId, room] of this.#rooms) this.#lost(consultationId, room, session);
    }, { once: true });
  }

  #lost(consultationId: ConsultationId, room: OpenRoom, session: Session): void {
    room.leaveDoor(session);
    const seat = room.seatOf(whoOf(session));
    if (seat?.session !== session) return;
    room.lose(seat);
    this.#waits.set(`${consultationId}/${invitedKey(seat.who)}`, setTimeout(() => {
      if (seat.here) return;
      room.vacate(seat, 'left', null);
      void this.#leaveLog(consultationId, seat.who).then(() => this.#settleChair(consultationId));
    }, SEAT_KEPT_MS).unref());
  }

  #forgetWait(consultationId: ConsultationId, who: Invited): void {
    const key = `${consultationId}/${invitedKey(who)}`;
    clearTimeout(this.#waits.get(key));
    this.#waits.delete(key);
  }

  async #leaveLog(consultationId: ConsultationId, who: Invited): Promise<void> {
    await this.#hallDecides('room.leave', (state) => leaveConsultation(state, consultationId, who), null).catch((error: unknown) => this.#options.logger.warn({ err: error }, 'a departure was not recorded'));
  }

  #appended({ entries, state }: Appended): void {
    for (const { name, subject } of entries) {
      if (!name.startsWith('consultation.')) continue;
      const consultationId = idOf(subject) as ConsultationId;
      const consultation = state.consultations.get(consultationId);
      if (consultation?.state === 'open') this.#room(consultationId).changed();
      else this.#end(consultationId, consultation?.words ?? null);
    }
  }

  /** Known from the log of a hall that was started anew: whoever does not come back has left. */
  #open({ consultationId }: Consultation): void {
    const room = this.#room(consultationId);
    this.#waits.set(consultationId, setTimeout(() => {
      void this.#hallDecides('room.leave', (state) => closeStays(state, consultationId, (who) => room.seatOf(who) !== undefined), null)
        .then(() => this.#settleChair(consultationId))
        .catch((error: unknown) => this.#options.logger.warn({ err: error }, 'departures were not recorded'));
    }, SEAT_KEPT_MS).unref());
    void this.seatUnits(consultationId).catch((error: unknown) => this.#options.logger.warn({ err: error }, 'units did not take their seats'));
  }

  #end(consultationId: ConsultationId, words: string | null): void {
    this.#rooms.get(consultationId)?.close(words);
    this.#rooms.delete(consultationId);
  }

  #room(consultationId: ConsultationId): OpenRoom {
    const { log, media, now } = this.#options;
    const known = this.#rooms.get(consultationId);
    if (known !== undefined) return known;
    const room = new OpenRoom({ consultationId, consultation: () => log.state.consultations.get(consultationId), media, newSeatId: () => seatIdSchema.parse(randomUUIDv7()), now });
    this.#rooms.set(consultationId, room);
    return room;
  }

  #showUnits(): void {
    const { feeds, media, log, units } = this.#options;
    for (const room of this.#rooms.values()) {
      for (const seat of room.units()) {
        const unitId = seat.who.kind === 'unit' ? seat.who.unitId : ('' as UnitId);
        const isHere = units.sessionOf(unitId) !== undefined || liveOf(unitId) !== undefined;
        if (seat.here !== isHere) {
          seat.here = isHere;
          room.changed();
        }
        const feed = liveOf(unitId);
        for (const [track, kind] of [['camera', 'video'], ['microphone', 'audio']] as const) {
          // A unit's sound comes without its doing: silence keeps it out of the room.
          const has = feed !== undefined && feed.tracks.some((each) => each.kind === kind) && !(kind === 'audio' && seat.silenced);
          room.stage.setFeed(seat.seatId, track, has ? { source: media.feedSource(feed.feedId, kind), generation: feeds.get(feed.feedId)?.generation ?? 0 } : null);
        }
      }
    }
    function liveOf(unitId: UnitId) {
      return feeds.presences().find(({ feedId, tracks }) => {
        const record = log.state.feeds.get(feedId);
        return record?.unitId === unitId && record.recorded !== true && tracks.length > 0;
      });
    }
  }

  #seated(consultationId: ConsultationId, session: Session) {
    const room = this.#rooms.get(consultationId);
    if (room === undefined) throw new AppError('notInRoom');
    return { room, seat: room.seatOfSession(session) };
  }

  async #inRoom(consultationId: ConsultationId, session: Session, work: (room: OpenRoom, seat: ReturnType<OpenRoom['seat']>) => void | Promise<void>): Promise<Record<string, never>> {
    const { room, seat } = this.#seated(consultationId, session);
    await work(room, seat);
    return {};
  }

  #chaired(consultationId: ConsultationId, session: Session, work: (room: OpenRoom) => unknown): Promise<Record<string, never>> {
    return this.#inRoom(consultationId, session, async (room) => {
      room.chairedBy(session);
      await work(room);
    });
  }

  async #act(name: string, { commandId, ...input }: { commandId: CommandId }, { actor, tokenId: via }: Session, decide: Decide): Promise<void> {
    await this.#options.log.execute({ commandId, name, input, actor, via, decide: (state) => ({ ...decide(state), answer: () => null }) });
  }

  /** `by`: whose doing it is, null for the hall's own. */
  async #hallDecides(name: string, decide: Decide, by: Session | null): Promise<void> {
    const own = by === null ? { actor: { kind: 'hall' as const }, via: null } : { actor: by.actor, via: by.tokenId };
    await this.#options.log.execute({ commandId: null, name, input: {}, ...own, decide: (state) => ({ ...decide(state), answer: () => null }) });
  }
}

/** Errors: forbidden for what is neither a person nor a unit. */
function whoOf({ userId, unitId }: Pick<Session, 'userId' | 'unitId'>): Invited {
  if (userId !== null) return { kind: 'person', userId };
  if (unitId !== null) return { kind: 'unit', unitId };
  throw new AppError('forbidden');
}
