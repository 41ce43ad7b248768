import type { z } from 'zod';

/** One kind of entry of the log: something that was decided, in the past tense. Never edited, so never changed but by adding. */
export type EventDefinition<Data extends z.ZodType = z.ZodType> = { readonly data: Data };

/** Keeps the schema's type while checking the shape. */
export function event<Data extends z.ZodType>(definition: EventDefinition<Data>): EventDefinition<Data> {
  return definition;
}
