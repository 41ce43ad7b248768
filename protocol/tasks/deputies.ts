import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, deputyshipId, userId } from '../nouns/ids.ts';
import { ROLES } from '../roles.ts';
import { dated, ruleId } from '../rules/row.ts';
import { period } from '../rules/timeLimits.ts';

/** As they were when it began: who gets other roles holds another office. */
const holder = z.object({ userId, name: z.string(), roles: z.array(z.enum(ROLES)) });
const reason = z.string().trim().min(2).max(200);

const facts = {
  principal: holder,
  deputy: holder,
  /** Flows whose approvals are handed over; null: those of all. */
  flowIds: z.array(ruleId).min(1).max(20).nullable(),
  /** ms since the epoch; `untilAt` is not included. */
  fromAt: z.int(),
  untilAt: z.int(),
  reason: z.string(),
};

/** 审批权委托: somebody decides for a colleague of their court, for a time. */
export const deputyship = z.object({ deputyshipId, courtCode, ...facts, appointedAt: z.int(), version: z.int() });
export type Deputyship = z.infer<typeof deputyship>;

/** By one of the two, with their reason; the time is over; one of them left office: account closed, or other roles. */
export const DEPUTYSHIP_ENDS = ['principal', 'deputy', 'over', 'office'] as const;
export type DeputyshipEnd = (typeof DEPUTYSHIP_ENDS)[number];

const person = z.object({ userId, name: z.string() });

export const deputyEvents = {
  /** Subject `deputy/<id>`, as for all. */
  'deputy.appointed': event({ data: z.object(facts) }),
  'deputy.ended': event({ data: z.object({ principal: person, deputy: person, why: z.enum(DEPUTYSHIP_ENDS), reason: z.string().nullable() }) }),
};

export const deputyNotices = {
  /** To the desks of both. */
  'deputy.changed': notice({ data: z.object({ deputyshipId, principal: person, deputy: person, /** Null: it began. */ why: z.enum(DEPUTYSHIP_ENDS).nullable(), reason: z.string().nullable(), at: z.int() }) }),
};

/** Of one's own approvals. Rights that come from somebody else are never handed on. */
export const deputyRequests = {
  /** Errors: notFound (person), badDeputy, badRule (flow), badPeriod, deputyTooLong, deputyOverlap. */
  'deputy.appoint': request({
    needs: 'tasks.approve',
    about: (input) => [{ user: input.deputyId }],
    input: z.strictObject({ commandId, deputyId: userId, flowIds: facts.flowIds, fromAt: facts.fromAt, untilAt: facts.untilAt, reason }),
    output: z.object({ deputyship }),
  }),
  /** By either of the two. Errors: notFound. */
  'deputy.end': request({ needs: 'tasks.approve', input: z.strictObject({ commandId, deputyshipId, reason }), output: z.object({}) }),
};

/** How long approvals may be handed over. */
export const deputyRule = z.object({ ...dated, article: z.string().trim().min(1).max(400), longest: period });
export type DeputyRule = z.infer<typeof deputyRule>;
/** The row of the rule book that says it. */
export const APPROVAL_DEPUTY = 'approvalDeputy';
