import { OPEN_INSTRUCTION_STATES, type Instruction, type InstructionState } from '#protocol/field/instructions.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { InstructionId } from '#protocol/nouns/ids.ts';
import type { AnswerName, OutboxItem } from './outbox/outboxItem.ts';

/** An instruction as its unit sees it: what it answered counts here at once. */
export type ShownInstruction = {
  readonly instruction: Instruction;
  readonly state: InstructionState;
  /** The answer waits on this device. */
  readonly waits: boolean;
  /** The hall did not take the last answer; null: it did, or there was none. */
  readonly refusal: ErrorCode | null;
  /** It ended without the person, who has not looked since. */
  readonly unseenEnding: boolean;
};

const RANK: Readonly<Record<InstructionState, number>> = { sent: 0, delivered: 1, read: 2, accepted: 3, refused: 3, done: 4, lapsed: 5, withdrawn: 5 };
const STATE_OF: Readonly<Record<AnswerName, InstructionState>> = { 'instruction.read': 'read', 'instruction.accept': 'accepted', 'instruction.refuse': 'refused', 'instruction.finish': 'done' };
const URGENCY: Readonly<Record<Instruction['severity'], number>> = { urgent: 0, warning: 1, notice: 2 };

export function isOpen({ state }: Pick<ShownInstruction, 'state'>): boolean {
  return OPEN_INSTRUCTION_STATES.includes(state);
}

/** Nobody opened it yet. */
export function isNew({ state }: Pick<ShownInstruction, 'state'>): boolean {
  return state === 'sent' || state === 'delivered';
}

/** A person has to look at it. */
export function isNews(shown: ShownInstruction): boolean {
  return isNew(shown) || shown.unseenEnding;
}

/** Open ones first, the urgent before the others, then newest first. */
export function shownInstructions(instructions: readonly Instruction[], items: readonly OutboxItem[], unseenEndings: readonly InstructionId[] = []): ShownInstruction[] {
  return instructions
    .map((instruction) => ({ ...answered(instruction, items), unseenEnding: unseenEndings.includes(instruction.instructionId) }))
    .toSorted((one, other) => Number(isOpen(other)) - Number(isOpen(one)) || (isOpen(one) ? URGENCY[one.instruction.severity] - URGENCY[other.instruction.severity] : 0) || other.instruction.sentAt - one.instruction.sentAt);
}

function answered(instruction: Instruction, items: readonly OutboxItem[]): Omit<ShownInstruction, 'unseenEnding'> {
  const answers = items.flatMap(({ act, outcome }) => (act.name !== 'report.submit' && act.input.instructionId === instruction.instructionId ? [{ state: STATE_OF[act.name], outcome }] : []));
  const said = answers.findLast(({ outcome }) => outcome?.state !== 'refused');
  const last = answers.at(-1)?.outcome ?? null;
  // What the hall ended is over, whatever was answered meanwhile.
  const ahead = said !== undefined && OPEN_INSTRUCTION_STATES.includes(instruction.state) && RANK[said.state] > RANK[instruction.state];
  return { instruction, state: ahead ? said.state : instruction.state, waits: answers.some(({ outcome }) => outcome === null), refusal: last?.state === 'refused' ? last.code : null };
}
