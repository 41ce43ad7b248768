import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { alarmId, callId, commandId, courtCode } from '../nouns/ids.ts';
import { place, placeInput } from '../telemetry/place.ts';

/** 执行110: who is on the telephone. */
export const CALLER_KINDS = ['applicant', 'informant', 'police', 'court', 'other'] as const;
/** What the call comes to. Only `dispatch` sends anybody: it raises an alarm, and from there all goes the alarm's way. */
export const TRIAGES = ['dispatch', 'forward', 'advise'] as const;

const facts = {
  /** 110〔2026〕闽02第7号. */
  number: z.string(),
  callerKind: z.enum(CALLER_KINDS),
  /** As everybody may read it: 陈先生, 138****1234. The rest is kept outside the log and opened with a purpose. */
  callerMasked: z.string(),
  caseNumber: z.string().nullable(),
  place,
  text: z.string(),
  /** It should be triaged and called back by then. */
  triageBy: z.int(),
  callBackBy: z.int(),
};

export const call = z.object({
  callId,
  courtCode,
  ...facts,
  takenAt: z.int(),
  takenBy: z.string(),
  triage: z.object({ at: z.int(), name: z.string(), triage: z.enum(TRIAGES), severity: z.enum(['urgent', 'warning', 'notice']), reason: z.string(), alarmId: alarmId.nullable() }).nullable(),
  calledBack: z.object({ at: z.int(), name: z.string(), result: z.string(), satisfied: z.boolean().nullable() }).nullable(),
  version: z.int(),
});
export type Call = z.infer<typeof call>;

export const callEvents = {
  'call.taken': event({ data: z.object(facts) }),
  'call.triaged': event({ data: z.object({ triage: z.enum(TRIAGES), severity: z.enum(['urgent', 'warning', 'notice']), reason: z.string(), alarmId: alarmId.nullable() }) }),
  'call.calledBack': event({ data: z.object({ result: z.string(), satisfied: z.boolean().nullable() }) }),
  'call.archived': event({ data: z.object({}) }),
};

const aboutCall = (input: { callId: string }) => [{ call: input.callId }];
const versioned = { commandId, callId, expectedVersion: z.int().min(0) };

export const callRequests = {
  'call.take': request({
    needs: 'calls.take',
    about: (input) => [{ court: input.courtCode }],
    input: z.strictObject({
      commandId,
      courtCode,
      callerKind: z.enum(CALLER_KINDS),
      callerName: z.string().trim().max(32),
      callerPhone: z.string().trim().regex(/^[0-9+ -]{0,24}$/),
      caseNumber: z.string().trim().max(40).nullable(),
      place: placeInput,
      text: z.string().trim().min(2).max(1_000),
    }),
    output: z.object({ call }),
  }),
  /** Errors: notFound, conflict, callTriaged. */
  'call.triage': request({
    needs: 'calls.take',
    about: aboutCall,
    input: z.strictObject({ ...versioned, triage: z.enum(TRIAGES), severity: z.enum(['urgent', 'warning', 'notice']), reason: z.string().trim().max(200) }),
    output: z.object({ call }),
  }),
  /** Closes the call. Errors: notFound, conflict, callOpen (not triaged, or its alarm is not resolved). */
  'call.callBack': request({
    needs: 'calls.take',
    about: aboutCall,
    input: z.strictObject({ ...versioned, result: z.string().trim().min(2).max(500), satisfied: z.boolean().nullable() }),
    output: z.object({ call }),
  }),
  /** Who called, in full. The look and its purpose are logged before it is answered. Errors: notFound. */
  'call.openCaller': request({
    needs: 'personal.open',
    about: aboutCall,
    input: z.strictObject({ commandId, callId, purpose: z.string().trim().min(4).max(200) }),
    output: z.object({ name: z.string(), phone: z.string() }),
  }),
};
