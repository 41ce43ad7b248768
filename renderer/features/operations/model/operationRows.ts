import { isOver } from '#domain/operations/operationStates.ts';
import { overSince } from '#domain/operations/operationStates.ts';
import type { CampaignId, CourtCode } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';

export type OperationFilter = {
  readonly show: 'open' | 'over';
  /** Title, case number, place, team, person; all words must be found. */
  readonly search: string;
  readonly courtCode: CourtCode | null;
  readonly campaignId: CampaignId | null;
};
export const ALL_OPEN: OperationFilter = { show: 'open', search: '', courtCode: null, campaignId: null };

const STATE_ORDER: readonly Operation['state'][] = ['onSite', 'underWay', 'assembled', 'planned', 'concluded', 'calledOff'];

/** What is furthest on first, then by time; what is over newest first. */
export function operationRows(operations: Iterable<Operation>, { show, search, courtCode, campaignId }: OperationFilter): Operation[] {
  const words = search.normalize('NFKC').toLowerCase().split(/\s+/u).filter((word) => word !== '');
  const shown = [...operations].filter(
    (operation) =>
      isOver(operation) === (show === 'over') &&
      (courtCode === null || operation.courtCode.startsWith(courtCode)) &&
      (campaignId === null || operation.campaignId === campaignId) &&
      matches(operation, words),
  );
  return shown.toSorted(
    show === 'over'
      ? (a, b) => (overSince(b) ?? 0) - (overSince(a) ?? 0) || (a.operationId < b.operationId ? -1 : 1)
      : (a, b) => STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state) || a.plannedFrom - b.plannedFrom || (a.operationId < b.operationId ? -1 : 1),
  );
}

function matches(operation: Operation, words: readonly string[]): boolean {
  if (words.length === 0) {
    return true;
  }
  const texts = [operation.title, operation.place.name, ...operation.caseNumbers, ...operation.teams.flatMap(({ name, members, vehicles }) => [name, ...members.map((member) => member.name), ...vehicles])];
  const all = texts.join(' ').normalize('NFKC').toLowerCase();
  return words.every((word) => all.includes(word));
}
