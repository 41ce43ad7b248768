import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { campaignId, commandId, courtCode } from '../nouns/ids.ts';

const facts = {
  name: z.string().trim().min(2).max(64),
  aim: z.string().trim().max(500),
  /** First and last day, ISO dates, Beijing. */
  from: z.iso.date(),
  to: z.iso.date().nullable(),
};

/** 专项行动: operations of a court and those below it under one name. */
export const campaign = z.object({ campaignId, courtCode, ...facts, state: z.enum(['open', 'closed']), version: z.int() });
export type Campaign = z.infer<typeof campaign>;

export const campaignEvents = {
  'campaign.opened': event({ data: z.object(facts) }),
  'campaign.changed': event({ data: z.object(facts) }),
  'campaign.closed': event({ data: z.object({ reason: z.string() }) }),
};

const versioned = { commandId, campaignId, expectedVersion: z.int().min(0) };
const aboutCampaign = (input: { campaignId: string }) => [{ campaign: input.campaignId }];
const output = z.object({ campaign });

export const campaignRequests = {
  'campaign.open': request({ needs: 'operations.plan', about: (input) => [{ court: input.courtCode }], input: z.strictObject({ commandId, courtCode, ...facts }), output }),
  /** Errors: notFound, conflict. */
  'campaign.change': request({ needs: 'operations.plan', about: aboutCampaign, input: z.strictObject({ ...versioned, ...facts }), output }),
  /** Errors: notFound, conflict. */
  'campaign.close': request({ needs: 'operations.plan', about: aboutCampaign, input: z.strictObject({ ...versioned, reason: z.string().trim().min(2).max(200) }), output }),
};
