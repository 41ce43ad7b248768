import { z } from 'zod';
import { partnerId, taskId } from '../nouns/ids.ts';
import { ruleId } from '../rules/row.ts';
import { SIDES } from '../tasks/flows.ts';

/** One thing that happened to a task, as the other side is told of it. */
export const outsideMoment = z.object({
  /** Counts what the other side may know of the task, from 1 without gaps: whoever misses one asks for the task. */
  sequence: z.int().min(1),
  /** Ms since the epoch. */
  at: z.int(),
  /** Step of the flow, or created, talked, urged, progressed, documented. */
  what: z.string(),
  /** What the flow calls the step; null for what is none. */
  stepName: z.string().nullable(),
  state: ruleId,
  stateName: z.string(),
  /** Whose doing it was. */
  side: z.enum(SIDES),
  words: z.string().nullable(),
  count: z.number().nullable(),
});
export type OutsideMoment = z.infer<typeof outsideMoment>;

/** Body of a webhook. */
export const delivery = z.discriminatedUnion('type', [
  outsideMoment.extend({
    type: z.literal('task.changed'),
    /** The same at each attempt. */
    id: z.uuid(),
    partnerId,
    taskId,
    /** 〔2026〕闽0203委12号; null until it has one. */
    number: z.string().nullable(),
    /** Of the task when it was told, for `If-Match`. */
    version: z.int(),
    /** It is played in an exercise, and nothing of it is real. */
    exercise: z.boolean(),
  }),
  /** Says nothing: it is to be answered with 2xx. */
  z.object({ type: z.literal('ping'), id: z.uuid(), partnerId, at: z.int(), exercise: z.boolean() }),
]);
export type OutsideDelivery = z.infer<typeof delivery>;
