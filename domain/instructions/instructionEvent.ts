import type { Instruction } from '#protocol/field/instructions.ts';
import { found, type Decision, type NewEvent } from '../decision/decision.ts';

type Change = Extract<NewEvent, { name: `instruction.${string}` }> extends infer Event ? (Event extends NewEvent ? Pick<Event, 'name' | 'data'> : never) : never;
type Subject = Pick<Instruction, 'instructionId' | 'courtCode'>;

export function instructionEvent({ instructionId, courtCode }: Subject, change: Change): NewEvent {
  return { ...change, subject: `instruction/${instructionId}`, courtCode };
}

/** What was changed of one, or nothing. */
export function changed(instruction: Subject, change: Change | null): Decision<{ instruction: Instruction }> {
  return {
    events: change === null ? [] : [instructionEvent(instruction, change)],
    answer: (after) => ({ instruction: found(after.instructions.get(instruction.instructionId), 'instruction') }),
  };
}
