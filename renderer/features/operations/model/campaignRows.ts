import type { Campaign } from '#protocol/operations/campaigns.ts';
import type { Operation } from '#protocol/operations/operations.ts';

export type CampaignRow = { readonly campaign: Campaign; /** Those that this console sees, the newest first. */ readonly operations: readonly Operation[] };

/** Open campaigns before closed ones, the one that began last first. */
export function campaignRows(campaigns: Iterable<Campaign>, operations: Iterable<Operation>): CampaignRow[] {
  const all = [...operations];
  const rows = [...campaigns].map((campaign) => ({ campaign, operations: all.filter(({ campaignId }) => campaignId === campaign.campaignId).toSorted((a, b) => b.plannedFrom - a.plannedFrom) }));
  return rows.toSorted((a, b) => Number(a.campaign.state === 'closed') - Number(b.campaign.state === 'closed') || (a.campaign.from === b.campaign.from ? a.campaign.name.localeCompare(b.campaign.name, 'zh-CN') : a.campaign.from < b.campaign.from ? 1 : -1));
}
