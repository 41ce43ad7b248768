import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { documentRef, DOCUMENT_TYPES } from '../field/documents.ts';
import { commandId, courtCode, operationId, partnerId, taskId, userId } from '../nouns/ids.ts';
import { ruleId } from '../rules/row.ts';
import { SIDES } from './flows.ts';
import { paperCode } from './papers.ts';

export const MAX_TASK_DOCUMENTS = 60;
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string();

/** One end of a task: a court of this hall, or a court that another province's centre (协作方) speaks for. */
export const taskEnd = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('court'), courtCode, courtName: z.string() }),
  z.object({ kind: z.literal('outside'), partnerId, courtName: z.string().trim().min(2).max(64) }),
]);
export type TaskEnd = z.infer<typeof taskEnd>;

const person = z.object({ userId, name });
export type TaskPerson = z.infer<typeof person>;

/** One value of a form; money in yuan, dates as ISO dates. */
export const formValue = z.union([z.string().max(4_000), z.number(), z.boolean()]);
export const formValues = z.record(ruleId, formValue);
export type FormValues = z.infer<typeof formValues>;

/** A paper of the dossier. What takes another one's place names it; both stay. */
export const taskDocument = documentRef.extend({
  paperId: ruleId.nullable(),
  replaces: sha256.nullable(),
  addedAt: z.int(),
  byName: name,
  side: z.enum(SIDES),
  /** Set where the hall wrote it by a template: its number, what it is verified by, and whether its court keeps it to itself. */
  made: z.object({ templateId: ruleId, number: z.string(), code: paperCode, internal: z.boolean() }).nullable().default(null),
});
export type TaskDocument = z.infer<typeof taskDocument>;
/** As it is handed in. */
export const givenDocument = z.strictObject({ ...documentRef.shape, paperId: ruleId.nullable(), replaces: sha256.nullable().default(null) });

/** A person's signature over the content that was shown to them (`domain/tasks/canonicalTask.ts`). */
export const taskSignature = z.object({
  /** SHA-256 of the public key, hex. */
  keyId: sha256,
  algorithm: z.enum(['Ed25519']),
  /** SHA-256 of the canonical content, hex. */
  contentHash: sha256,
  signature: z.base64(),
});
export type TaskSignature = z.infer<typeof taskSignature>;

/** What is asked for. `form` holds no personal value: those are masked in it and kept beside the log. */
const content = {
  title: z.string().trim().min(2).max(80),
  to: taskEnd,
  /** 执行案号, canonical; null where the flow is about no case. */
  caseNumber: z.string().nullable(),
  urgent: z.boolean(),
  /** Workdays; null where the flow's limit is not the sender's to choose. */
  limitDays: z.int().min(1).nullable(),
  form: formValues,
  /** SHA-256 over the personal values and their salt, hex; null where there are none. */
  personalHash: sha256.nullable(),
  operationId: operationId.nullable(),
  /** 联系人 and telephone at the office of the sender. */
  contact: z.string().trim().max(80),
};

/** One thing that happened to it. */
const moment = z.object({
  at: z.int(),
  /** Step of the flow, or one of the others: created, edited, talked, urged, progressed, documented, countersignAsked, countersigned; amber, due, escalated (`words` is the clock's id). */
  what: z.string(),
  /** State from then on. */
  state: ruleId,
  byName: name,
  byUserId: userId.nullable(),
  /** For whom a deputy acted. */
  onBehalfOf: person.nullable(),
  courtCode: courtCode.nullable(),
  side: z.enum(SIDES),
  words: z.string().nullable(),
  /** Days asked for or granted, stars of a rating, per cent of a progress. */
  count: z.number().nullable(),
  signature: taskSignature.nullable(),
  /** Where it was passed on to. */
  to: taskEnd.optional(),
  /** What was reported with it; a later report takes its place in the task. */
  result: formValues.optional(),
});
export type TaskMoment = z.infer<typeof moment>;

const countersign = z.object({ userId, name, askedAt: z.int(), answeredAt: z.int().nullable(), agrees: z.boolean().nullable() });

export const task = z.object({
  taskId,
  flowId: ruleId,
  itemId: ruleId,
  /** 〔2026〕闽0203委12号; null until a step of the flow gives it. */
  number: z.string().nullable(),
  from: taskEnd,
  ...content,
  author: person.nullable(),
  /** Who does it on the receiving side. */
  assignee: person.nullable(),
  state: ruleId,
  /** The state before a question that was put aside. */
  stateBefore: ruleId.nullable(),
  over: z.boolean(),
  createdAt: z.int(),
  /** When its state was entered. */
  stateSince: z.int(),
  overAt: z.int().nullable(),
  /** Per cent that is done, as the assignee says. */
  progress: z.int().min(0).max(100),
  /** Days of extension that were granted. */
  extraDays: z.int().min(0),
  documents: z.array(taskDocument),
  result: formValues.nullable(),
  countersigns: z.array(countersign),
  /** Clocks of which somebody was told, by id: for which end, and how far (0 amber, 1 over, 2 the court above, 3 the next one above …). */
  told: z.record(ruleId, z.object({ dueAt: z.int(), level: z.int() })),
  history: z.array(moment),
  version: z.int(),
});
export type Task = z.infer<typeof task>;

export const taskEvents = {
  /** Subject `task/<id>`, as for all; the entry belongs to the court whose person acted. */
  'task.created': event({ data: z.object({ flowId: ruleId, itemId: ruleId, state: ruleId, from: taskEnd, ...content, author: person.nullable(), documents: z.array(taskDocument) }) }),
  'task.edited': event({ data: z.object({ ...content, documents: z.array(taskDocument) }) }),
  'task.stepped': event({
    data: z.object({
      step: ruleId,
      /** As the flow called them, for whoever reads the log alone. */
      stepName: z.string(),
      state: ruleId,
      stateName: z.string(),
      over: z.boolean(),
      side: z.enum(SIDES),
      onBehalfOf: person.nullable(),
      words: z.string().nullable(),
      count: z.number().nullable(),
      /** Set where the step gives it: a number, an assignee, another receiving court, granted days, a result, papers, a signature. */
      number: z.string().nullable(),
      assignee: person.nullable(),
      to: taskEnd.nullable(),
      grantedDays: z.int().nullable(),
      result: formValues.nullable(),
      documents: z.array(taskDocument),
      signature: taskSignature.nullable(),
    }),
  }),
  'task.documented': event({ data: z.object({ side: z.enum(SIDES), documents: z.array(taskDocument) }) }),
  /** Both sides spoke to each other: with whom, what was said. */
  'task.talked': event({ data: z.object({ side: z.enum(SIDES), withName: name, words: z.string() }) }),
  /** 催办. */
  'task.urged': event({ data: z.object({ side: z.enum(SIDES), words: z.string() }) }),
  'task.progressed': event({ data: z.object({ percent: z.int(), words: z.string() }) }),
  'task.countersignAsked': event({ data: z.object({ people: z.array(person), words: z.string().nullable() }) }),
  'task.countersigned': event({ data: z.object({ agrees: z.boolean(), words: z.string().nullable(), signature: taskSignature.nullable() }) }),
  /** A clock's amber time came, it ran out, or the court above the late one is told of it. */
  'task.told': event({ data: z.object({ clockId: ruleId, what: z.enum(['amber', 'due', 'escalated']), dueAt: z.int(), /** Whom the court above is told about. */ lateCourtCode: courtCode.nullable(), toCourtCode: courtCode.nullable(), /** As in `told`. */ level: z.int() }) }),
  /** Long over; it stays in the log and in the ledger. */
  'task.archived': event({ data: z.object({}) }),
};

export const taskNotices = {
  /** To desks that may see it, at each change; what it is now is asked for. */
  'task.changed': notice({ data: z.object({ taskId, version: z.int(), state: ruleId, title: z.string(), what: z.string(), at: z.int() }) }),
};

const words = z.string().trim().min(2).max(1_000);
const one = z.object({ task });
const versioned = { commandId, taskId, expectedVersion: z.int().min(0) };
const given = {
  title: content.title,
  to: taskEnd,
  caseNumber: z.string().trim().max(40).nullable(),
  urgent: z.boolean(),
  limitDays: content.limitDays,
  /** Personal values included; the hall parts them. */
  form: formValues,
  operationId: operationId.nullable(),
  contact: content.contact,
  documents: z.array(givenDocument).max(MAX_TASK_DOCUMENTS),
};
/** What a step needs, by the flow. */
const act = {
  step: ruleId,
  words: words.nullable().default(null),
  count: z.number().nullable().default(null),
  assigneeId: userId.nullable().default(null),
  to: taskEnd.nullable().default(null),
  result: formValues.nullable().default(null),
  documents: z.array(givenDocument).max(MAX_TASK_DOCUMENTS).default([]),
  signature: taskSignature.nullable().default(null),
  /** The person whose deputy acts. */
  onBehalfOf: userId.nullable().default(null),
};

/** Errors of all that name a task: notFound, also for one that neither of one's courts has to do with; conflict. */
export const taskRequests = {
  /** Begins one in its first state. Errors: badRule (flow, item), badForm, badCaseNumber, badDestination, notFound (documents, operation), forbidden. */
  'task.create': request({ needs: 'tasks.handle', input: z.strictObject({ commandId, flowId: ruleId, itemId: ruleId, ...given }), output: one }),
  /** By its author, while the state lets them. Personal values that are left out stay. Errors: as for task.create; stepOver. */
  'task.edit': request({ needs: 'tasks.handle', input: z.strictObject({ ...versioned, ...given }), output: one }),
  /** Takes a step of its flow. Errors: stepOver (not from this state), forbidden (not this person's), reasonNeeded, papersMissing, badForm (result), badSignature, talkFirst, notFound (assignee). */
  'task.act': request({ needs: 'tasks.read', input: z.strictObject({ ...versioned, ...act }), output: one }),
  'task.addDocuments': request({ needs: 'tasks.handle', input: z.strictObject({ ...versioned, documents: z.array(givenDocument).min(1).max(MAX_TASK_DOCUMENTS) }), output: one }),
  'task.talk': request({ needs: 'tasks.handle', input: z.strictObject({ ...versioned, withName: z.string().trim().min(1).max(40), words }), output: one }),
  'task.urge': request({ needs: 'tasks.read', input: z.strictObject({ ...versioned, words }), output: one }),
  /** By the assignee. */
  'task.progress': request({ needs: 'tasks.handle', input: z.strictObject({ ...versioned, percent: z.int().min(0).max(100), words }), output: one }),
  /** Asks colleagues who may approve, too; the approval waits for all of them. Errors: stepOver (it waits for no approval), forbidden. */
  'task.askCountersign': request({ needs: 'tasks.approve', input: z.strictObject({ ...versioned, userIds: z.array(userId).min(1).max(8), words: words.nullable() }), output: one }),
  'task.countersign': request({ needs: 'tasks.approve', input: z.strictObject({ ...versioned, agrees: z.boolean(), words: words.nullable(), signature: taskSignature.nullable() }), output: one }),
  'task.open': request({ needs: 'tasks.read', input: z.strictObject({ taskId }), output: one }),
  /** A piece of a paper of its dossier. Errors: notFound. */
  'task.readDocument': request({ needs: 'tasks.read', input: z.strictObject({ taskId, documentId: sha256, offset: z.int().min(0) }), output: z.object({ base64: z.string(), mimeType: z.enum(DOCUMENT_TYPES), totalBytes: z.int() }) }),
  /** Personal values of its form, unmasked. The look and its purpose are logged before they are answered. */
  'task.openPersonal': request({ needs: 'tasks.personal', input: z.strictObject({ commandId, taskId, purpose: z.string().trim().min(4).max(200) }), output: z.object({ values: formValues }) }),
};
