import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { assistId, commandId, courtCode, unitId } from '../nouns/ids.ts';

/** What a desk may ask of the person who holds the device. */
export const ASSIST_KINDS = ['betterPicture', 'switchCamera', 'torchOn', 'torchOff', 'moveCloser', 'callBack'] as const;
export const assistKind = z.enum(ASSIST_KINDS);
export type AssistKind = z.infer<typeof assistKind>;

/** Why it was not done: `unsupported` and `failed` are said by the page itself, the others by the person. */
export const ASSIST_REFUSALS = ['busy', 'unsafe', 'notNow', 'unsupported', 'failed'] as const;
export const assistRefusal = z.enum(ASSIST_REFUSALS);
export type AssistRefusal = z.infer<typeof assistRefusal>;

/** How long it waits for an answer, ms. */
export const ASSIST_WAITS_MS = 30_000;

const facts = { unitId, kind: assistKind, text: z.string().trim().max(100) };
const asker = { byName: z.string(), courtName: z.string() };

/** 远程协助请求: something that a desk asks the person in the field to do with the device. */
export const assist = z.object({
  assistId,
  courtCode,
  ...facts,
  ...asker,
  askedAt: z.int(),
  endsAt: z.int(),
  state: z.enum(['asked', 'accepted', 'refused', 'lapsed', 'withdrawn']),
  /** Of a refused one; null where none was given. */
  refusal: assistRefusal.nullable(),
  /** When it left `asked`; null before. */
  doneAt: z.int().nullable(),
  version: z.int(),
});
export type Assist = z.infer<typeof assist>;

export const assistEvents = {
  /** Subject `assist/<id>`, as for all. */
  'assist.asked': event({ data: z.object({ ...facts, ...asker, endsAt: z.int() }) }),
  'assist.answered': event({ data: z.object({ accepted: z.boolean(), refusal: assistRefusal.nullable() }) }),
  'assist.lapsed': event({ data: z.object({}) }),
  'assist.withdrawn': event({ data: z.object({ byName: z.string() }) }),
};

export const assistNotices = {
  /** To the unit: everything it is asked now; again at each change, and when it connects. */
  'assist.open': notice({ data: z.object({ asks: z.array(z.object({ assistId, kind: assistKind, text: z.string(), ...asker, endsAt: z.int() })) }) }),
};

export const assistRequests = {
  /** Answers the one that is open already when the same is asked twice. Errors: notFound, revoked (unit), unitAway. */
  'assist.ask': request({
    needs: 'operations.work',
    about: (input) => [{ unit: input.unitId }],
    input: z.strictObject({ commandId, ...facts }),
    output: z.object({ assist }),
  }),
  /** One that is over stays as it is. Errors: notFound. */
  'assist.withdraw': request({
    needs: 'operations.work',
    about: (input) => [{ assist: input.assistId }],
    input: z.strictObject({ commandId, assistId }),
    output: z.object({ assist }),
  }),
  /** By the unit that was asked; an answer that comes too late changes nothing, `assist.state` says so. Errors: notFound. */
  'assist.answer': request({
    needs: 'media.publish',
    input: z.strictObject({ commandId, assistId, accepted: z.boolean(), refusal: assistRefusal.nullable() }),
    output: z.object({ assist }),
  }),
};
