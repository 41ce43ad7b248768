import { describe, expect, it } from 'vitest';
import type { Invited } from '#protocol/consultations/consultations.ts';
import type { SeatId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import { entryOf, handsOf, nextChair, toSilence, type RuledSeat } from './roomRules.ts';

const person = (name: string): Invited => ({ kind: 'person', userId: name as UserId });
const seat = (name: string, more: Partial<RuledSeat> = {}): RuledSeat => ({ seatId: name as SeatId, who: person(name), chair: false, here: true, handAt: null, silenced: false, since: 0, ...more });
const refusal = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the door', () => {
  const open = { locked: false, lobby: true, removed: [] as string[] };
  it('lets the invited in, has the others wait, and keeps out who was sent away', () => {
    expect(entryOf(open, { who: person('林'), invited: true, isChair: false })).toBe('enters');
    expect(entryOf(open, { who: person('王'), invited: false, isChair: false })).toBe('waits');
    expect(refusal(() => entryOf({ ...open, lobby: false }, { who: person('王'), invited: false, isChair: false }))).toBe('notFound');
    expect(refusal(() => entryOf({ ...open, removed: ['person/林'] }, { who: person('林'), invited: true, isChair: false }))).toBe('removedFromRoom');
  });

  it('is shut by the lock for all but the chair', () => {
    const locked = { ...open, locked: true };
    expect(refusal(() => entryOf(locked, { who: person('林'), invited: true, isChair: false }))).toBe('roomLocked');
    expect(entryOf(locked, { who: person('陈'), invited: true, isChair: true })).toBe('enters');
  });
});

describe('the chair', () => {
  it('goes to who has the floor, else to who came first, and never to a unit or an empty seat', () => {
    const seats = [seat('unit', { who: { kind: 'unit', unitId: 'u' as UnitId }, since: 1 }), seat('gone', { here: false, since: 2 }), seat('first', { since: 3 }), seat('speaker', { since: 4 })];
    expect(nextChair(seats, null)?.seatId).toBe('first');
    expect(nextChair(seats, 'speaker' as SeatId)?.seatId).toBe('speaker');
    expect(nextChair(seats.slice(0, 2), null)).toBeNull();
  });

  it('silences all but itself and the floor', () => {
    expect(toSilence([seat('chair', { chair: true }), seat('floor'), seat('one'), seat('done', { silenced: true })], 'floor' as SeatId).map(({ seatId }) => seatId)).toEqual(['one']);
  });
});

it('hands go up in their order', () => {
  expect(handsOf([seat('late', { handAt: 9 }), seat('none'), seat('early', { handAt: 2 })]).map(({ seatId }) => seatId)).toEqual(['early', 'late']);
});
