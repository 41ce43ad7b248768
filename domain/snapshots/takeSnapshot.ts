import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { EventData } from '#protocol/events.ts';
import { AppError } from '#protocol/errors.ts';
import type { OperationId, SnapshotId, UnitId } from '#protocol/nouns/ids.ts';
import { found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { isOver } from '../operations/operationStates.ts';

type Taken = Omit<RequestData<'snapshot.take'>, 'commandId'>;
type Circumstances = {
  readonly snapshotId: SnapshotId;
  /** Hall time. */
  readonly now: number;
  /** Where each unit is. */
  readonly placeOf: (unitId: UnitId) => EventData<'snapshot.taken'>['position'];
};

/** Clocks of desks are set by the hall's; this much they may be wrong, ms. */
const AHEAD_MS = 60_000;

/** Errors: notFound (feed), badInput. */
export function takeSnapshot(state: HallState, taken: Taken, { snapshotId, now, placeOf }: Circumstances): Decision<RequestOutput<'snapshot.take'>> {
  const { unitId, courtCode } = found(state.feeds.get(taken.feedId), 'feed');
  if (taken.takenAt > now + AHEAD_MS) {
    throw new AppError('badInput', { detail: 'the picture was taken at a moment to come' });
  }
  const operationId = operationOf(state, unitId);
  const note = operationId === null ? [] : [{
    name: 'journal.noted' as const,
    subject: `journal/${operationId}`,
    courtCode: found(state.operations.get(operationId), 'operation').courtCode,
    data: { text: '', pictureIds: [taken.pictureId], mark: { feedId: taken.feedId, at: taken.takenAt } },
  }];
  return {
    events: [{ name: 'snapshot.taken', subject: `snapshot/${snapshotId}`, courtCode, data: { ...taken, unitId, operationId, position: placeOf(unitId) } }, ...note],
    answer: () => ({ snapshotId, operationId }),
  };
}

/** The operation that the unit takes part in; of several the one that has come furthest, then the latest planned to begin. */
function operationOf(state: HallState, unitId: UnitId): OperationId | null {
  const rank = { onSite: 3, underWay: 2, assembled: 1, planned: 0, concluded: 0, calledOff: 0 };
  const going = [...state.operations.values()].filter((operation) => !isOver(operation) && rank[operation.state] > 0 && operation.teams.some(({ unitIds }) => unitIds.includes(unitId)));
  const [first] = going.toSorted((one, other) => rank[other.state] - rank[one.state] || other.plannedFrom - one.plannedFrom);
  return first?.operationId ?? null;
}
