import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { type Instruction, OPEN_INSTRUCTION_STATES } from '#protocol/field/instructions.ts';
import type { CourtCode, InstructionId } from '#protocol/nouns/ids.ts';
import { sees } from '../access/viewer.ts';
import { courtName } from '../courts/courtName.ts';
import { expectVersion, found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { operationOfUnit } from '../operations/operationOfUnit.ts';
import { isOver } from '../operations/operationStates.ts';
import { changed, instructionEvent } from './instructionEvent.ts';
import { instructionNumbers, isCountedFrom } from './instructionNumber.ts';

type Of<Name extends 'instruction.send' | 'instruction.withdraw' | 'instruction.answerByTelephone'> = Omit<RequestData<Name>, 'commandId'>;
type Sender = { readonly courtCode: CourtCode; readonly name: string };

/** So long after its end it is still on the desks, ms; one of an operation as long as that. */
const ARCHIVE_AFTER_MS = 7 * 86_400_000;

/** One for each unit; a unit that is named twice is told once. `newId` makes as many ids as are asked of it. Errors: notFound (unit, operation, alarm), revoked, operationOver. */
export function sendInstructions(state: HallState, input: Of<'instruction.send'>, by: { readonly sender: Sender; readonly instructionIds: readonly InstructionId[]; readonly at: number }): Decision<RequestOutput<'instruction.send'>> {
  const { unitIds, operationId, acceptWithinMs, ...facts } = input;
  const { sender, instructionIds, at } = by;
  const units = [...new Set(unitIds)].map((unitId) => found(state.units.get(unitId), 'unit'));
  const gone = units.find(({ state: unitState }) => unitState === 'revoked');
  if (gone !== undefined) {
    throw new AppError('revoked', { params: { name: gone.name } });
  }
  if (operationId !== null && isOver(found(state.operations.get(operationId), 'operation'))) {
    throw new AppError('operationOver');
  }
  if (facts.alarmId !== null) found(state.alarms.get(facts.alarmId), 'alarm');
  const numbers = instructionNumbers(state, { fromCourtCode: sender.courtCode, at }, units.length);
  const [sheetId] = instructionIds;
  const sent = units.map(({ unitId, courtCode }, place) => ({
    instructionId: found(instructionIds[place], 'unit'),
    courtCode,
    data: {
      ...facts,
      unitId,
      number: numbers[place]!,
      sheetId: sheetId!,
      operationId: operationId ?? operationOfUnit(state, unitId),
      fromCourtCode: sender.courtCode,
      fromCourtName: courtName(state.courts, sender.courtCode),
      fromName: sender.name,
      acceptBy: acceptWithinMs === null ? null : Math.round(at) + acceptWithinMs,
    },
  }));
  return {
    events: sent.map(({ data, ...subject }) => instructionEvent(subject, { name: 'instruction.sent', data })),
    answer: (after) => ({ instructions: sent.map(({ instructionId }) => found(after.instructions.get(instructionId), 'instruction')) }),
  };
}

/** By the court that sent it or one above. Errors: notFound, conflict, instructionOver, forbidden. */
export function withdrawInstruction(state: HallState, { reason, ...input }: Of<'instruction.withdraw'>, by: Pick<Sender, 'courtCode'>): Decision<{ instruction: Instruction }> {
  const instruction = openOne(state, input);
  if (!sees(by.courtCode, instruction.fromCourtCode)) {
    throw new AppError('forbidden');
  }
  return changed(instruction, { name: 'instruction.withdrawn', data: { reason } });
}

/** What the person in the field said by telephone or radio, noted by a desk. Errors: notFound, conflict, instructionOver. */
export function answerByTelephone(state: HallState, { answer, words, ...input }: Of<'instruction.answerByTelephone'>): Decision<{ instruction: Instruction }> {
  const instruction = openOne(state, input);
  if (answer === 'accepted' && instruction.state === 'accepted') {
    throw new AppError('instructionOver', { params: { state: instruction.state } });
  }
  return changed(instruction, { name: `instruction.${answer}`, data: { saidAt: null, way: 'telephone', words } });
}

/** Those that nobody accepted in time. Nothing happens before that. */
export function lapseInstructions(state: HallState, at: number): Decision<null> {
  const due = [...state.instructions.values()].filter((instruction) => (lapseAt(instruction) ?? Infinity) <= at);
  return { events: due.map((instruction) => instructionEvent(instruction, { name: 'instruction.lapsed', data: {} })), answer: () => null };
}

/** When it lapses unless somebody accepts it; null: never. */
export function lapseAt({ state, acceptBy }: Pick<Instruction, 'state' | 'acceptBy'>): number | null {
  return state === 'sent' || state === 'delivered' || state === 'read' ? acceptBy : null;
}

/** Those that are long over. The last one of a court and year stays: the next number is counted from it. */
export function archiveInstructions(state: HallState, at: number): Decision<null> {
  const old = [...state.instructions.values()].filter((instruction) => (archiveAt(state, instruction, at) ?? Infinity) <= at);
  return { events: old.map((instruction) => instructionEvent(instruction, { name: 'instruction.archived', data: {} })), answer: () => null };
}

/** When the desks let it go; null: not for now. */
export function archiveAt(state: HallState, instruction: Instruction, at: number): number | null {
  const kept = isOpen(instruction) || (instruction.operationId !== null && state.operations.has(instruction.operationId)) || isCountedFrom(state, instruction, at);
  return kept ? null : (instruction.steps.at(-1)?.at ?? instruction.sentAt) + ARCHIVE_AFTER_MS;
}

function isOpen({ state }: Pick<Instruction, 'state'>): boolean {
  return OPEN_INSTRUCTION_STATES.includes(state);
}

/** Errors: notFound, conflict, instructionOver. */
function openOne(state: HallState, { instructionId, expectedVersion }: { readonly instructionId: InstructionId; readonly expectedVersion: number }): Instruction {
  const instruction = found(state.instructions.get(instructionId), 'instruction');
  expectVersion(instruction, expectedVersion);
  if (!isOpen(instruction)) {
    throw new AppError('instructionOver', { params: { state: instruction.state } });
  }
  return instruction;
}
