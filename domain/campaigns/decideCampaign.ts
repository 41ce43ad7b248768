import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { CampaignId } from '#protocol/nouns/ids.ts';
import type { Campaign } from '#protocol/operations/campaigns.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

type Of<Name extends 'campaign.open' | 'campaign.change' | 'campaign.close'> = Omit<RequestData<Name>, 'commandId'>;
type Answer = { campaign: Campaign };

/** Errors: notFound (court), badPeriod. */
export function openCampaign(state: HallState, { courtCode, name, aim, from, to }: Of<'campaign.open'>, campaignId: CampaignId): Decision<Answer> {
  found(state.courts.get(courtCode), 'court');
  checkPeriod({ from, to });
  return decided({ campaignId, courtCode }, { name: 'campaign.opened', data: { name, aim, from, to } });
}

/** Errors: notFound, conflict, badPeriod. */
export function changeCampaign(state: HallState, { name, aim, from, to, ...which }: Of<'campaign.change'>): Decision<Answer> {
  const campaign = present(state, which);
  checkPeriod({ from, to });
  return decided(campaign, { name: 'campaign.changed', data: { name, aim, from, to } });
}

/** Errors: notFound, conflict. */
export function closeCampaign(state: HallState, { campaignId, expectedVersion, reason }: Of<'campaign.close'>): Decision<Answer> {
  const campaign = present(state, { campaignId, expectedVersion });
  return campaign.state === 'closed' ? { events: [], answer: () => ({ campaign }) } : decided(campaign, { name: 'campaign.closed', data: { reason } });
}

function present(state: HallState, { campaignId, expectedVersion }: { campaignId: CampaignId; expectedVersion: number }): Campaign {
  const campaign = found(state.campaigns.get(campaignId), 'campaign');
  expectVersion(campaign, expectedVersion);
  return campaign;
}

function checkPeriod({ from, to }: { from: string; to: string | null }): void {
  if (to !== null && to < from) {
    throw new AppError('badPeriod');
  }
}

type Change = Pick<Extract<NewEvent, { name: `campaign.${string}` }>, 'name' | 'data'>;

function decided({ campaignId, courtCode }: Pick<Campaign, 'campaignId' | 'courtCode'>, change: Change): Decision<Answer> {
  return {
    events: [{ ...change, subject: `campaign/${campaignId}`, courtCode } as NewEvent],
    answer: (after) => ({ campaign: found(after.campaigns.get(campaignId), 'campaign') }),
  };
}
