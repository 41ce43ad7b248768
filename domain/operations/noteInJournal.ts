import { AppError } from '#protocol/errors.ts';
import type { RequestData } from '#protocol/contract.ts';
import { found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

/** Also after the operation is over. Errors: notFound, emptyNote. */
export function noteInJournal(state: HallState, { operationId, text, pictureIds, mark }: Omit<RequestData<'journal.note'>, 'commandId'>): Decision<Record<string, never>> {
  const { courtCode } = found(state.operations.get(operationId), 'operation');
  if (text === '' && pictureIds.length === 0 && mark === null) {
    throw new AppError('emptyNote');
  }
  return { events: [{ name: 'journal.noted', subject: `journal/${operationId}`, courtCode, data: { text, pictureIds, mark } }], answer: () => ({}) };
}
