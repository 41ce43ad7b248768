import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { Report, ReportHead } from '#protocol/field/reports.ts';
import type { OperationId, ReportId, UnitId } from '#protocol/nouns/ids.ts';
import { found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { operationOfUnit } from '../operations/operationOfUnit.ts';

type Said = Omit<RequestData<'report.submit'>, 'commandId'>;
type Circumstances = {
  readonly reportId: ReportId;
  readonly unitId: UnitId;
  /** SHA-256 of `canonicalReport`, hex. */
  readonly hash: string;
};
type Kept = Pick<Report, 'reportId' | 'hash' | 'chain' | 'filedUnder'>;

/** Kept whatever its place in the chain; in the journal of its operation, too. Errors: notFound (unit), emptyNote, badInput (kind and picture do not go together). */
export function submitReport(state: HallState, said: Said, { reportId, unitId, hash }: Circumstances): Decision<Kept> {
  const { courtCode } = found(state.units.get(unitId), 'unit');
  if ((said.kind === 'photo') !== (said.picture !== null)) {
    throw new AppError('badInput', { params: { path: 'picture' } });
  }
  if (said.kind === 'note' && said.text === '') {
    throw new AppError('emptyNote');
  }
  const filedUnder = operationFor(state, said, unitId);
  const place = placeInChain(said, state.reportHeads.get(`${unitId}/${said.chainId}`));
  const submitted: NewEvent = { name: 'report.submitted', subject: `report/${reportId}`, courtCode, data: { ...said, unitId, hash, ...place, filedUnder } };
  return {
    events: [submitted, ...noted(state, said, { filedUnder, reportId })],
    answer: () => ({ reportId, hash, chain: place.chain, filedUnder }),
  };
}

function placeInChain({ deviceSequence, previousHash }: Said, head: ReportHead | undefined): Pick<Report, 'chain' | 'missing'> {
  const next = (head?.deviceSequence ?? 0) + 1;
  if (deviceSequence > next) {
    return { chain: 'gap', missing: deviceSequence - next };
  }
  if (head?.missing.includes(deviceSequence) === true) {
    return { chain: 'late', missing: 0 };
  }
  return { chain: deviceSequence === next && previousHash === (head?.hash ?? null) ? 'whole' : 'fork', missing: 0 };
}

/** The one the device named, if the unit belongs to it; a device that knew of none may have been in one all the same. */
function operationFor(state: HallState, { operationId, takenAt }: Said, unitId: UnitId): OperationId | null {
  const named = operationId === null ? undefined : state.operations.get(operationId);
  if (named?.teams.some(({ unitIds }) => unitIds.includes(unitId)) === true) {
    return named.operationId;
  }
  const present = operationOfUnit(state, unitId);
  const since = present === null ? undefined : state.operations.get(present)?.stages[0]?.at;
  return since !== undefined && takenAt >= since ? present : null;
}

function noted(state: HallState, { text, picture }: Said, { filedUnder, reportId }: { readonly filedUnder: OperationId | null; readonly reportId: ReportId }): NewEvent[] {
  if (filedUnder === null) {
    return [];
  }
  const { courtCode } = found(state.operations.get(filedUnder), 'operation');
  return [{ name: 'journal.noted', subject: `journal/${filedUnder}`, courtCode, data: { text, pictureIds: picture === null ? [] : [picture.pictureId], mark: null, reportId } }];
}
