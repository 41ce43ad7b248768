import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, feedId, grantId, unitId, userId } from '../nouns/ids.ts';

const DAY_MS = 86_400_000;
/** Longest life of a grant, ms. */
export const GRANT_MAX_MS = DAY_MS;
/** Players that may view by one grant at a time. */
export const GRANT_MAX_VIEWERS = 4;

const facts = {
  feedId,
  purpose: z.string().trim().min(2).max(200),
  /** Who outside the hall gets to see it. */
  forName: z.string().trim().min(2).max(64),
};

/** `lost`: the network; `sourceEnded`: the feed's media; `neverConnected`: nothing came of it; `closing`: the hall stopped, or had been killed. */
export const VIEWING_ENDS = ['left', 'lost', 'sourceEnded', 'neverConnected', 'revoked', 'expired', 'closing'] as const;
export type ViewingEnd = (typeof VIEWING_ENDS)[number];

const viewingId = z.uuid();

/** 查看授权: one feed shown to somebody outside the hall, for a purpose and a time. Its token is kept as a hash, beside the log. */
export const grant = z.object({
  grantId,
  courtCode,
  unitId,
  ...facts,
  givenBy: z.string(),
  givenAt: z.int(),
  endsAt: z.int(),
  revoked: z.object({ byName: z.string(), at: z.int() }).nullable(),
  /** Who views by it now. */
  viewings: z.array(z.object({ viewingId, remoteAddress: z.string(), clientName: z.string(), sinceAt: z.int() })),
  /** How often it was viewed so far. */
  timesViewed: z.int(),
  version: z.int(),
});
export type Grant = z.infer<typeof grant>;

export const grantEvents = {
  /** Subject `grant/<id>`, as for all. */
  'grant.given': event({ data: z.object({ ...facts, unitId, byUserId: userId, byName: z.string(), endsAt: z.int() }) }),
  'grant.revoked': event({ data: z.object({ byName: z.string() }) }),
  'grant.viewed': event({ data: z.object({ viewingId, forName: z.string(), remoteAddress: z.string(), clientName: z.string() }) }),
  'grant.left': event({ data: z.object({ viewingId, forName: z.string(), remoteAddress: z.string(), why: z.enum(VIEWING_ENDS), durationMs: z.int() }) }),
};

export const grantRequests = {
  /** Answers the address and the token, which is told this once. Errors: notFound (feed), revoked (unit), notLive (what is played of a recording), badPeriod (over, or longer than 24 h). */
  'grant.give': request({
    needs: 'media.grant',
    about: (input) => [{ feed: input.feedId }],
    input: z.strictObject({ commandId, ...facts, endsAt: z.int() }),
    output: z.object({ grant, url: z.string(), token: z.string() }),
  }),
  /** Whoever views by it is cut off at once. Errors: notFound. */
  'grant.revoke': request({
    needs: 'media.grant',
    about: (input) => [{ grant: input.grantId }],
    input: z.strictObject({ commandId, grantId }),
    output: z.object({ grant }),
  }),
};
