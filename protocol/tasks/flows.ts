import { z } from 'zod';
import { ROLES } from '../roles.ts';
import { dated, ruleId } from '../rules/row.ts';
import { period } from '../rules/timeLimits.ts';

/**
 * Whose people a step belongs to: of the court that sends, of the one that receives, of the lowest court above both,
 * of the high court; `hall`: nobody's, it happens by a clock.
 */
export const SIDES = ['from', 'to', 'upper', 'high', 'hall'] as const;
export type Side = (typeof SIDES)[number];

/** Where something holds; every part that is there has to. */
const condition = z.object({
  /** To a court of this hall, or to another province's centre. */
  province: z.enum(['same', 'other']).optional(),
  /** It comes from another province's centre, which approved it at home. */
  fromOutside: z.boolean().optional(),
  urgent: z.boolean().optional(),
  items: z.array(ruleId).optional(),
  notItems: z.array(ruleId).optional(),
  /** Whether the level of the deciding court is one of these: some acts need the high court's leave from below only. */
  fromLevels: z.array(z.enum(['high', 'intermediate', 'basic'])).optional(),
});
export type FlowCondition = z.infer<typeof condition>;

/** `draft`: still its author's; `waiting`: for a decision; `active`: being done; `trouble`: came back; the others are ends. */
export const STATE_TONES = ['draft', 'waiting', 'active', 'trouble', 'done', 'void'] as const;

const flowState = z.object({
  id: ruleId,
  name: z.string().trim().min(1).max(20),
  nameEn: z.string().trim().min(1).max(60),
  tone: z.enum(STATE_TONES),
  /** Whose move it is; null: nobody's. */
  holder: z.enum(SIDES).nullable(),
  /** It waits for somebody's approval: it stands in the queue of whoever may take one of its approving steps. */
  approval: z.boolean().default(false),
  /** The author may still change what is asked. */
  editable: z.boolean().default(false),
  /** Nothing of it is left to do; steps may still follow (rating). */
  over: z.boolean().default(false),
});
export type FlowState = z.infer<typeof flowState>;

const performer = z.object({
  side: z.enum(SIDES),
  /** Any of these; a person of the role acts, or whom they appointed their deputy. */
  roles: z.array(z.enum(ROLES)).min(1),
  /** Only this one among them; `notAuthor`: anybody else than who made it, so that nobody approves their own. */
  person: z.enum(['author', 'assignee', 'notAuthor']).optional(),
});
export type Performer = z.infer<typeof performer>;

const flowStep = z.object({
  id: ruleId,
  /** What the button says: 同意, 签收, 退回补充. */
  name: z.string().trim().min(1).max(20),
  nameEn: z.string().trim().min(1).max(60),
  /** What it means to the flow: the queue of approvals, colours and figures go by it. */
  kind: z.enum(['submit', 'approve', 'reject', 'send', 'receive', 'assign', 'begin', 'supplement', 'return', 'report', 'confirm', 'redo', 'close', 'withdraw', 'transfer', 'extend', 'grant', 'refuse', 'rate', 'complain', 'explain', 'lapse', 'other']),
  from: z.array(ruleId).min(1),
  /** Null: it stays where it is. */
  to: ruleId.nullable(),
  /** Back to the state before the present one, `to` is null: after a question that was put aside (延期). */
  back: z.boolean().default(false),
  by: z.array(performer).min(1),
  when: condition.optional(),
  reason: z.enum(['none', 'optional', 'required']).default('none'),
  /** Signed with the person's own key over what was shown. */
  signature: z.boolean().default(false),
  /** A person of the acting court is named who does it from here on. */
  assignee: z.boolean().default(false),
  /** A court is named that takes the receiving side over (移送). */
  court: z.boolean().default(false),
  /** So many days are asked for or granted. */
  days: z.object({ min: z.int().min(1), max: z.int().min(1) }).optional(),
  /** Kinds of papers that have to be among its documents by then, those this step brings included. */
  papers: z.array(ruleId).default([]),
  /** Required papers of its item have to be there. */
  itemPapers: z.boolean().default(false),
  /** Fields of what is reported with it, by the flow's `results`. */
  results: z.boolean().default(false),
  /** Not before a talk with the other side is on record (先沟通). */
  afterTalk: z.boolean().default(false),
  /** 1 to 5 stars. */
  stars: z.boolean().default(false),
  /** It gives the task its number, if it has none yet: an approval, so that the letter which is sent can bear it. */
  numbers: z.boolean().default(false),
  /** Several tasks may be taken through it at once. */
  bulk: z.boolean().default(false),
  /** It is asked again before it is done. */
  grave: z.boolean().default(false),
});
export type FlowStep = z.infer<typeof flowStep>;

const flowClock = z.object({
  ...dated,
  /** What the text says, in short. */
  article: z.string().trim().min(1).max(400),
  /** Begins with the entry into one of these, ends when none of these and none of `pausedIn` is the state. */
  runsIn: z.array(ruleId).min(1),
  /** Stands still in these, once begun. */
  pausedIn: z.array(ruleId).default([]),
  /** Null: the task's own limit (`limitDays`), in workdays. */
  period: period.nullable(),
  /** Instead of it where the task is urgent. */
  urgentPeriod: period.nullable().default(null),
  /** These steps begin it anew, if they come before it is over and it runs on or stands still after them: 续控, 移送. */
  restartedBy: z.array(ruleId).default([]),
  /** Days of a granted extension are added to it. */
  extendable: z.boolean().default(false),
  rollsOverHolidays: z.boolean(),
  amberBefore: period,
  /** When it is over the court above the late one is told, and the next one above it so much later each time, up to the high court. */
  escalatesEvery: period.nullable(),
  /** A date field of the result, or else of the form: the clock is over with that Beijing day; by its period where there is none. */
  until: ruleId.optional(),
  /** This step happens of itself when it is over. */
  lapseStep: ruleId.optional(),
});
export type FlowClock = z.infer<typeof flowClock>;

export const FIELD_KINDS = ['text', 'longText', 'number', 'money', 'date', 'choice', 'yesNo', 'caseNumber', 'person', 'identity', 'organisation', 'creditCode', 'account', 'plate', 'phone', 'address'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** One field of a form. `money` is in yuan, `date` an ISO date, the others text. */
export const formField = z.object({
  id: ruleId,
  name: z.string().trim().min(1).max(30),
  nameEn: z.string().trim().min(1).max(60),
  kind: z.enum(FIELD_KINDS),
  required: z.boolean().default(false),
  /** Kept out of the log, masked until it is opened with a purpose. */
  personal: z.boolean().default(false),
  choices: z.array(z.object({ id: ruleId, name: z.string().min(1), nameEn: z.string().min(1) })).default([]),
  min: z.number().optional(),
  max: z.number().optional(),
  maxLength: z.int().min(1).max(4_000).optional(),
  hint: z.string().max(100).optional(),
  /** A date that comes no earlier than that of this other field. */
  notBefore: ruleId.optional(),
  /** Shown and required only where another field of the form has one of these values. */
  onlyWith: z.object({ field: ruleId, values: z.array(z.string()).min(1) }).optional(),
});
export type FormField = z.infer<typeof formField>;

/** How work between courts goes: 事项委托, 异地执行审批, 边控, 督办 … A task follows the row that held when it was made. */
export const flow = z.object({
  ...dated,
  /** Of its numbers: 委 in 〔2026〕闽0203委12号. */
  mark: z.string().regex(/^[一-龥]{1,4}$/),
  /** Where it may go: any other court, one above the sender, one below it, its own court; `outside`: to another province as well. */
  reach: z.object({ courts: z.enum(['any', 'above', 'below', 'own', 'none']), outside: z.boolean() }),
  /** Whether it is about a case. */
  caseNumber: z.enum(['required', 'optional', 'none']).default('optional'),
  /** Who may begin one. */
  authors: z.array(z.enum(ROLES)).min(1),
  /** The sender chooses the limit within these, workdays; null: it has none of its own. */
  limitDays: z.object({ min: z.int().min(1), max: z.int().min(1), preset: z.int().min(1) }).nullable(),
  start: ruleId,
  states: z.array(flowState).min(2),
  steps: z.array(flowStep).min(1),
  clocks: z.array(flowClock),
  /** What a report of the result says. */
  results: z.array(formField).default([]),
});
export type Flow = z.infer<typeof flow>;

/** What can be asked for by a flow: one kind of 事项 with its form and papers. */
export const taskItem = z.object({
  ...dated,
  flowId: ruleId,
  /** Items of one group stand together in the choice. */
  group: z.string().trim().min(1).max(20),
  groupEn: z.string().trim().min(1).max(60),
  fields: z.array(formField),
  papers: z.array(z.object({ paperId: ruleId, required: z.boolean() })),
});
export type TaskItem = z.infer<typeof taskItem>;
