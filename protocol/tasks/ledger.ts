import { z } from 'zod';
import { request } from '../definition/request.ts';
import { courtCode } from '../nouns/ids.ts';
import { ruleId } from '../rules/row.ts';
import { STATE_TONES } from './flows.ts';
import { task, taskEnd } from './tasks.ts';

/** 收件, 发件, 我的, 待审批, 全部: those whose receiving court is the person's, whose sending court is, who wrote or does them, that wait for an approval the person may give, and all that they see. */
export const TASK_BOXES = ['inbox', 'outbox', 'mine', 'approvals', 'all'] as const;
export type TaskBox = (typeof TASK_BOXES)[number];
/** `newest` first, next `due` first, `urgent` and late ones first, last `changed` first. */
export const TASK_SORTS = ['newest', 'due', 'urgency', 'changed'] as const;
export type TaskSort = (typeof TASK_SORTS)[number];
export const MAX_TASK_ROWS = 200;

/** A task as a line of a list. */
export const taskRow = task.pick({ taskId: true, flowId: true, itemId: true, number: true, title: true, caseNumber: true, author: true, assignee: true, state: true, over: true, urgent: true, progress: true, createdAt: true, stateSince: true, overAt: true, version: true }).extend({
  from: taskEnd,
  to: taskEnd,
  sentAt: z.int().nullable(),
  changedAt: z.int(),
  /** End of the clock that runs now, and when it is amber; null: none runs. */
  dueAt: z.int().nullable(),
  amberAt: z.int().nullable(),
  clockId: ruleId.nullable(),
});
export type TaskRow = z.infer<typeof taskRow>;

/** Every part that is there has to hold. */
export const taskFilter = z.strictObject({
  flowIds: z.array(ruleId).max(20).optional(),
  itemIds: z.array(ruleId).max(60).optional(),
  states: z.array(ruleId).max(40).optional(),
  tones: z.array(z.enum(STATE_TONES)).max(6).optional(),
  /** One end is this court or one below it. */
  courtCode: courtCode.optional(),
  urgent: z.boolean().optional(),
  /** A clock that runs is over. */
  late: z.boolean().optional(),
  over: z.boolean().optional(),
  /** Begun in this time, ms since the epoch; `until` is not included. */
  from: z.int().optional(),
  until: z.int().optional(),
  /** In number, title, case number, names of courts and people. */
  text: z.string().trim().max(64).optional(),
});
export type TaskFilter = z.infer<typeof taskFilter>;

const span = { /** ms since the epoch; `until` is not included. */ from: z.int(), until: z.int() };

/** What the figures of one group are made of; a task counts in the time in which it was sent. */
export const taskFigures = z.object({
  /** Court code, item or flow. */
  key: z.string(),
  sent: z.int(),
  received: z.int(),
  done: z.int(),
  onTime: z.int(),
  late: z.int(),
  returned: z.int(),
  complaints: z.int(),
  /** Workdays from sending to the end, of those that are done; null: none is. */
  averageWorkdays: z.number().nullable(),
  averageStars: z.number().nullable(),
});
export type TaskFigures = z.infer<typeof taskFigures>;

/** Tasks that one end sent to another: an arc of the map. */
export const taskTraffic = z.object({ from: taskEnd, to: taskEnd, open: z.int(), late: z.int(), done: z.int() });
export type TaskTraffic = z.infer<typeof taskTraffic>;

/** Of tasks with an end that the session's court sees; errors of all: logUnavailable. */
export const taskLedgerRequests = {
  /** `after`: the `next` of the page before, with the same filter and sort. */
  'task.list': request({
    needs: 'tasks.read',
    input: z.strictObject({ box: z.enum(TASK_BOXES), filter: taskFilter, sort: z.enum(TASK_SORTS), after: z.string().max(200).nullable(), limit: z.int().min(1).max(MAX_TASK_ROWS) }),
    output: z.object({ rows: z.array(taskRow), total: z.int(), next: z.string().nullable() }),
  }),
  /** What is not over, in each box. */
  'task.counts': request({
    needs: 'tasks.read',
    input: z.strictObject({}),
    output: z.object({ boxes: z.record(z.enum(TASK_BOXES), z.object({ open: z.int(), late: z.int(), urgent: z.int() })) }),
  }),
  'task.figures': request({
    needs: 'tasks.read',
    input: z.strictObject({ ...span, by: z.enum(['court', 'item', 'flow']) }),
    output: z.object({ figures: z.array(taskFigures), total: taskFigures }),
  }),
  'task.between': request({ needs: 'tasks.read', input: z.strictObject(span), output: z.object({ traffic: z.array(taskTraffic) }) }),
};
