import type { Consultation } from '#protocol/consultations/consultations.ts';
import { invitedKey, type Invited } from '#protocol/consultations/consultations.ts';
import { AppError } from '#protocol/errors.ts';
import type { SeatId } from '#protocol/nouns/ids.ts';

/** A seat as far as the rules of a room go. */
export type RuledSeat = {
  readonly seatId: SeatId;
  readonly who: Invited;
  readonly chair: boolean;
  readonly here: boolean;
  readonly handAt: number | null;
  readonly silenced: boolean;
  /** When it was taken. */
  readonly since: number;
};

export type Entry = 'enters' | 'waits';

/** Whether somebody comes in. Errors: removedFromRoom, roomLocked, notFound (who was not invited, where nobody waits). */
export function entryOf({ locked, lobby, removed }: Pick<Consultation, 'locked' | 'lobby' | 'removed'>, { who, invited, isChair }: { readonly who: Invited; readonly invited: boolean; readonly isChair: boolean }): Entry {
  if (removed.includes(invitedKey(who))) {
    throw new AppError('removedFromRoom');
  }
  if (isChair) {
    return 'enters';
  }
  if (!invited && !lobby) {
    throw new AppError('notFound', { params: { what: 'consultation' } });
  }
  if (locked) {
    throw new AppError('roomLocked');
  }
  return invited ? 'enters' : 'waits';
}

/** Who takes the chair when it is empty: of the persons here the one who holds the floor, else who came first; null while there is nobody. */
export function nextChair(seats: readonly RuledSeat[], floor: SeatId | null): RuledSeat | null {
  const persons = seats.filter(({ here, who }) => here && who.kind === 'person').toSorted((one, other) => one.since - other.since);
  return persons.find(({ seatId }) => seatId === floor) ?? persons[0] ?? null;
}

/** The queue of hands: who raised it first speaks next. */
export function handsOf<Raised extends Pick<RuledSeat, 'handAt'>>(seats: readonly Raised[]): Raised[] {
  return seats.filter(({ handAt }) => handAt !== null).toSorted((one, other) => (one.handAt ?? 0) - (other.handAt ?? 0));
}

/** Whose microphone the chair closes when it asks for silence. */
export function toSilence(seats: readonly RuledSeat[], floor: SeatId | null): RuledSeat[] {
  return seats.filter(({ chair, silenced, seatId }) => !chair && !silenced && seatId !== floor);
}
