import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { alarmId, callId, commandId, courtCode, fenceId, operationId, orderId, stepId, unitId, userId } from '../nouns/ids.ts';
import { wireEntry } from '../nouns/log.ts';
import { place, placeInput, position } from '../telemetry/place.ts';
import { helpCandidate } from './help.ts';
import { ORDER_STATES } from './orders.ts';

/** What an alarm is about. */
export const ALARM_KINDS = [
  /** A unit's button. */ 'sos',
  /** A unit on an operation that is not heard of. */ 'silent',
  /** A unit's battery runs out. */ 'battery',
  /** A geofence. */ 'fence',
  /** 公安预警: the police met a person who is looked for. */ 'police',
  /** A clue from the hotline. */ 'clue',
  /** A statutory clock ran out. */ 'clock',
  /** Fewer recorders run than the step needs. */ 'recorder',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

export const SEVERITIES = ['urgent', 'warning', 'notice'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const ALARM_STATES = ['raised', 'acknowledged', 'dispatched', 'resolved'] as const;
export const ALARM_OUTCOMES = ['handled', 'falseAlarm', 'duplicate', 'handedOver', 'exercise'] as const;

const facts = {
  kind: z.enum(ALARM_KINDS),
  severity: z.enum(SEVERITIES),
  unitId: unitId.nullable(),
  operationId: operationId.nullable(),
  stepId: stepId.nullable(),
  fenceId: fenceId.nullable(),
  callId: callId.nullable(),
  place,
  text: z.string(),
  /** When it happened, hall time; before `raisedAt` for a press that reached the hall late (补报). */
  occurredAt: z.int(),
};

/** One court that was asked for help, as the asking court sees its order. */
const helpOrder = z.object({ orderId, toCourtCode: courtCode, state: z.enum(ORDER_STATES), at: z.int(), reason: z.string().nullable() });
export type HelpOrder = z.infer<typeof helpOrder>;

const who = z.object({ at: z.int(), name: z.string(), userId: userId.nullable(), courtCode: courtCode.nullable() });

export const alarm = z.object({
  alarmId,
  courtCode,
  ...facts,
  raisedAt: z.int(),
  state: z.enum(ALARM_STATES),
  /** How often it was raised again while open, and when last. */
  repeats: z.int(),
  lastRaisedAt: z.int(),
  /** The unit took its SOS back, with a reason; a person still has to resolve it. */
  takenBack: z.object({ at: z.int(), reason: z.string() }).nullable(),
  /** The court at whose desks it sounds now: its own first, then those above. */
  soundsAt: courtCode,
  /** When it goes on to the court above, unless somebody acknowledges it; null at the top or when acknowledged. */
  escalatesAt: z.int().nullable(),
  escalations: z.array(z.object({ toCourtCode: courtCode, at: z.int() })),
  acknowledged: who.nullable(),
  help: z.object({
    orders: z.array(helpOrder),
    /** Courts that are asked next, in order, when the present one refuses or lets its time run out. */
    queue: z.array(courtCode),
    text: z.string(),
    acceptWithinMs: z.int(),
  }).nullable(),
  resolved: who.extend({ outcome: z.enum(ALARM_OUTCOMES), reason: z.string() }).nullable(),
  version: z.int(),
});
export type Alarm = z.infer<typeof alarm>;

export const alarmEvents = {
  'alarm.raised': event({ data: z.object({ ...facts, escalatesAt: z.int().nullable(), /** Reference of the outside system it came from. */ reference: z.string().nullable() }) }),
  /** Raised again while open: the button pressed once more, the same fence crossed once more. */
  'alarm.repeated': event({ data: z.object({ place, text: z.string(), occurredAt: z.int() }) }),
  'alarm.takenBack': event({ data: z.object({ reason: z.string() }) }),
  /** Nobody acknowledged it in time: from here it sounds at the court above. */
  'alarm.escalated': event({ data: z.object({ toCourtCode: courtCode, escalatesAt: z.int().nullable() }) }),
  'alarm.acknowledged': event({ data: z.object({}) }),
  'alarm.noted': event({ data: z.object({ text: z.string() }) }),
  'alarm.helpAsked': event({ data: z.object({ queue: z.array(courtCode), text: z.string(), acceptWithinMs: z.int() }) }),
  /** What became of an order, told to the side that asked. */
  'alarm.helpChanged': event({ data: z.object({ orderId, toCourtCode: courtCode, state: z.enum(ORDER_STATES), reason: z.string().nullable(), queue: z.array(courtCode) }) }),
  'alarm.resolved': event({ data: z.object({ outcome: z.enum(ALARM_OUTCOMES), reason: z.string() }) }),
  /** Long over: it leaves the desks and stays in the log. */
  'alarm.archived': event({ data: z.object({}) }),
};

const text = z.string().trim().max(500);
const reason = z.string().trim().min(2).max(200);
const aboutAlarm = (input: { alarmId: string }) => [{ alarm: input.alarmId }];

export const alarmRequests = {
  /** A unit's button. While its SOS is open a second press repeats it. `pressedAt` is hall time. Errors: logUnavailable. */
  'alarm.sos': request({
    needs: 'alarms.raise',
    input: z.strictObject({ commandId, pressedAt: z.int(), position: z.strictObject(position.shape).nullable(), text }),
    output: z.object({ alarmId }),
  }),
  /** The unit says that its SOS was none. Errors: notFound. */
  'alarm.takeBack': request({ needs: 'alarms.raise', input: z.strictObject({ commandId, alarmId, reason }), output: z.object({}) }),
  /** By hand, for what came by telephone or on paper. */
  'alarm.raise': request({
    needs: 'alarms.handle',
    about: (input) => [{ court: input.courtCode }, ...(input.unitId === null ? [] : [{ unit: input.unitId }]), ...(input.operationId === null ? [] : [{ operation: input.operationId }])],
    input: z.strictObject({
      commandId,
      courtCode,
      kind: z.enum(['sos', 'police', 'clue']),
      severity: z.enum(SEVERITIES),
      unitId: unitId.nullable(),
      operationId: operationId.nullable(),
      place: placeInput,
      text: text.min(2),
    }),
    output: z.object({ alarm }),
  }),
  /** The first who does it stops the escalation; for those after, nothing changes. Errors: notFound, alarmOver. */
  'alarm.acknowledge': request({ needs: 'alarms.handle', about: aboutAlarm, input: z.strictObject({ commandId, alarmId }), output: z.object({ alarm }) }),
  'alarm.note': request({ needs: 'alarms.handle', about: aboutAlarm, input: z.strictObject({ commandId, alarmId, text: text.min(1) }), output: z.object({ alarm }) }),
  /** Who could help, best first, each with the reasons; also courts that the caller does not see otherwise. Errors: notFound, noPosition. */
  'alarm.rankHelp': request({ needs: 'alarms.handle', about: aboutAlarm, input: z.strictObject({ alarmId }), output: z.object({ candidates: z.array(helpCandidate), rankedAt: z.int() }) }),
  /** Sends the order to the first court, and to the next whenever one refuses or lets its time run out. Acknowledges, too. Errors: notFound, conflict, alarmOver, helpUnderWay. */
  'alarm.askHelp': request({
    needs: 'alarms.handle',
    about: aboutAlarm,
    input: z.strictObject({ commandId, alarmId, expectedVersion: z.int().min(0), toCourtCodes: z.array(courtCode).min(1).max(20), text: text.min(2), acceptWithinMs: z.int().min(10_000).max(3_600_000) }),
    output: z.object({ alarm }),
  }),
  /** Takes back what was asked; whoever was on the way is told. Errors: notFound, conflict. */
  'alarm.callOffHelp': request({ needs: 'alarms.handle', about: aboutAlarm, input: z.strictObject({ commandId, alarmId, expectedVersion: z.int().min(0), reason }), output: z.object({ alarm }) }),
  /** Errors: notFound, conflict, alarmOver, helpUnderWay (an order that is neither done nor called off). */
  'alarm.resolve': request({
    needs: 'alarms.handle',
    about: aboutAlarm,
    input: z.strictObject({ commandId, alarmId, expectedVersion: z.int().min(0), outcome: z.enum(ALARM_OUTCOMES), reason }),
    output: z.object({ alarm }),
  }),
  /** Everything that happened to it, oldest first. Errors: logUnavailable. */
  'alarm.log': request({ needs: 'hall.follow', about: aboutAlarm, input: z.strictObject({ alarmId }), output: z.object({ entries: z.array(wireEntry) }) }),
};

export const alarmNotices = {
  /** To the unit whose SOS it is, after its hello and whenever it changes: what the hall does about it. Null when none is open. */
  'alarm.told': notice({
    data: z.object({
      alarm: z
        .object({
          alarmId,
          state: z.enum(ALARM_STATES),
          /** Who acknowledged it, by name and court; null before. */
          answeredBy: z.object({ name: z.string(), courtName: z.string() }).nullable(),
          /** Court that is on its way. */
          helpName: z.string().nullable(),
        })
        .nullable(),
    }),
  }),
};
