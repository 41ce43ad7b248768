import { z } from 'zod';

/** Names a row of the rule book for good: `summons`, `familyTold`. Two rows may share it where one follows the other in time. */
export const ruleId = z.string().regex(/^[a-z][A-Za-z0-9]{1,47}$/);

const words = z.string().trim().min(1).max(200);

/** What every named thing of the rule book carries: Chinese, and English for those who do not read it. */
export const named = { id: ruleId, name: words, nameEn: words };

/** A named thing that may hold for a time only. */
export const dated = {
  ...named,
  /** First and last Beijing day on which it holds, ISO dates; null: since ever, until further notice. */
  validFrom: z.iso.date().nullable(),
  validTo: z.iso.date().nullable(),
  /** Text and article, or where else it comes from. */
  source: z.string().trim().min(1).max(400),
  /** The text was read. False: from memory, to be checked before anybody relies on it. */
  verified: z.boolean(),
};

/** Days on which a row holds. */
export type Validity = { readonly validFrom: string | null; readonly validTo: string | null };
