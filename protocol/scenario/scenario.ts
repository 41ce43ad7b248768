import { z } from 'zod';
import { courtCode } from '../nouns/ids.ts';
import { UNIT_KINDS } from '../nouns/units.ts';
import { ROLES } from '../roles.ts';
import { act, cue } from './acts.ts';
import { entryPattern, point, ref, span, when } from './words.ts';

const words = z.string().trim().min(1).max(200);

/** Somebody with an account. `desk`: sits at the centre's desk from the start; the others sign in when they ask for something. */
const person = z.strictObject({ ref, username: z.string().regex(/^[a-z][a-z0-9._-]{2,31}$/), name: z.string().min(1).max(32), court: courtCode, roles: z.array(z.enum(ROLES)).min(1), desk: z.boolean().optional() });

const unit = z.strictObject({
  ref,
  name: z.string().min(1).max(64),
  team: z.string().min(1).max(64),
  court: courtCode,
  kind: z.enum(UNIT_KINDS),
  at: point,
  batteryPercent: z.number().min(0).max(100),
  charging: z.boolean().optional(),
  /** Whether its camera runs from the start. */
  camera: z.boolean().optional(),
});

/** What one of the staff should do. `who`: people of that court count; `role` is whose it is, for the report. */
const expectation = z.strictObject({
  id: ref,
  title: words,
  who: z.strictObject({ court: courtCode, role: z.enum(ROLES).optional() }),
  at: when.at,
  after: when.after,
  /** Counted from that time or moment. After an expectation it is counted from that one's own limit: who was quick keeps what was won. */
  within: span,
  does: entryPattern,
  /** Expectations that must have been met before. */
  follows: z.array(ref).max(8).optional(),
  /** Counts only where its moment comes at all: an escalation that good staff never let happen. */
  onlyIfCalled: z.boolean().optional(),
  weight: z.int().min(1).max(100),
  hint: words,
  /** What the scripted staff does, so long after the time or moment. */
  plays: z.strictObject({ in: span, act }),
});
export type Expectation = z.infer<typeof expectation>;

/** What the hall must do of itself, and when. `runs`: with the scripted staff, without any, or in both. */
const check = z.strictObject({
  id: ref,
  says: words,
  runs: z.enum(['played', 'nobody', 'both']),
  at: when.at,
  after: when.after,
  does: entryPattern,
  /** Not before and not later, from that time or moment. `never`: it must not happen at all. */
  earliest: span.optional(),
  latest: span.optional(),
  never: z.boolean().optional(),
});
export type HallCheck = z.infer<typeof check>;

/** Figures that the steps of operations must add up to, by the counters of the rule book. */
const figures = z.strictObject({ says: words, operations: z.array(ref).min(1).max(20), counters: z.record(z.string(), z.int().min(0)) });

/** An exercise in a file: a demo, a drill for staff and an acceptance test. */
export const scenario = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(64),
  title: words,
  titleEn: words,
  synopsis: z.string().trim().min(1).max(2_000),
  /** Where its figures and its course come from. */
  source: z.string().trim().min(1).max(500),
  /** Beijing time, `2026-11-24T09:20`. */
  startsAt: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  lasts: span,
  courts: z.array(courtCode).min(1),
  people: z.array(person).max(64),
  units: z.array(unit).max(64),
  /** Done one after the other before the exercise begins, while its clock stands. */
  prelude: z.array(act).max(100),
  /** Entries of the log that the file speaks of, each the first that fits since the exercise began. */
  moments: z.record(ref, entryPattern),
  timeline: z.array(cue).max(500),
  expectations: z.array(expectation).max(100),
  checks: z.array(check).max(100),
  figures: z.array(figures).max(10),
});
export type Scenario = z.infer<typeof scenario>;
