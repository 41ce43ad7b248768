import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, operationId, presetId, slotId, userId } from '../nouns/ids.ts';
import { feedsIn } from './content.ts';
import { slotLayout } from './layout.ts';
import { MAX_SLOTS } from './wall.ts';

const facts = {
  name: z.string().trim().min(1).max(40),
  /** Whose it is: one person's, everybody's at the court, or an operation's. */
  scope: z.enum(['person', 'court', 'operation']),
  /** Set for the scope that it names. */
  operationId: operationId.nullable(),
  /** 预案键: recalled with one key, 1 to 9; null: by name. */
  key: z.int().min(1).max(9).nullable(),
  slots: z.array(z.strictObject({ slotId, layout: slotLayout })).min(1).max(MAX_SLOTS),
};

/** 预案: a layout of some displays under a name. */
export const preset = z.object({ presetId, courtCode, ...facts, ownerId: userId, ownerName: z.string(), version: z.int() });
export type Preset = z.infer<typeof preset>;

/** Subject `preset/<preset>`. */
export const presetEvents = {
  'preset.saved': event({ data: z.object({ ...facts, ownerId: userId, ownerName: z.string() }) }),
  'preset.removed': event({ data: z.object({}) }),
};

/** Of one's own court. A person's own are that person's alone to change. */
export const presetRequests = {
  /** A new one (`presetId` null) or over an old one. Errors: notFound, conflict, badLayout, forbidden (another person's), presetKeyTaken (`name` has the key). */
  'preset.save': request({
    needs: 'wall.edit',
    about: (input) => [
      ...(input.operationId === null ? [] : [{ operation: input.operationId }]),
      ...input.slots.flatMap(({ layout }) => layout.tiles.flatMap(({ content }) => feedsIn(content).map((feed) => ({ feed })))),
    ],
    input: z.strictObject({ commandId, presetId: presetId.nullable(), expectedVersion: z.int().min(0), ...facts }),
    output: z.object({ preset }),
  }),
  /** Errors: notFound, conflict, forbidden. */
  'preset.remove': request({ needs: 'wall.edit', input: z.strictObject({ commandId, presetId, expectedVersion: z.int().min(0) }), output: z.object({}) }),
};
