import { z } from 'zod';
import { dated, named, ruleId } from './row.ts';

/** A document by its name (文书). */
export const paper = z.object({
  ...dated,
  /** Only the president of the court (院长) may sign or approve it. */
  presidentSigns: z.boolean(),
  /** Stays with the courts of this hall: a partner that has to do with its task neither sees nor reads it. */
  internal: z.boolean(),
});

/** In what capacity somebody stands at a step: 执行人员, 成年家属, 见证人 … */
export const capacity = z.object({ ...dated, /** Who is counted as this, is counted as these, too: 女执行人员 → 执行人员. */ countsAs: z.array(ruleId) });
export type Capacity = z.infer<typeof capacity>;

/** A figure of the scoreboard. `amountCents`: fen. */
export const counter = z.object({ ...dated, kind: z.enum(['count', 'amountCents']) });

/** `whenFact`, `unlessFact`: asked for only where that fact holds, or does not. `waivedBy`: not asked for before the start where one of these exceptions is recorded. */
const condition = { whenFact: ruleId.optional(), unlessFact: ruleId.optional(), waivedBy: z.array(ruleId).optional() };

const requiredPaper = z.object({ paperId: ruleId, /** Any of these will do as well. */ alternatives: z.array(ruleId).optional(), ...condition });
const requiredPeople = z.object({ capacityId: ruleId, min: z.int().min(1), ...condition });

const result = z.object({
  ...named,
  /** `items`: a list (查封清单); it counts by its quantities. */
  kind: z.enum(['count', 'amountCents', 'items', 'choice']),
  /** The step cannot end as done without it. */
  required: z.boolean(),
  rollsUpTo: ruleId.optional(),
  /** For `choice`. */
  choices: z.array(z.object({ ...named, countsTo: ruleId.optional() })).optional(),
});

const outcome = z.object({
  ...named,
  /** The step was done: checklist and required results are asked for. */
  done: z.boolean(),
  /** A step that ended so counts one there. */
  countsTo: ruleId.optional(),
});

/** The type of a step (步骤模板): what it needs, what it asks, what it yields. */
export const stepTemplate = z.object({
  ...dated,
  requiresPapers: z.array(requiredPaper),
  requiresPeople: z.array(requiredPeople),
  /** Two or more recorders have to run together (双机录像). */
  twoRecorders: z.boolean(),
  /** To be said aloud before it begins. */
  announcement: z.object({ text: z.string().min(1), textEn: z.string().min(1) }).nullable(),
  /** Questions with yes or no, asked when the step is planned, on which requirements depend. */
  facts: z.array(z.object(named)),
  /** Circumstances that a leader or the team records, with a reason, and that change rules. */
  exceptions: z.array(z.object(named)),
  /** What has to be or may be told to somebody, or happens to the measure later: 已通知家属, 已续行冻结. */
  notices: z.array(z.object(named)),
  checklist: z.array(z.object({ ...named, required: z.boolean(), kind: z.enum(['tick', 'picture', 'signature']) })),
  results: z.array(result),
  outcomes: z.array(outcome).min(1),
});
export type StepTemplate = z.infer<typeof stepTemplate>;
