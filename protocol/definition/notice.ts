import type { z } from 'zod';

/** One server→client notice: the past tense of something, or a state that changed. */
export type NoticeDefinition<Data extends z.ZodType = z.ZodType> = { readonly data: Data };

/** Keeps the schema's type while checking the shape. */
export function notice<Data extends z.ZodType>(definition: NoticeDefinition<Data>): NoticeDefinition<Data> {
  return definition;
}
