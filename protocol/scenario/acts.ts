import { z } from 'zod';
import { DATUMS } from '../telemetry/frames.ts';
import { ref, point, span, when } from './words.ts';

const unit = { unit: ref };
const text = z.string().trim().min(1).max(500);
/** `$<moment>`: what that moment's entry is about. */
const pointer = z.string().regex(/^\$[a-z][A-Za-z0-9]*$/);

/** What a field unit does. */
const unitActs = [
  /** Goes along these points from where it is, and stays at the last. */
  z.strictObject({ do: z.literal('move'), ...unit, along: z.array(point).min(1).max(200), speedKmh: z.number().min(0.5).max(160) }),
  /** Its network is gone: no socket, no picture; what it measures and its SOS wait in it. */
  z.strictObject({ do: z.literal('silent'), ...unit }),
  z.strictObject({ do: z.literal('return'), ...unit }),
  /** Weather of the network: bars (0 to 4), accuracy, and how many of its positions get lost. */
  z.strictObject({ do: z.literal('network'), ...unit, bars: z.int().min(0).max(4), accuracyM: z.number().min(1).max(5_000), lostPercent: z.number().min(0).max(100).optional() }),
  z.strictObject({ do: z.literal('battery'), ...unit, percent: z.number().min(0).max(100), charging: z.boolean().optional() }),
  z.strictObject({ do: z.literal('sos'), ...unit, text: z.string().max(500) }),
  z.strictObject({ do: z.literal('takeBack'), ...unit, alarm: pointer, reason: text }),
  /** Its camera begins or ends. */
  z.strictObject({ do: z.literal('camera'), ...unit, live: z.boolean() }),
] as const;

/** A notice of the police or a clue of the hotline, as `docs/connectors.md` has it; the runner gives it its id and its time. */
const outsideAct = z.strictObject({
  do: z.literal('outside'),
  system: z.enum(['police', 'hotline']),
  notice: z.strictObject({
    kind: z.enum(['person', 'vehicle', 'property', 'other']),
    level: z.enum(['urgent', 'warning', 'notice']),
    courtCode: z.string().optional(),
    at: point.optional(),
    datum: z.enum(DATUMS).optional(),
    place: z.string().max(100),
    text,
    personMasked: z.string().max(32).optional(),
    caseNumber: z.string().max(40).optional(),
  }),
});

/**
 * What a person asks of the hall. `commandId` and, where it is left out, `expectedVersion` are the runner's. Texts of the input: `$…` as in
 * patterns, `@00:30:00` (or `@-00:30:00`) a time of the exercise in ms since the epoch.
 */
const askAct = z.strictObject({ do: z.literal('ask'), by: ref, request: z.string().max(64), input: z.record(z.string(), z.unknown()) });

/** Asks who could help and sends the order to those who can, as the alarm's card does with one press. */
const askHelpAct = z.strictObject({ do: z.literal('askHelp'), by: ref, alarm: pointer, courts: z.int().min(1).max(20), text, acceptWithin: span });

/** A whole step of an operation, from its plan to its end, as a team does it: papers, people, begin, checklist, results. */
const stepAct = z.strictObject({
  do: z.literal('step'),
  by: ref,
  operation: pointer,
  template: z.string().max(48),
  team: z.int().min(1).max(20).optional(),
  caseNumber: z.string().max(40).optional(),
  facts: z.array(z.string().max(48)).max(16).optional(),
  party: z.strictObject({ name: z.string().min(1).max(64), kind: z.enum(['person', 'organisation']).optional(), gender: z.enum(['female', 'male', 'unknown']).optional(), minor: z.boolean().optional(), address: z.string().max(200).optional() }).optional(),
  /** Number of each paper by its id. */
  papers: z.record(z.string(), z.string().max(64)),
  people: z.array(z.strictObject({ capacity: z.string().max(48), who: z.string().min(1).max(64) })).max(32),
  /** Where something is missing: the reason with which a leader is asked to sign, and how long the team waits before it gives up. */
  asksSignature: z.strictObject({ reason: text, waits: span }).optional(),
  /** From its beginning to its end. */
  takes: span,
  outcome: z.string().max(48),
  results: z.record(z.string(), z.unknown()),
  /** Told to somebody afterwards, so long after its beginning: the family, the president. */
  notices: z.array(z.strictObject({ in: span, notice: z.string().max(48), text })).max(8).optional(),
});

/** The centre's desk of a person opens or closes. */
const deskAct = z.strictObject({ do: z.literal('desk'), person: ref, open: z.boolean() });
/** Told to whoever leads the exercise. */
const sayAct = z.strictObject({ do: z.literal('say'), text });
/** Nothing is played until then: the clock leaps there. */
const skipAct = z.strictObject({ do: z.literal('skip'), to: span });

/** One thing that is done in an exercise. */
export const act = z.discriminatedUnion('do', [...unitActs, outsideAct, askAct, askHelpAct, stepAct, deskAct, sayAct, skipAct]);
export type Act = z.infer<typeof act>;
export type ActOf<Do extends Act['do']> = Extract<Act, { readonly do: Do }>;

/** An act and its time. */
export const cue = z.strictObject({ ...when, act });
export type Cue = z.infer<typeof cue>;
