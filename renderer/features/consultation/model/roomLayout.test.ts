import { describe, expect, it } from 'vitest';
import type { RoomState, RoomTrackName, Seat } from '#protocol/consultations/room.ts';
import type { SeatId } from '#protocol/nouns/ids.ts';
import { gridColumns, seatOrder, stageOf } from './roomLayout.ts';

const seat = (name: string, more: Partial<Seat> = {}, ...tracks: RoomTrackName[]): Seat => ({
  seatId: name as SeatId, name, courtCode: '闽' as never, courtName: '高院', userId: null, unitId: null, chair: false, here: true, handAt: null, silenced: false, ...more,
  tracks: tracks.map((track) => ({ track, generation: 1, paused: false })),
});
const room = (seats: Seat[], more: Partial<RoomState> = {}) => ({ seats, floor: null, presenter: null, ...more });
const calm = { layout: 'auto', own: 'me' as SeatId, pinned: null, speaking: null } as const;

describe('who is large', () => {
  const seats = [seat('me', {}, 'camera'), seat('chair', { chair: true }, 'camera'), seat('judge', {}, 'camera'), seat('unit')];

  it('is the screen before the floor, the floor before the speaker, and a pin before all', () => {
    const full = room([...seats, seat('shows', {}, 'screen')], { presenter: 'shows' as SeatId, floor: 'judge' as SeatId });
    expect(stageOf(full, calm).large).toMatchObject({ seat: { name: 'shows' }, track: 'screen' });
    expect(stageOf({ ...full, presenter: null }, { ...calm, speaking: 'unit' as SeatId }).large?.seat.name).toBe('judge');
    expect(stageOf(room(seats), { ...calm, speaking: 'unit' as SeatId }).large?.seat.name).toBe('unit');
    expect(stageOf(full, { ...calm, pinned: 'unit' as SeatId }).large?.seat.name).toBe('unit');
  });

  it('is never oneself unless nothing else is there, and nobody among two', () => {
    expect(stageOf(room(seats), calm).large?.seat.name).toBe('chair');
    expect(stageOf(room(seats.slice(0, 2)), calm).large).toBeNull();
    expect(stageOf(room(seats), { ...calm, layout: 'grid' }).large).toBeNull();
  });
});

it('the chair comes first, then the floor, then pictures', () => {
  expect(seatOrder(room([seat('a'), seat('b', {}, 'camera'), seat('c'), seat('d', { chair: true })], { floor: 'c' as SeatId })).map(({ name }) => name)).toEqual(['d', 'c', 'b', 'a']);
});

it('a grid makes its tiles as large as they can be', () => {
  expect([1, 2, 4, 9, 25].map((count) => gridColumns(count, { width: 1600, height: 900 }))).toEqual([1, 2, 2, 3, 5]);
  expect(gridColumns(4, { width: 400, height: 900 })).toBe(1);
});
