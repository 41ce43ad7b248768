import { AppError } from '#protocol/errors.ts';
import type { Instruction, InstructionState } from '#protocol/field/instructions.ts';
import type { InstructionId, UnitId } from '#protocol/nouns/ids.ts';
import { found, type Decision } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { changed } from './instructionEvent.ts';

/** What a unit says of an instruction. `saidAt`: when the person said it, by the device. */
export type UnitAnswer =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'read' | 'accepted'; readonly saidAt: number | null }
  | { readonly kind: 'refused' | 'done'; readonly saidAt: number | null; readonly words: string };

/** From which states each answer leads on, and in which it has nothing to add. In all others it is refused. */
const WAYS: Record<UnitAnswer['kind'], { readonly from: readonly InstructionState[]; readonly idle: readonly InstructionState[] }> = {
  delivered: { from: ['sent'], idle: ['delivered', 'read', 'accepted', 'refused', 'done', 'lapsed', 'withdrawn'] },
  read: { from: ['sent', 'delivered'], idle: ['read', 'accepted', 'refused', 'done', 'lapsed', 'withdrawn'] },
  accepted: { from: ['sent', 'delivered', 'read'], idle: ['accepted', 'done'] },
  // One that was accepted may prove impossible.
  refused: { from: ['sent', 'delivered', 'read', 'accepted'], idle: ['refused'] },
  done: { from: ['accepted'], idle: ['done'] },
};

/** Errors: notFound (also for a unit that it did not go to), instructionOver. */
export function answerInstruction(state: HallState, { instructionId, answer }: { readonly instructionId: InstructionId; readonly answer: UnitAnswer }, by: UnitId): Decision<{ instruction: Instruction }> {
  const instruction = found(state.instructions.get(instructionId), 'instruction');
  if (instruction.unitId !== by) {
    throw new AppError('notFound', { params: { what: 'instruction' } });
  }
  const { from, idle } = WAYS[answer.kind];
  if (idle.includes(instruction.state)) {
    return changed(instruction, null);
  }
  if (!from.includes(instruction.state)) {
    throw new AppError('instructionOver', { params: { state: instruction.state } });
  }
  switch (answer.kind) {
    case 'delivered': return changed(instruction, { name: 'instruction.delivered', data: {} });
    case 'read': return changed(instruction, { name: 'instruction.read', data: { saidAt: answer.saidAt, way: 'device' } });
    case 'accepted': return changed(instruction, { name: 'instruction.accepted', data: { saidAt: answer.saidAt, way: 'device', words: null } });
    case 'refused': return changed(instruction, { name: 'instruction.refused', data: { saidAt: answer.saidAt, way: 'device', words: answer.words } });
    case 'done': return changed(instruction, { name: 'instruction.done', data: { saidAt: answer.saidAt, way: 'device', words: answer.words } });
  }
}
