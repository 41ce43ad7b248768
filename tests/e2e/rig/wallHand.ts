import { tileKeyOf } from '#domain/wall/layouts.ts';
import type { SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import type { TakeWhat } from '#protocol/wall/wall.ts';
import type { HallControl } from '../../../scripts/demo/hallControl.ts';
import type { ConsoleApp } from './consoleApp.ts';
import { isFresh, seeWalls, type WallTile } from './look.ts';
import { until } from './until.ts';

export type WallLayouts = Readonly<Record<string, SlotLayout>>;

/** Puts these layouts up in one step, from what stands there now; answers the step's id. Errors: as the hall's. */
export async function putUp(control: HallControl, layouts: WallLayouts, what: TakeWhat = { kind: 'edit', label: '' }) {
  const { wall } = await control.view();
  const commandId = control.newCommandId();
  const slots = Object.entries(layouts).map(([slotId, layout]) => ({
    slotId: slotId as SlotId,
    expectedVersion: wall.find((slot) => slot.slotId === slotId)?.layoutVersion ?? 0,
    layout,
  }));
  await control.request('wall.put', { commandId, what, slots });
  return commandId;
}

export async function layoutsNow(control: HallControl): Promise<WallLayouts> {
  const { wall } = await control.view();
  return Object.fromEntries(wall.map(({ slotId, layout }) => [slotId, layout]));
}

/** The units that stand in the tiles of these layouts, by `<slot>/<tile>`. */
export function unitsIn(layouts: WallLayouts, unitOf: (feedId: string) => UnitId | undefined): Map<string, UnitId> {
  return new Map(Object.entries(layouts).flatMap(([slotId, { tiles }]) => tiles.flatMap((tile) => {
    const unitId = tile.content.kind === 'feed' ? unitOf(tile.content.feedId) : undefined;
    return unitId === undefined ? [] : [[`${slotId}/${tileKeyOf(tile)}`, unitId] as const];
  })));
}

/** Waits until exactly these tiles show exactly these units, each by a fresh frame of its own. */
export async function untilUnits(app: ConsoleApp, expected: ReadonlyMap<string, UnitId>, options: { withinMs: number }): Promise<void> {
  let seen: WallTile[] = [];
  await until(
    `${expected.size} right tiles`,
    async () => {
      seen = (await seeWalls(app)).filter(({ unitId }) => unitId !== '');
      return seen.length === expected.size && seen.every((tile) => expected.get(`${tile.slotId}/${tile.tileKey}`) === tile.unitId && isFresh(tile));
    },
    {
      ...options,
      describe: () => ({
        count: seen.length,
        wrong: seen.filter((tile) => expected.get(`${tile.slotId}/${tile.tileKey}`) !== tile.unitId || !isFresh(tile)).map(({ slotId, tileKey, unitId, state, ageMs }) => ({ slotId, tileKey, unitId, state, ageMs })),
      }),
    },
  );
}
