import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, feedId, slotId, unitId } from './ids.ts';

export const MAX_GRID_SIDE = 8;

export const wallTile = z.object({ feedId: feedId.nullable() });
export type WallTile = z.infer<typeof wallTile>;

const arrangement = {
  /** `auto`: the hall deals live feeds onto the grid; `manual`: as a dispatcher set it. */
  mode: z.enum(['auto', 'manual']),
  columns: z.int().min(1).max(MAX_GRID_SIDE),
  rows: z.int().min(1).max(MAX_GRID_SIDE),
  /** Row by row, `columns × rows` of them. */
  tiles: z.array(wallTile),
};

/** One place of a court's wall, as the log knows it. */
export const slotRecord = z.object({
  courtCode,
  slotId,
  ...arrangement,
  /** Whether a display took the place; it keeps it over short absences. */
  placed: z.boolean(),
  /** The machine that took the place last. */
  deviceName: z.string(),
  version: z.int(),
});
export type SlotRecord = z.infer<typeof slotRecord>;

/** Whether a display shows the place now; never in the log. */
export const slotPresence = z.object({ courtCode, slotId, shown: z.boolean() });
export type SlotPresence = z.infer<typeof slotPresence>;

/** A place of one's own wall as people see it. */
export type WallSlot = SlotRecord & { readonly shown: boolean };

export const wallEvents = {
  /** Subject `slot/<court>/<slot>`, as for the others. By a person, or dealt by the hall itself. */
  'slot.arranged': event({ data: z.object(arrangement) }),
  /** A display took the place. */
  'slot.taken': event({ data: z.object({ deviceName: z.string() }) }),
  /** No display has shown it for a while. */
  'slot.released': event({ data: z.object({}) }),
};

export const wallRequests = {
  /** Sets what a place of one's own court's wall shows. Errors: notFound (slot or feed), conflict (`expectedVersion` is not the current one). */
  'wall.setSlot': request({
    needs: 'wall.edit',
    about: (input) => input.tiles.flatMap((tile) => (tile.feedId === null ? [] : [{ feed: tile.feedId }])),
    input: z.strictObject({
      commandId,
      slotId,
      expectedVersion: z.int().min(0),
      mode: z.enum(['auto', 'manual']),
      columns: z.int().min(1).max(MAX_GRID_SIDE),
      rows: z.int().min(1).max(MAX_GRID_SIDE),
      tiles: z.array(z.strictObject({ feedId: feedId.nullable() })).max(MAX_GRID_SIDE * MAX_GRID_SIDE),
    }),
    output: z.object({ slot: slotRecord }),
  }),
  /** What this desk has chosen, so that those who look at the wall of its court see which picture is spoken of; null: nothing any more. Alive only: it ends with the session. */
  'wall.point': request({
    needs: 'wall.edit',
    about: (input) => (input.unitId === null ? [] : [{ unit: input.unitId }]),
    input: z.strictObject({ unitId: unitId.nullable() }),
    output: z.object({}),
  }),
};

export const wallNotices = {
  /** To the wall windows of the court: the unit that was pointed at last. */
  'wall.pointed': notice({ data: z.object({ unitId: unitId.nullable() }) }),
};
