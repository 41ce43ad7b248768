import { nextChair, toSilence, type RuledSeat } from '#domain/consultations/room/roomRules.ts';
import { type Consultation, invitedKey, type Invited, type Member } from '#protocol/consultations/consultations.ts';
import { MAX_SEATS, type RoomEnd, type RoomState, type RoomTrackName } from '#protocol/consultations/room.ts';
import { AppError } from '#protocol/errors.ts';
import type { ConsultationId, SeatId } from '#protocol/nouns/ids.ts';
import type { RoomMedia } from '../ports/roomMedia.ts';
import type { Session } from '../ports/session.ts';
import { Stage } from './stage.ts';

type Person = Pick<Member, 'who' | 'name' | 'courtCode' | 'courtName'>;
type TakenSeat = Person & {
  readonly seatId: SeatId;
  readonly since: number;
  /** Null while it is kept for somebody whose line was lost, and for a unit. */
  session: Session | null;
  here: boolean;
  handAt: number | null;
  silenced: boolean;
};
type Waiting = Person & { readonly seatId: SeatId; readonly session: Session };

export type OpenRoomOptions = { readonly consultation: () => Consultation | undefined; readonly consultationId: ConsultationId; readonly media: RoomMedia; readonly newSeatId: () => SeatId; readonly now: () => number };

/** One room that is open: who sits in it, what they show, and what they are told. */
export class OpenRoom {
  readonly stage: Stage;
  readonly #options: OpenRoomOptions;
  readonly #seats = new Map<SeatId, TakenSeat>();
  readonly #waiting = new Map<SeatId, Waiting>();
  #floor: SeatId | null = null;
  #agendaItem: number | null = null;
  #revision = 0;
  #telling = false;
  #closed = false;

  constructor(options: OpenRoomOptions) {
    this.#options = options;
    const { consultationId } = options;
    this.stage = new Stage({
      media: options.media,
      onChanged: () => this.changed(),
      onViewClosed: (viewer, consumerId) => viewer.notify('room.consumerClosed', { consultationId, consumerId }),
    });
  }

  get isEmpty(): boolean {
    return ![...this.#seats.values()].some(({ who }) => who.kind === 'person');
  }

  get floor(): SeatId | null {
    return this.#floor;
  }

  seatOf(who: Invited): TakenSeat | undefined {
    return [...this.#seats.values()].find((seat) => invitedKey(seat.who) === invitedKey(who));
  }

  /** Errors: notFound. */
  seat(seatId: SeatId): TakenSeat {
    const seat = this.#seats.get(seatId);
    if (seat === undefined) throw new AppError('notFound', { params: { what: 'seat' } });
    return seat;
  }

  /** The seat this session sits in. Errors: notInRoom. */
  seatOfSession(session: Session): TakenSeat {
    const seat = [...this.#seats.values()].find((each) => each.session === session);
    if (seat === undefined) throw new AppError('notInRoom');
    return seat;
  }

  /** Errors: notInRoom, forbidden. */
  chairedBy(session: Session): TakenSeat {
    const seat = this.seatOfSession(session);
    if (!this.#isChair(seat)) throw new AppError('forbidden');
    return seat;
  }

  /** A new seat, or the former one of the same person; whoever had it elsewhere is told. Errors: roomFull. */
  take(person: Person, session: Session | null): TakenSeat {
    const former = this.seatOf(person.who);
    if (former !== undefined) {
      if (former.session !== null && former.session !== session) this.#dismiss(former, 'elsewhere', null);
      former.session = session;
      former.here = true;
      this.changed();
      return former;
    }
    if (this.#seats.size >= MAX_SEATS) throw new AppError('roomFull', { params: { most: MAX_SEATS } });
    const seat: TakenSeat = { ...person, seatId: this.#options.newSeatId(), since: this.#options.now(), session, here: true, handAt: null, silenced: false };
    this.#seats.set(seat.seatId, seat);
    this.changed();
    return seat;
  }

  /** The line was lost: its tracks end, its seat is kept. */
  lose(seat: TakenSeat): void {
    this.#leaveStage(seat);
    seat.session = null;
    seat.here = false;
    this.changed();
  }

  vacate(seat: TakenSeat, why: RoomEnd, words: string | null): void {
    if (!this.#seats.delete(seat.seatId)) return;
    if (this.#floor === seat.seatId) this.#floor = null;
    this.#dismiss(seat, why, words);
    this.changed();
  }

  /** Before the door. */
  wait(person: Person, session: Session): SeatId {
    const former = [...this.#waiting.values()].find((each) => invitedKey(each.who) === invitedKey(person.who));
    const seatId = former?.seatId ?? this.#options.newSeatId();
    this.#waiting.set(seatId, { ...person, seatId, session });
    this.changed();
    return seatId;
  }

  /** Who waited there and does so no more. Errors: notFound. */
  fromDoor(seatId: SeatId): Waiting {
    const waiting = this.#waiting.get(seatId);
    if (waiting === undefined) throw new AppError('notFound', { params: { what: 'seat' } });
    this.#waiting.delete(seatId);
    this.changed();
    return waiting;
  }

  leaveDoor(session: Session): void {
    for (const [seatId, waiting] of this.#waiting) if (waiting.session === session) this.#waiting.delete(seatId);
    this.changed();
  }

  raiseHand(seat: TakenSeat, raised: boolean): void {
    if ((seat.handAt !== null) === raised) return;
    seat.handAt = raised ? Math.round(this.#options.now()) : null;
    this.changed();
  }

  async silence(seat: TakenSeat, silenced: boolean): Promise<void> {
    seat.silenced = silenced;
    this.changed();
    if (silenced) await this.pauseTrack(seat, 'microphone', true).catch(() => undefined);
  }

  giveFloor(seat: TakenSeat | null): void {
    this.#floor = seat?.seatId ?? null;
    if (seat !== null) {
      seat.handAt = null;
      seat.silenced = false;
    }
    this.changed();
  }

  goTo(agendaItem: number | null): void {
    this.#agendaItem = agendaItem;
    this.changed();
  }

  /** Errors: silenced, notFound. */
  async pauseTrack(seat: TakenSeat, track: RoomTrackName, paused: boolean): Promise<void> {
    if (!paused) this.checkMaySound(seat, track);
    await this.stage.setPaused(seat.seatId, track, paused);
  }

  /** Errors: silenced. */
  checkMaySound(seat: TakenSeat, track: RoomTrackName): void {
    if (track === 'microphone' && seat.silenced && !this.#isChair(seat) && this.#floor !== seat.seatId) throw new AppError('silenced');
  }

  /** Errors: screenTaken, but to the chair, who takes it. */
  checkMayPresent(seat: TakenSeat): void {
    const presenter = this.stage.presenter();
    if (presenter === null || presenter === seat.seatId) return;
    if (!this.#isChair(seat)) throw new AppError('screenTaken', { params: { name: this.#seats.get(presenter)?.name ?? '' } });
    this.stage.closeTrack(presenter, 'screen');
    this.stage.closeTrack(presenter, 'screenSound');
  }

  loudToSilence(): TakenSeat[] {
    const ids = new Set(toSilence(this.#ruled(), this.#floor).map(({ seatId }) => seatId));
    return [...this.#seats.values()].filter(({ seatId }) => ids.has(seatId));
  }

  /** Who takes the chair when the one who has it has gone; null when it stays, is still to come, or nobody is there. */
  heir(): TakenSeat | null {
    const { chair, stays = [] } = this.#options.consultation() ?? {};
    const own = stays.filter(({ who }) => chair !== undefined && invitedKey(who) === invitedKey(chair.who));
    const hasGone = own.length > 0 && own.every(({ leftAt }) => leftAt !== null);
    const heir = hasGone ? nextChair(this.#ruled(), this.#floor) : null;
    return heir === null ? null : this.seat(heir.seatId);
  }

  /** As those who sit in it see it; `waiting` is the chair's affair. */
  state(withDoor: boolean): RoomState {
    const { title, openedAt, locked } = this.#options.consultation() ?? { title: '', openedAt: 0, locked: false };
    return {
      consultationId: this.#options.consultationId,
      title,
      revision: this.#revision,
      openedAt: openedAt ?? 0,
      locked,
      seats: [...this.#seats.values()].map((seat) => ({
        seatId: seat.seatId,
        name: seat.name,
        courtCode: seat.courtCode,
        courtName: seat.courtName,
        userId: seat.who.kind === 'person' ? seat.who.userId : null,
        unitId: seat.who.kind === 'unit' ? seat.who.unitId : null,
        chair: this.#isChair(seat),
        here: seat.here,
        handAt: seat.handAt,
        silenced: seat.silenced,
        tracks: this.stage.tracksOf(seat.seatId),
      })),
      waiting: withDoor ? [...this.#waiting.values()].map(({ seatId, name, courtName }) => ({ seatId, name, courtName })) : [],
      floor: this.#floor,
      presenter: this.stage.presenter(),
      agendaItem: this.#agendaItem,
    };
  }

  units(): TakenSeat[] {
    return [...this.#seats.values()].filter(({ who }) => who.kind === 'unit');
  }

  /** Tells everybody in it, once for all changes of one turn. */
  changed(): void {
    this.#revision += 1;
    if (this.#telling || this.#closed) return;
    this.#telling = true;
    setImmediate(() => {
      this.#telling = false;
      if (!this.#closed) this.#tell();
    });
  }

  /** Idempotent. */
  close(words: string | null): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { session } of this.#waiting.values()) this.#tellEnd(session, 'ended', words);
    for (const seat of this.#seats.values()) this.#dismiss(seat, 'ended', words);
    this.#seats.clear();
    this.#waiting.clear();
    this.stage.close();
  }

  #tell(): void {
    const all = this.state(false);
    const chairs = this.#waiting.size === 0 ? all : this.state(true);
    for (const seat of this.#seats.values()) seat.session?.notify('room.changed', this.#isChair(seat) ? chairs : all);
  }

  #dismiss(seat: TakenSeat, why: RoomEnd, words: string | null): void {
    this.#leaveStage(seat);
    if (seat.session !== null) this.#tellEnd(seat.session, why, words);
  }

  #leaveStage({ seatId, session }: TakenSeat): void {
    if (session !== null) this.stage.dropViewer(session);
    this.stage.dropSeat(seatId);
  }

  #tellEnd(session: Session, why: RoomEnd, words: string | null): void {
    session.notify('room.closed', { consultationId: this.#options.consultationId, why, words });
  }

  #isChair({ who }: Pick<TakenSeat, 'who'>): boolean {
    const chair = this.#options.consultation()?.chair;
    return chair !== undefined && invitedKey(chair.who) === invitedKey(who);
  }

  /** Who came first is in the log, over every restart. */
  #ruled(): RuledSeat[] {
    const stays = this.#options.consultation()?.stays ?? [];
    const cameAt = ({ who, since }: TakenSeat) => stays.find(({ who: other, leftAt }) => leftAt === null && invitedKey(other) === invitedKey(who))?.joinedAt ?? since;
    return [...this.#seats.values()].map((seat) => ({ ...seat, since: cameAt(seat), chair: this.#isChair(seat) }));
  }
}
