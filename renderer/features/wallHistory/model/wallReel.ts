import { fold } from '#domain/hallState/fold.ts';
import { EMPTY_STATE } from '#domain/hallState/hallState.ts';
import { emptySlot } from '#domain/wall/foldSlot.ts';
import type { WallLayouts } from '#domain/wall/edit/layoutsOf.ts';
import type { RequestOutput } from '#protocol/contract.ts';
import { eventOf } from '#protocol/events.ts';
import type { CourtCode, SlotId } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';

/** The wall from one change to the next. */
export type WallMoment = {
  readonly at: number;
  /** Null: the beginning of the stretch. */
  readonly entry: WireEntry | null;
  /** Displays that look otherwise than before. */
  readonly slotIds: readonly SlotId[];
  readonly layouts: WallLayouts;
};

export type WallReel = {
  /** Oldest first; the first is the beginning. */
  readonly moments: readonly WallMoment[];
  /** A step from before the stretch was taken back in it: its displays are not known from then on, until they change again. */
  readonly uncertainFrom: number | null;
};

type History = RequestOutput<'wall.history'>;

export function wallReel({ before, entries }: History, { courtCode, from }: { courtCode: CourtCode; from: number }): WallReel {
  const slots = before.reduce((all, { slotId, layout }) => all.set(`${courtCode}/${slotId}`, { ...emptySlot({ courtCode, slotId }), layout }), EMPTY_STATE.slots);
  let state = { ...EMPTY_STATE, slots };
  let uncertainFrom: number | null = null;
  const layoutsNow = (): WallLayouts => new Map([...state.slots.values()].filter((slot) => slot.courtCode === courtCode).map(({ slotId, layout }) => [slotId, layout]));
  const moments: WallMoment[] = [{ at: from, entry: null, slotIds: [], layouts: layoutsNow() }];
  for (const entry of entries) {
    const event = eventOf(entry);
    if (event === null) {
      continue;
    }
    if (event.name === 'wall.undone' && state.walls.get(courtCode)?.past.every(({ takeId }) => takeId !== event.data.takeId) !== false) {
      uncertainFrom ??= entry.at;
    }
    state = fold(state, event);
    const layouts = layoutsNow();
    const earlier = moments.at(-1)?.layouts;
    moments.push({ at: entry.at, entry, layouts, slotIds: [...layouts].flatMap(([slotId, layout]) => (earlier?.get(slotId) === layout ? [] : [slotId])) });
  }
  return { moments, uncertainFrom };
}

/** Only what is at or after `from`, beginning with how the wall stood then. */
export function trimmed({ moments, uncertainFrom }: WallReel, from: number): WallReel {
  const first = moments.findLast(({ at }) => at <= from) ?? moments[0];
  const later = moments.filter(({ at }) => at > from);
  return { uncertainFrom, moments: [{ at: from, entry: null, slotIds: [], layouts: first?.layouts ?? new Map() }, ...later] };
}

/** Index of the moment that holds at a time. */
export function momentAt(moments: readonly WallMoment[], at: number): number {
  return Math.max(0, moments.findLastIndex((moment) => moment.at <= at));
}
