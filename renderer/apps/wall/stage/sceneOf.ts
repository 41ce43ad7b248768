import { alarmSeats, waitingAlarms } from '#domain/wall/show/alarmSeats.ts';
import { shownContent } from '#domain/wall/show/shownContent.ts';
import { spanParts, wallTileKey } from '#domain/wall/show/spanParts.ts';
import { takesTiles } from '#domain/wall/show/takesTiles.ts';
import { tileKeyOf } from '#domain/wall/layouts.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { AlarmId, FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import type { WallSlot } from '#protocol/wall/slots.ts';
import type { SlotPlaceMm } from '#protocol/wall/wall.ts';
import type { Item, Scene } from './scene.ts';

type SceneFacts = {
  readonly slot: WallSlot;
  readonly wall: ReadonlyMap<SlotId, WallSlot>;
  readonly places: readonly SlotPlaceMm[];
  readonly alarms: { get(alarmId: AlarmId): Alarm | undefined; values(): Iterable<Alarm> };
  readonly pointed: UnitId | null;
  readonly notBefore: number | null;
  /** Hall time. */
  readonly now: number;
  readonly isLive: (feedId: FeedId) => boolean;
  readonly feedOf: (unitId: UnitId) => FeedId | null;
};

type SceneNow = {
  readonly scene: Scene;
  /** Pictures of alarms that have no tile on the whole wall. */
  readonly waiting: number;
  /** When to look again by itself, hall time. */
  readonly wakeAt: number | null;
};

/** All that the window of one place is to show now. */
export function sceneOf(facts: SceneFacts): SceneNow {
  const { slot, wall, places, alarms, feedOf, isLive } = facts;
  const layouts = new Map([...wall].map(([slotId, { layout }]) => [slotId, layout]));
  const parts = spanParts({ slots: layouts, places });
  const taking = takingTiles(facts);
  const seats = alarmSeats({ slots: layouts, alarms: taking, feedOf });
  let wakeAt = Infinity;
  const items = slot.layout.tiles.map((tile): Item => {
    const key = wallTileKey(slot.slotId, tile);
    const taker = seats.get(key);
    const shown = shownContent(tile.content, { ...facts, alarm: taker === undefined ? undefined : alarms.get(taker) });
    wakeAt = Math.min(wakeAt, shown.wakeAt ?? Infinity);
    const feedId = shown.content.kind === 'feed' ? shown.content.feedId : null;
    return {
      tileKey: tileKeyOf(tile),
      tile,
      frame: frameOf(tile, slot.layout),
      part: parts.get(key) ?? null,
      density: slot.layout.density,
      feedId,
      content: shown.content,
      alarm: (shown.alarmId === null ? undefined : alarms.get(shown.alarmId)) ?? null,
      waits: feedId === null ? shown.content.kind !== 'empty' : isLive(feedId),
      aheadFeedId: shown.aheadFeedId !== null && isLive(shown.aheadFeedId) ? shown.aheadFeedId : null,
    };
  });
  return {
    scene: { arrangement: arrangementOf(slot), notBefore: facts.notBefore, items },
    waiting: seats.size === 0 ? 0 : waitingAlarms({ alarms: taking, feedOf, seats }).length,
    wakeAt: wakeAt === Infinity ? null : wakeAt,
  };
}

/** Whether any alarm has taken a tile of this place. */
export function isTaken({ slot, wall, alarms, feedOf }: Pick<SceneFacts, 'slot' | 'wall' | 'alarms' | 'feedOf'>): boolean {
  const layouts = new Map([...wall].map(([slotId, { layout }]) => [slotId, layout]));
  return [...alarmSeats({ slots: layouts, alarms: takingTiles({ slot, alarms }), feedOf }).keys()].some((key) => key.startsWith(`${slot.slotId}/`));
}

function takingTiles({ slot, alarms }: Pick<SceneFacts, 'slot' | 'alarms'>): readonly Alarm[] {
  return [...alarms.values()].filter((alarm) => takesTiles(alarm, slot.courtCode));
}

function frameOf({ column, row, columnSpan, rowSpan }: WallTile, { columns, rows }: SlotLayout): Item['frame'] {
  return { left: column / columns, top: row / rows, width: columnSpan / columns, height: rowSpan / rows };
}

/** Not by the version alone: after a hall was set up anew the same number stands for something else. */
function arrangementOf({ layoutVersion, layout }: WallSlot): string {
  const cells = layout.tiles.map(({ column, row, columnSpan, rowSpan }) => [column, row, columnSpan, rowSpan].join('.'));
  return `${layoutVersion}: ${layout.columns} × ${layout.rows}, ${cells.join(' ')}`;
}
