import type { Map as PersistentMap } from 'immutable';
import type { CampaignId } from '#protocol/nouns/ids.ts';
import type { Campaign } from '#protocol/operations/campaigns.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Campaigns = PersistentMap<CampaignId, Campaign>;

export function foldCampaign(campaigns: Campaigns, event: EventOf<'campaign'>): Campaigns {
  const { courtCode, version } = event;
  const campaignId = idOf(event.subject) as CampaignId;
  const before = campaigns.get(campaignId);
  if (event.name === 'campaign.closed') {
    return before === undefined ? campaigns : campaigns.set(campaignId, { ...before, state: 'closed', version });
  }
  return campaigns.set(campaignId, { campaignId, courtCode, ...event.data, state: before?.state ?? 'open', version });
}
