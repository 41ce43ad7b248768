import { z } from 'zod';
import { ruleId } from './row.ts';

const quantity = z.int().min(0).max(1_000_000);

/** What a step yielded in one of its template's results; `kind` is the template's. */
export const resultValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('count'), count: quantity }),
  /** Fen; up to a million million yuan, so that a scoreboard of many still adds up exactly. */
  z.strictObject({ kind: z.literal('amountCents'), amountCents: z.int().min(0).max(100_000_000_000_000) }),
  z.strictObject({
    kind: z.literal('items'),
    items: z.array(z.strictObject({ name: z.string().trim().min(1).max(200), quantity: quantity.min(1), note: z.string().trim().max(500) })).max(500),
  }),
  z.strictObject({ kind: z.literal('choice'), choiceId: ruleId }),
]);
export type ResultValue = z.infer<typeof resultValue>;

/** By result id. */
export const resultValues = z.record(ruleId, resultValue);
export type ResultValues = z.infer<typeof resultValues>;
