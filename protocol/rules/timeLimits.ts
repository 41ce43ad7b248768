import { z } from 'zod';
import { dated, ruleId } from './row.ts';

export const PERIOD_UNITS = ['minutes', 'hours', 'days', 'workdays', 'months', 'years'] as const;

export const period = z.object({ count: z.int().min(1).max(10_000), unit: z.enum(PERIOD_UNITS) });
/** A length of legal time; how it is counted is `domain/rules/calendar.ts`. */
export type Period = z.infer<typeof period>;

/** What a clock starts on or is met by. */
const stepMoment = z.discriminatedUnion('event', [
  z.object({ event: z.literal('stepBegun') }),
  z.object({ event: z.literal('stepEnded') }),
  /** One of the notices that the step's template lists was recorded. */
  z.object({ event: z.literal('noticeGiven'), noticeId: ruleId }),
]);
export type StepMoment = z.infer<typeof stepMoment>;

/** A legal time limit that runs on a step of an operation. */
export const timeLimit = z.object({
  ...dated,
  /** What the text says, in short, for the one who looks at the clock. */
  article: z.string().trim().min(1).max(400),
  startsOn: stepMoment,
  /** Step templates it belongs to. */
  steps: z.array(ruleId).min(1),
  /** Runs only where one of these exceptions is recorded on the step. */
  onlyWithException: z.array(ruleId).optional(),
  /** Does not run where one of these exceptions is recorded on the step. */
  notWithException: z.array(ruleId).optional(),
  /** Runs only where the step ended in one of these outcomes. */
  onlyWithOutcome: z.array(ruleId).optional(),
  /** Runs only where this result of the step is more than nothing. */
  onlyWithResult: ruleId.optional(),
  period,
  /** A longer period that holds where an exception is recorded before the shorter one is over: 拘传 8 h → 24 h. */
  extensions: z.array(z.object({ exceptionId: ruleId, period })),
  /** Notices that start the period anew, if they come before it is over: 续行冻结. */
  restartedBy: z.array(ruleId).optional(),
  /** Whether a last day that is no workday moves to the next one. Expiries do not: what lapses, lapses. */
  rollsOverHolidays: z.boolean(),
  /** Amber so long before it is due. Days of 24 h. */
  amberBefore: z.object({ count: z.int().min(1), unit: z.enum(['minutes', 'hours', 'days']) }),
  /** Any of these meets it. */
  metBy: z.array(stepMoment).min(1),
  /** `grave`: a person's liberty, shown on the wall too. `right`: someone's right that lapses; nobody is at fault when it does. */
  severity: z.enum(['grave', 'ordinary', 'right']),
});
export type TimeLimit = z.infer<typeof timeLimit>;
