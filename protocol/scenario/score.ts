import { z } from 'zod';
import { courtCode, userId } from '../nouns/ids.ts';
import { ROLES } from '../roles.ts';

/** What became of an expectation. `blocked`: what it builds on was never done; `outOfOrder`: done before what must come first. */
export const VERDICTS = ['met', 'late', 'outOfOrder', 'missed', 'blocked'] as const;
export type Verdict = (typeof VERDICTS)[number];

const mark = z.object({
  id: z.string(),
  title: z.string(),
  hint: z.string(),
  courtCode,
  role: z.enum(ROLES).nullable(),
  verdict: z.enum(VERDICTS),
  weight: z.int(),
  /** 0 to `weight`. */
  points: z.number(),
  /** When it was called for, and until when it counts as in time; null where what calls for it never came. */
  calledAt: z.int().nullable(),
  dueAt: z.int().nullable(),
  doneAt: z.int().nullable(),
  /** From the call to the deed, ms. */
  reactionMs: z.int().nullable(),
  by: z.object({ userId: userId.nullable(), name: z.string() }).nullable(),
});
export type Mark = z.infer<typeof mark>;

const share = { points: z.number(), weight: z.int(), met: z.int(), of: z.int() };

/** How an exercise went. */
export const drillReport = z.object({
  /** 0 to 100. */
  total: z.int(),
  /** Missed first, then late, then met; within each in the order of the file. */
  marks: z.array(mark),
  byCourt: z.array(z.object({ courtCode, ...share })),
  byRole: z.array(z.object({ role: z.enum(ROLES).nullable(), ...share })),
  byPerson: z.array(z.object({ name: z.string(), userId: userId.nullable(), courtCode, ...share, meanReactionMs: z.int() })),
});
export type DrillReport = z.infer<typeof drillReport>;
