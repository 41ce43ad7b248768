import { z } from 'zod';
import { instruction } from '#protocol/field/instructions.ts';
import { instructionId, operationId, unitId } from '#protocol/nouns/ids.ts';

/** What the hall told a unit last, as its device keeps it for the time that the hall is away. */
export const unitMemory = z.object({
  unitId,
  name: z.string(),
  /** This device's clock less the hall's at the last reading, ms; null: never read. */
  clockOffsetMs: z.int().nullable(),
  /** The operation that the unit was in. */
  operationId: operationId.nullable(),
  /** Newest first. */
  instructions: z.array(instruction),
  /** Those that ended without the person, who has not looked since. */
  unseenEndings: z.array(instructionId),
});
export type UnitMemory = z.infer<typeof unitMemory>;
