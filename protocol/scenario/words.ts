import { z } from 'zod';

/** How a file names its own people, units, moments and expectations: `anxi1`, `sosPressed`. */
export const ref = z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/);

/** `00:12:30`: hours, minutes, seconds. */
export const span = z.string().regex(/^\d{1,3}:[0-5]\d:[0-5]\d$/);

/** Longitude and latitude, WGS-84 degrees. */
export const point = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
export type Point = z.infer<typeof point>;

/** When something is done: at a time of the exercise, or after a moment (then `in` later). `unless`: not where that moment has come before. */
export const when = {
  at: span.optional(),
  after: ref.optional(),
  in: span.optional(),
  unless: ref.optional(),
};
export type When = { readonly at?: string | undefined; readonly after?: string | undefined; readonly in?: string | undefined; readonly unless?: string | undefined };

/**
 * Which entry of the log is meant. In `about`, `by`, and in every text of `data`: `$unit.<ref>` and `$person.<ref>` are ids of the cast,
 * `$<moment>` the id of what that moment's entry is about, `$<moment>.<field>` a field of its data. `data` is compared with as much of the
 * entry as it names.
 */
export const entryPattern = z.strictObject({
  event: z.string().regex(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/),
  about: z.string().max(64).optional(),
  court: z.string().max(8).optional(),
  by: z.string().max(64).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  /** The first that fits is meant; 2: the second. */
  nth: z.int().min(1).max(100).optional(),
});
export type EntryPattern = z.infer<typeof entryPattern>;
