import { SEVERITIES, type Alarm } from '#protocol/alarms/alarms.ts';
import type { AlarmId, FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import { bySlotNumber, wallTileKey, type WallTileKey } from './spanParts.ts';

type Pictured = { readonly alarm: Alarm; readonly feedId: FeedId; readonly endsAt: number };
type FeedOf = (unitId: UnitId) => FeedId | null;
type Alarms = Iterable<Alarm>;
/** Tiles that one alarm takes: one, or all of a picture over several. */
type Seat = { readonly keys: WallTileKey[]; feedId: FeedId | null };

/**
 * Which open alarm takes which of the tiles that are meant for alarms, in every window the same: all that happened is gone
 * through again in its order. An alarm keeps its seat until it is over, and gives it up only to a more severe one when
 * all are taken; of those that wait the most severe goes first, then the oldest. Two alarms about one picture share a seat,
 * and the worse is named. `feedOf`: the picture of a unit, live or not. What is only worth a notice takes no tile.
 */
export function alarmSeats({ slots, alarms, feedOf }: { slots: ReadonlyMap<SlotId, SlotLayout>; alarms: Alarms; feedOf: FeedOf }): ReadonlyMap<WallTileKey, AlarmId> {
  const seats = seatsIn(slots);
  const pictured = seats.length === 0 ? [] : sinceAllWasCalm(picturedOf(alarms, feedOf));
  if (pictured.length === 0) {
    return new Map();
  }
  const moments = new Set(pictured.flatMap(({ alarm, endsAt }) => (endsAt === Infinity ? [alarm.raisedAt] : [alarm.raisedAt, endsAt])));
  let asking = new Map<FeedId, Alarm>();
  for (const at of [...moments].toSorted((a, b) => a - b)) {
    asking = worstByFeed(pictured.filter(({ alarm, endsAt }) => alarm.raisedAt <= at && at < endsAt));
    seatAll(seats, asking);
  }
  return new Map(seats.flatMap(({ keys, feedId }) => {
    const alarm = feedId === null ? undefined : asking.get(feedId);
    return alarm === undefined ? [] : keys.map((key) => [key, alarm.alarmId] as const);
  }));
}

/** Open alarms with a picture that has no tile now, the most urgent first; one for each picture. */
export function waitingAlarms({ alarms, feedOf, seats }: { alarms: Alarms; feedOf: FeedOf; seats: ReadonlyMap<WallTileKey, AlarmId> }): readonly Alarm[] {
  const open = picturedOf(alarms, feedOf).filter(({ endsAt }) => endsAt === Infinity);
  const seated = new Set(seats.values());
  const shown = new Set(open.filter(({ alarm }) => seated.has(alarm.alarmId)).map(({ feedId }) => feedId));
  return [...worstByFeed(open.filter(({ feedId }) => !shown.has(feedId))).values()].toSorted(byUrgency);
}

function seatsIn(slots: ReadonlyMap<SlotId, SlotLayout>): Seat[] {
  const seats: Seat[] = [];
  const spans = new Map<string, Seat>();
  for (const [slotId, layout] of [...slots].toSorted(([a], [b]) => bySlotNumber(a, b))) {
    for (const tile of layout.tiles.filter(({ takesAlarms }) => takesAlarms && !layout.blank)) {
      const key = wallTileKey(slotId, tile);
      const together = tile.span === null ? undefined : spans.get(tile.span);
      if (together === undefined) {
        const seat: Seat = { keys: [key], feedId: null };
        seats.push(seat);
        if (tile.span !== null) {
          spans.set(tile.span, seat);
        }
      } else {
        together.keys.push(key);
      }
    }
  }
  return seats;
}

function picturedOf(alarms: Alarms, feedOf: FeedOf): Pictured[] {
  return [...alarms].flatMap((alarm) => {
    const feedId = alarm.unitId === null || alarm.severity === 'notice' ? null : feedOf(alarm.unitId);
    return feedId === null ? [] : [{ alarm, feedId, endsAt: alarm.resolved?.at ?? Infinity }];
  });
}

/** From the last moment at which nothing was open: what was before has no say in who sits where. */
function sinceAllWasCalm(pictured: readonly Pictured[]): Pictured[] {
  const latestFirst = pictured.toSorted((a, b) => b.endsAt - a.endsAt);
  let since = Infinity;
  let chain = 0;
  for (const { alarm, endsAt } of latestFirst) {
    if (endsAt !== Infinity && endsAt <= since) {
      break;
    }
    since = Math.min(since, alarm.raisedAt);
    chain += 1;
  }
  return latestFirst.slice(0, chain);
}

function seatAll(seats: readonly Seat[], asking: ReadonlyMap<FeedId, Alarm>): void {
  for (const seat of seats) {
    if (seat.feedId !== null && !asking.has(seat.feedId)) {
      seat.feedId = null;
    }
  }
  const waiting = [...asking].filter(([feedId]) => seats.every((seat) => seat.feedId !== feedId)).toSorted(([, a], [, b]) => byUrgency(a, b));
  for (const [feedId, alarm] of waiting) {
    const free = seats.find((seat) => seat.feedId === null);
    const least = free ?? leastOf(seats, asking);
    if (least !== undefined && (free !== undefined || rank(alarm) < rankOf(least, asking))) {
      least.feedId = feedId;
    }
  }
}

/** The seat whose alarm gives way first: the least severe, of those the youngest. */
function leastOf(seats: readonly Seat[], asking: ReadonlyMap<FeedId, Alarm>): Seat | undefined {
  return seats.toSorted((a, b) => rankOf(b, asking) - rankOf(a, asking) || raisedAt(b, asking) - raisedAt(a, asking))[0];
}

function worstByFeed(pictured: readonly Pictured[]): Map<FeedId, Alarm> {
  const worst = new Map<FeedId, Alarm>();
  for (const { alarm, feedId } of pictured) {
    const before = worst.get(feedId);
    if (before === undefined || byUrgency(alarm, before) < 0) {
      worst.set(feedId, alarm);
    }
  }
  return worst;
}

function byUrgency(a: Alarm, b: Alarm): number {
  return rank(a) - rank(b) || a.raisedAt - b.raisedAt || (a.alarmId < b.alarmId ? -1 : 1);
}

function rank({ severity }: Alarm): number {
  return SEVERITIES.indexOf(severity);
}

function rankOf({ feedId }: Seat, asking: ReadonlyMap<FeedId, Alarm>): number {
  const alarm = feedId === null ? undefined : asking.get(feedId);
  return alarm === undefined ? Infinity : rank(alarm);
}

function raisedAt({ feedId }: Seat, asking: ReadonlyMap<FeedId, Alarm>): number {
  return (feedId === null ? undefined : asking.get(feedId)?.raisedAt) ?? 0;
}
