import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { alarmId, commandId, courtCode, operationId, orderId, unitId } from '../nouns/ids.ts';
import { place, placeInput } from '../telemetry/place.ts';

/** 指令单. Received (签收) says that somebody read it, accepted that they do it. */
export const ORDER_STATES = ['sent', 'received', 'accepted', 'refused', 'lapsed', 'withdrawn', 'arrived', 'done'] as const;
export type OrderState = (typeof ORDER_STATES)[number];
/** An order in one of these is still somebody's to do. */
export const OPEN_ORDER_STATES: readonly OrderState[] = ['sent', 'received', 'accepted', 'arrived'];

const facts = {
  /** 〔2026〕闽05指令12号, counted a year and a sending court. */
  number: z.string(),
  fromCourtCode: courtCode,
  fromCourtName: z.string(),
  fromName: z.string(),
  alarmId: alarmId.nullable(),
  operationId: operationId.nullable(),
  severity: z.enum(['urgent', 'warning', 'notice']),
  place,
  text: z.string(),
  /** Not accepted by then, it lapses; null: it waits. */
  acceptBy: z.int().nullable(),
};

/** A written order, which belongs to the court that receives it. */
export const order = z.object({
  orderId,
  courtCode,
  ...facts,
  sentAt: z.int(),
  state: z.enum(ORDER_STATES),
  /** Units that the receiver sends. */
  unitIds: z.array(unitId),
  report: z.string().nullable(),
  steps: z.array(z.object({ state: z.enum(ORDER_STATES), at: z.int(), name: z.string(), reason: z.string().nullable() })),
  version: z.int(),
});
export type Order = z.infer<typeof order>;

export const orderEvents = {
  'order.sent': event({ data: z.object(facts) }),
  'order.received': event({ data: z.object({}) }),
  'order.accepted': event({ data: z.object({ unitIds: z.array(unitId) }) }),
  'order.refused': event({ data: z.object({ reason: z.string() }) }),
  'order.lapsed': event({ data: z.object({}) }),
  'order.withdrawn': event({ data: z.object({ reason: z.string() }) }),
  'order.arrived': event({ data: z.object({}) }),
  'order.done': event({ data: z.object({ report: z.string() }) }),
  'order.archived': event({ data: z.object({}) }),
};

const reason = z.string().trim().min(2).max(200);
const aboutOrder = (input: { orderId: string }) => [{ order: input.orderId }];
const answer = { needs: 'orders.answer', about: aboutOrder, output: z.object({ order }) } as const;
const versioned = { commandId, orderId, expectedVersion: z.int().min(0) };

/** The answers are for people of the receiving court and of those above it. Errors of all: notFound, conflict, orderOver (not in a state for it). */
export const orderRequests = {
  /** To a court that the caller sees; help from elsewhere is asked through an alarm. */
  'order.send': request({
    needs: 'alarms.handle',
    about: (input) => [{ court: input.courtCode }, ...(input.operationId === null ? [] : [{ operation: input.operationId }])],
    input: z.strictObject({
      commandId,
      courtCode,
      operationId: operationId.nullable(),
      severity: z.enum(['urgent', 'warning', 'notice']),
      place: placeInput,
      text: z.string().trim().min(2).max(500),
      acceptWithinMs: z.int().min(10_000).max(86_400_000).nullable(),
    }),
    output: z.object({ order }),
  }),
  'order.receive': request({ ...answer, input: z.strictObject(versioned) }),
  'order.accept': request({ ...answer, about: (input) => [{ order: input.orderId }, ...input.unitIds.map((unit) => ({ unit }))], input: z.strictObject({ ...versioned, unitIds: z.array(unitId).max(32) }) }),
  'order.refuse': request({ ...answer, input: z.strictObject({ ...versioned, reason }) }),
  'order.arrive': request({ ...answer, input: z.strictObject(versioned) }),
  'order.finish': request({ ...answer, input: z.strictObject({ ...versioned, report: z.string().trim().min(2).max(1_000) }) }),
  /** By the sending side alone. Errors: those of all; forbidden (to the receiver). */
  'order.withdraw': request({ needs: 'alarms.handle', about: aboutOrder, input: z.strictObject({ ...versioned, reason }), output: z.object({ order }) }),
};
