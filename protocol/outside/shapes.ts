import { z } from 'zod';
import { DOCUMENT_MAX_BYTES, DOCUMENT_TYPES } from '../field/documents.ts';
import { courtCode, taskId } from '../nouns/ids.ts';
import { ruleId } from '../rules/row.ts';
import { flow, SIDES, taskItem } from '../tasks/flows.ts';
import { formValues, MAX_TASK_DOCUMENTS } from '../tasks/tasks.ts';
import { outsideMoment } from './delivery.ts';

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const words = z.string().trim().min(2).max(1_000);
const courtName = z.string().trim().min(2).max(64);

/** One end of a task: a court of this hall has a code, one of another province has none. */
const outsideEnd = z.object({ courtCode: courtCode.nullable(), courtName: z.string() });

const outsideDocument = z.object({
  sha256,
  name: z.string(),
  mimeType: z.enum(DOCUMENT_TYPES),
  totalBytes: z.int(),
  paperId: ruleId.nullable(),
  /** The document whose place it takes. */
  replaces: sha256.nullable(),
  addedAt: z.int(),
  side: z.enum(SIDES),
});

/** What the other side may do now. */
const openStep = z.object({
  step: ruleId,
  name: z.string(),
  /** What it means: receive, report, return … */
  kind: z.string(),
  /** Whether it is done without words. */
  words: z.enum(['none', 'optional', 'required']),
  /** Days that are asked for or granted, as `count`. */
  days: z.object({ min: z.int(), max: z.int() }).nullable(),
  /** 1 to 5 as `count`. */
  stars: z.boolean(),
  /** Fields of `result`, by the flow, are to be filled in. */
  result: z.boolean(),
  papers: z.array(ruleId),
  /** Not before a talk is on record. */
  afterTalk: z.boolean(),
});

/** `dueAt`, `amberAt`: ms since the epoch. */
const outsideClock = z.object({
  clockId: ruleId,
  name: z.string(),
  startedAt: z.int(),
  amberAt: z.int(),
  dueAt: z.int(),
  pausedAt: z.int().nullable(),
  metAt: z.int().nullable(),
  /** False while a year's holidays are not published. */
  dueIsFirm: z.boolean(),
});

export const outsideTask = z.object({
  taskId,
  /** 〔2026〕闽0203委12号; null until it has one. */
  number: z.string().nullable(),
  flowId: ruleId,
  itemId: ruleId,
  title: z.string(),
  from: outsideEnd,
  to: outsideEnd,
  caseNumber: z.string().nullable(),
  urgent: z.boolean(),
  limitDays: z.int().nullable(),
  /** Personal values are masked; they are asked for with a purpose. */
  form: formValues,
  hasPersonal: z.boolean(),
  contact: z.string(),
  state: ruleId,
  stateName: z.string(),
  over: z.boolean(),
  createdAt: z.int(),
  /** When anything of it changed last that the other side may know. */
  changedAt: z.int(),
  progress: z.int(),
  result: formValues.nullable(),
  documents: z.array(outsideDocument),
  history: z.array(outsideMoment),
  clocks: z.array(outsideClock),
  steps: z.array(openStep),
  /** For `If-Match`. */
  version: z.int(),
});
export type OutsideTask = z.infer<typeof outsideTask>;

/** Papers are put before by their SHA-256. */
const givenDocument = z.strictObject({ sha256, name: z.string().trim().min(1).max(120), paperId: ruleId.nullable().default(null), replaces: sha256.nullable().default(null) });
const documents = z.array(givenDocument).max(MAX_TASK_DOCUMENTS).default([]);

export const newTask = z.strictObject({
  flowId: ruleId,
  itemId: ruleId,
  /** One of the courts that the sender speaks for. */
  fromCourtName: courtName,
  toCourtCode: courtCode,
  title: z.string().trim().min(2).max(80),
  caseNumber: z.string().trim().max(40).nullable().default(null),
  urgent: z.boolean().default(false),
  /** Workdays. */
  limitDays: z.int().min(1).nullable().default(null),
  form: formValues,
  contact: z.string().trim().max(80).default(''),
  documents,
});

export const stepOfTask = z.strictObject({
  step: ruleId,
  words: words.nullable().default(null),
  count: z.number().nullable().default(null),
  result: formValues.nullable().default(null),
  documents,
});
export type StepOfTask = z.infer<typeof stepOfTask>;

export const talkOfTask = z.strictObject({ withName: z.string().trim().min(1).max(40), words });
export const personalLook = z.strictObject({ purpose: z.string().trim().min(4).max(200) });
export const personalValues = z.object({ values: formValues });

export const taskList = z.object({ tasks: z.array(outsideTask), /** For `since`, to go on from here; the same again while there is nothing new. */ next: z.string() });
export const storedDocument = z.object({ sha256, totalBytes: z.int().max(DOCUMENT_MAX_BYTES) });

/** The rules by which tasks go to and come from other provinces. */
export const outsideFlows = z.object({
  /** SHA-256 of the rule book, hex: another one means that rules changed. */
  version: z.string(),
  courts: z.array(z.object({ courtCode, courtName: z.string() })),
  flows: z.array(flow.pick({ id: true, name: true, nameEn: true, limitDays: true, start: true, states: true, steps: true, results: true })),
  items: z.array(taskItem.pick({ id: true, name: true, nameEn: true, flowId: true, group: true, fields: true, papers: true })),
});

/** What the other side's own webhook says: a step of its end. */
export const receivedDelivery = z.discriminatedUnion('type', [
  stepOfTask.extend({ type: z.literal('task.stepped'), taskId, /** Counts the deliveries about this task, from 1 without gaps. */ sequence: z.int().min(1) }),
  z.strictObject({ type: z.literal('ping') }),
]);
export const deliveryAnswer = z.object({ /** False: it had been taken before, and nothing happened. */ taken: z.boolean(), version: z.int().nullable() });

/** RFC 9457. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** In Chinese; says what to do. */
  detail: z.string(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Problem = z.infer<typeof problem>;
