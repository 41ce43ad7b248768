import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { EventData } from '#protocol/events.ts';
import { AppError } from '#protocol/errors.ts';
import type { SnapshotId, UnitId } from '#protocol/nouns/ids.ts';
import { found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { operationOfUnit } from '../operations/operationOfUnit.ts';

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

/** Errors: notFound (feed), notLive, badInput. */
export function takeSnapshot(state: HallState, taken: Taken, { snapshotId, now, placeOf }: Circumstances): Decision<RequestOutput<'snapshot.take'>> {
  const { unitId, courtCode, recorded } = found(state.feeds.get(taken.feedId), 'feed');
  if (recorded === true) {
    throw new AppError('notLive');
  }
  if (taken.takenAt > now + AHEAD_MS) {
    throw new AppError('badInput', { detail: 'the picture was taken at a moment to come' });
  }
  const operationId = operationOfUnit(state, unitId);
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
