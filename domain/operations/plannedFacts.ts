import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import type { EventData } from '#protocol/events.ts';
import type { CourtCode, OperationId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import { canonicalCase } from '../cases/canonicalCase.ts';
import { found } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { isOver } from './operationStates.ts';

type Plan = Omit<RequestData<'operation.plan'>, 'commandId' | 'courtCode'>;
type Place = { readonly courtCode: CourtCode; readonly operationId: OperationId; readonly before: Operation | null };

/** A plan that has been checked, with its case numbers as the hall keeps them. Errors: notFound, badCaseNumber, badPeriod, unitTaken. */
export function plannedFacts(state: HallState, plan: Plan, { book, at, ...place }: Place & { readonly book: RuleBook; readonly at: number }): EventData<'operation.planned'> {
  if (plan.plannedTo <= plan.plannedFrom) {
    throw new AppError('badPeriod');
  }
  checkCampaign(state, plan, place);
  checkTeams(state, plan, place);
  const caseNumbers = [...new Set(plan.caseNumbers.map((text) => canonicalCase(text, { state, book, at })))];
  const { title, campaignId, risk, plannedFrom, plannedTo, note, teams } = plan;
  return { title, campaignId, risk, plannedFrom, plannedTo, note, caseNumbers, place: plan.place, teams };
}

/** An open one of the court or of those above; the one it is in already may have been closed since. */
function checkCampaign(state: HallState, { campaignId }: Plan, { courtCode, before }: Place): void {
  if (campaignId === null || campaignId === before?.campaignId) {
    return;
  }
  const campaign = found(state.campaigns.get(campaignId), 'campaign');
  if (campaign.state === 'closed' || !courtCode.startsWith(campaign.courtCode)) {
    throw new AppError('notFound', { params: { what: 'campaign' } });
  }
}

function checkTeams(state: HallState, plan: Plan, { operationId, before }: Place): void {
  const numbers = plan.teams.map(({ team }) => team);
  if (new Set(numbers).size < numbers.length) {
    throw new AppError('conflict', { detail: 'two teams have one number' });
  }
  const had = new Set(before?.teams.flatMap(({ unitIds }) => unitIds));
  const seen = new Set<string>();
  const elsewhere = unitsUnderWay(state, plan, operationId);
  for (const unitId of plan.teams.flatMap(({ unitIds }) => unitIds)) {
    const unit = found(state.units.get(unitId), 'unit');
    if (unit.state === 'revoked' && !had.has(unitId)) {
      throw new AppError('notFound', { params: { what: 'unit' } });
    }
    if (seen.has(unitId) || elsewhere.has(unitId)) {
      throw new AppError('unitTaken', { params: { name: unit.name } });
    }
    seen.add(unitId);
  }
}

/** Units that are out on another operation in the time of this one; one that is only planned there may still be moved. */
function unitsUnderWay(state: HallState, { plannedFrom, plannedTo }: Plan, operationId: OperationId): ReadonlySet<string> {
  const others = state.operations.filter((other) =>
    other.operationId !== operationId && !isOver(other) && (other.state === 'underWay' || other.state === 'onSite') && other.plannedFrom < plannedTo && plannedFrom < other.plannedTo);
  return new Set([...others.values()].flatMap(({ teams }) => teams.flatMap(({ unitIds }) => unitIds)));
}
