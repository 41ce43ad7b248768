import { z } from 'zod';
import { request } from '../definition/request.ts';
import { notice } from '../definition/notice.ts';
import { commandId, feedId, slotId } from './ids.ts';

export const MAX_GRID_SIDE = 8;

export const wallTile = z.object({ feedId: feedId.nullable() });
export type WallTile = z.infer<typeof wallTile>;

export const wallSlot = z.object({
  slotId,
  /** `auto`: the hall deals live feeds onto the grid; `manual`: as a dispatcher set it. */
  mode: z.enum(['auto', 'manual']),
  columns: z.int().min(1).max(MAX_GRID_SIDE),
  rows: z.int().min(1).max(MAX_GRID_SIDE),
  /** Row by row, `columns × rows` of them. */
  tiles: z.array(wallTile),
  version: z.int(),
  /** Whether a display shows this slot now. */
  shown: z.boolean(),
});
export type WallSlot = z.infer<typeof wallSlot>;

export const wallRequests = {
  /** Sets what a slot shows. Errors: notFound (slot or feed), conflict (`expectedVersion` is not the current one). */
  'wall.setSlot': request({
    needs: 'wall.edit',
    input: z.strictObject({
      commandId,
      slotId,
      expectedVersion: z.int().min(0),
      mode: z.enum(['auto', 'manual']),
      columns: z.int().min(1).max(MAX_GRID_SIDE),
      rows: z.int().min(1).max(MAX_GRID_SIDE),
      tiles: z.array(z.strictObject({ feedId: feedId.nullable() })).max(MAX_GRID_SIDE * MAX_GRID_SIDE),
    }),
    output: z.object({ slot: wallSlot }),
  }),
};

export const wallNotices = {
  'wall.changed': notice({ data: z.object({ slot: wallSlot }) }),
};
