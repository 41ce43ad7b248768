import type { Insertable, Kysely } from 'kysely';
import { z } from 'zod';
import { wallSlot, wallTile } from '#protocol/nouns/wall.ts';
import type { SlotRecord, WallStore } from '../ports/stores.ts';
import type { Database } from './schema.ts';

const tiles = z.array(wallTile);
const slotRecord = wallSlot.omit({ shown: true }).extend({ placed: z.boolean() });

export function createWallStore(db: Kysely<Database>): WallStore {
  return {
    async list() {
      const rows = await db.selectFrom('wallSlots').selectAll().execute();
      return rows.map((row) => ({ ...row, tiles: tiles.parse(JSON.parse(row.tiles)), placed: row.placed === 1 }));
    },
    async commit({ slots, command }) {
      await db.transaction().execute(async (transaction) => {
        for (const slot of slots) {
          const { slotId, ...columns } = rowOf(slot);
          await transaction.insertInto('wallSlots').values({ slotId, ...columns })
            .onConflict((conflict) => conflict.column('slotId').doUpdateSet(columns))
            .execute();
        }
        if (command !== undefined) {
          await transaction.insertInto('wallCommands').values({ ...command, answer: JSON.stringify(command.answer) }).execute();
        }
      });
    },
    async answerOf(commandId) {
      const row = await db.selectFrom('wallCommands').select('answer').where('commandId', '=', commandId).executeTakeFirst();
      return row === undefined ? undefined : slotRecord.parse(JSON.parse(row.answer));
    },
    async forgetCommandsBefore(at) {
      await db.deleteFrom('wallCommands').where('at', '<', at).execute();
    },
  };
}

function rowOf(slot: SlotRecord): Insertable<Database['wallSlots']> {
  return { ...slot, tiles: JSON.stringify(slot.tiles), placed: slot.placed ? 1 : 0 };
}
