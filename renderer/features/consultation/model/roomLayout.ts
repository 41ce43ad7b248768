import type { RoomState, RoomTrackName, Seat } from '#protocol/consultations/room.ts';
import type { SeatId } from '#protocol/nouns/ids.ts';

/** `auto`: large whoever matters now; `grid`: all alike. */
export type RoomLayout = 'auto' | 'grid';
/** What is shown large, and those beside it. */
export type Stage = { readonly large: { readonly seat: Seat; readonly track: RoomTrackName } | null; readonly others: readonly Seat[] };

/** Chair first, then who has the floor, then who shows a picture, then in the order they came. */
export function seatOrder({ seats, floor }: Pick<RoomState, 'seats' | 'floor'>): Seat[] {
  const rank = (seat: Seat) => (seat.chair ? 0 : seat.seatId === floor ? 1 : shows(seat, 'camera') ? 2 : 3);
  return seats.toSorted((one, other) => rank(one) - rank(other));
}

/** Who is large: what somebody pinned, a shared screen, the floor, who speaks, else who comes first and shows a picture. */
export function stageOf(room: Pick<RoomState, 'seats' | 'floor' | 'presenter'>, { layout, own, pinned, speaking }: { readonly layout: RoomLayout; readonly own: SeatId | null; readonly pinned: SeatId | null; readonly speaking: SeatId | null }): Stage {
  const ordered = seatOrder(room);
  const at = (seatId: SeatId | null) => room.seats.find((seat) => seat.seatId === seatId);
  const presenter = at(room.presenter);
  if (presenter !== undefined && pinned === null) return { large: { seat: presenter, track: 'screen' }, others: ordered };
  if (layout === 'grid' && pinned === null) return { large: null, others: ordered };
  const foreign = ordered.filter((seat) => seat.seatId !== own);
  const large = at(pinned) ?? at(room.floor) ?? at(speaking) ?? foreign.find((seat) => shows(seat, 'camera')) ?? foreign[0];
  // Alone, or with one who is not there yet: nobody is larger than the others.
  return large === undefined || ordered.length < 3 ? { large: null, others: ordered } : { large: { seat: large, track: 'camera' }, others: ordered.filter((seat) => seat !== large) };
}

export function shows(seat: Seat, name: RoomTrackName): boolean {
  return seat.tracks.some(({ track, paused }) => track === name && !paused);
}

/** Columns of a grid of so many tiles, 16:9 each, in a box: those that leave the tiles largest. */
export function gridColumns(count: number, box: { readonly width: number; readonly height: number }): number {
  let best = { columns: 1, width: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const width = Math.min(box.width / columns, (box.height / rows) * (16 / 9));
    if (width >= best.width) best = { columns, width };
  }
  return best.columns;
}
