import { z } from 'zod';
import { request } from '../definition/request.ts';

/** What a person may have kept; each is one text. */
export const PREFERENCE_KEYS = ['desk.layouts'] as const;
export type PreferenceKey = (typeof PREFERENCE_KEYS)[number];

/** Largest text of one preference, characters. */
export const MAX_PREFERENCE_LENGTH = 65_536;

/** Taste, not decision: kept beside the log, the newest alone. */
export const preference = z.object({
  key: z.enum(PREFERENCE_KEYS),
  /** JSON, as the console that saved it wrote it; the reader checks it. */
  value: z.string(),
  /** Counts the savings, from 1. */
  revision: z.int(),
  savedAt: z.int(),
});
export type Preference = z.infer<typeof preference>;

const key = z.enum(PREFERENCE_KEYS);

/** Of the signed-in person alone. Errors of both: notFound for whoever is no person, logUnavailable. */
export const preferenceRequests = {
  /** Null where nothing was saved yet. */
  'preference.read': request({ needs: 'session.use', input: z.strictObject({ key }), output: z.object({ preference: preference.nullable() }) }),
  /** Saves over the revision that the caller has read (0: none). Where another desk saved since, nothing is kept and the newest is answered. */
  'preference.save': request({
    needs: 'session.use',
    input: z.strictObject({ key, value: z.string().max(MAX_PREFERENCE_LENGTH), expectedRevision: z.int().min(0) }),
    output: z.object({ saved: z.boolean(), preference: preference.nullable() }),
  }),
};
