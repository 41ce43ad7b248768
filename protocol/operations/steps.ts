import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, operationId, partyId, stepId, userId } from '../nouns/ids.ts';
import { resultValues as results } from '../rules/resultValues.ts';
import { ruleId } from '../rules/row.ts';

export const STEP_STATES = ['planned', 'begun', 'ended', 'abandoned'] as const;

/** Ids of rows are those of the rule book (`protocol/rules`); `facts` are those of its template's that hold. */
const facts = { operationId, template: ruleId, facts: z.array(ruleId), partyId: partyId.nullable(), caseNumber: z.string().nullable(), team: z.int().nullable(), note: z.string() };
const said = { at: z.int(), name: z.string() };

/** A time in which fewer recorders ran than the step needs. */
const gap = z.object({ fromAt: z.int(), toAt: z.int().nullable(), recording: z.int(), needed: z.int(), explanation: z.object({ ...said, text: z.string() }).nullable() });
export type RecorderGap = z.infer<typeof gap>;

export const step = z.object({
  stepId,
  courtCode,
  ...facts,
  state: z.enum(STEP_STATES),
  papers: z.array(z.object({ paper: ruleId, reference: z.string(), ...said })),
  people: z.array(z.object({ capacity: ruleId, who: z.string(), ...said })),
  /** What was asked of a leader, and what they said. */
  signature: z.object({ missing: z.array(z.string()), reason: z.string(), askedAt: z.int(), askedBy: z.string(), /** Null: no person; nobody can sign then. */ askedByUserId: userId.nullable() }).nullable(),
  signed: z.array(z.object({ missing: z.array(z.string()), reason: z.string(), ...said })),
  refused: z.array(z.object({ reason: z.string(), ...said })),
  exceptions: z.array(z.object({ exception: ruleId, reason: z.string(), ...said })),
  /** What people were told, which meets a statutory clock: the family, the president. */
  notices: z.array(z.object({ notice: ruleId, text: z.string(), ...said })),
  items: z.array(z.object({ item: ruleId, text: z.string(), pictureId: z.string().nullable(), ...said })),
  gaps: z.array(gap),
  results,
  outcome: z.string().nullable(),
  beganAt: z.int().nullable(),
  endedAt: z.int().nullable(),
  version: z.int(),
});
export type Step = z.infer<typeof step>;

export const stepEvents = {
  'step.planned': event({ data: z.object(facts) }),
  'step.paperShown': event({ data: z.object({ paper: ruleId, reference: z.string() }) }),
  'step.personPresent': event({ data: z.object({ capacity: ruleId, who: z.string() }) }),
  'step.signatureAsked': event({ data: z.object({ missing: z.array(z.string()), reason: z.string() }) }),
  'step.signed': event({ data: z.object({ missing: z.array(z.string()), reason: z.string() }) }),
  'step.signatureRefused': event({ data: z.object({ reason: z.string() }) }),
  'step.begun': event({ data: z.object({ missing: z.array(z.string()) }) }),
  'step.excepted': event({ data: z.object({ exception: ruleId, reason: z.string() }) }),
  'step.noticeGiven': event({ data: z.object({ notice: ruleId, text: z.string() }) }),
  'step.itemDone': event({ data: z.object({ item: ruleId, text: z.string(), pictureId: z.string().nullable() }) }),
  'step.gapOpened': event({ data: z.object({ recording: z.int(), needed: z.int(), fromAt: z.int() }) }),
  'step.gapClosed': event({ data: z.object({ toAt: z.int() }) }),
  /** `fromAt` names the gap. */
  'step.gapExplained': event({ data: z.object({ fromAt: z.int(), text: z.string() }) }),
  'step.ended': event({ data: z.object({ outcome: z.string(), results }) }),
  'step.corrected': event({ data: z.object({ results, reason: z.string() }) }),
  'step.abandoned': event({ data: z.object({ reason: z.string() }) }),
  'step.archived': event({ data: z.object({}) }),
};

const text = z.string().trim().max(500);
const reason = z.string().trim().min(2).max(200);
const aboutStep = (input: { stepId: string }) => [{ step: input.stepId }];
const output = z.object({ step });
const command = { commandId, stepId };
const versioned = { ...command, expectedVersion: z.int().min(0) };

/** Errors of all: notFound, operationOver, badRule (an id that the rule book does not have for this step). */
export const stepRequests = {
  'step.plan': request({
    needs: 'operations.work',
    about: (input) => [{ operation: input.operationId }, ...(input.partyId === null ? [] : [{ party: input.partyId }])],
    input: z.strictObject({ commandId, operationId, template: ruleId, facts: z.array(ruleId).max(16), partyId: partyId.nullable(), caseNumber: z.string().trim().max(40).nullable(), team: z.int().nullable(), note: text }),
    output,
  }),
  'step.showPaper': request({ needs: 'operations.work', about: aboutStep, input: z.strictObject({ ...command, paper: ruleId, reference: z.string().trim().min(1).max(64) }), output }),
  'step.notePerson': request({ needs: 'operations.work', about: aboutStep, input: z.strictObject({ ...command, capacity: ruleId, who: z.string().trim().min(1).max(64) }), output }),
  /** Asks a leader to let the step begin though something is missing. Errors: nothingMissing, stepOver. */
  'step.askSignature': request({ needs: 'operations.work', about: aboutStep, input: z.strictObject({ ...versioned, reason }), output }),
  /** A leader signs for exactly what was asked. Errors: conflict, nothingAsked, ownRequest (nobody signs what they asked for). */
  'step.sign': request({ needs: 'operations.sign', about: aboutStep, input: z.strictObject({ ...versioned, reason }), output }),
  'step.refuseSignature': request({ needs: 'operations.sign', about: aboutStep, input: z.strictObject({ ...versioned, reason }), output }),
  /** Errors: conflict, stepOver, papersMissing (params: missing, in words). */
  'step.begin': request({ needs: 'operations.work', about: aboutStep, input: z.strictObject(versioned), output }),
  'step.except': request({ needs: 'operations.sign', about: aboutStep, input: z.strictObject({ ...versioned, exception: ruleId, reason }), output }),
  'step.giveNotice': request({ needs: 'operations.work', about: aboutStep, input: z.strictObject({ ...command, notice: ruleId, text: text.min(2) }), output }),
  'step.doItem': request({ needs: 'operations.work', about: aboutStep, input: z.strictObject({ ...command, item: ruleId, text, pictureId: z.string().regex(/^[0-9a-f]{64}$/).nullable() }), output }),
  'step.explainGap': request({ needs: 'operations.work', about: aboutStep, input: z.strictObject({ ...command, fromAt: z.int(), text: text.min(2) }), output }),
  /** Errors: conflict, stepOver, itemsOpen (params: items), badResult (params: result). */
  'step.end': request({ needs: 'operations.work', about: aboutStep, input: z.strictObject({ ...versioned, outcome: ruleId, results }), output }),
  'step.correct': request({ needs: 'operations.work', about: aboutStep, input: z.strictObject({ ...versioned, results, reason }), output }),
  'step.abandon': request({ needs: 'operations.work', about: aboutStep, input: z.strictObject({ ...versioned, reason }), output }),
};
