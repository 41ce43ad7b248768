import { describe, expect, it } from 'vitest';
import type { InstructionState } from '#protocol/field/instructions.ts';
import { isOpen, shownInstructions } from './shownInstruction.ts';
import { anAnswer, anInstruction } from './testing/instructions.ts';

describe('an instruction on its unit’s page', () => {
  it('is as the person answered it, before the hall knows', () => {
    const instruction = anInstruction({ state: 'delivered' });
    const [shown] = shownInstructions([instruction], [anAnswer(instruction, 'instruction.read', { outcome: { state: 'sent', at: 1, report: null } }), anAnswer(instruction, 'instruction.accept')]);
    expect(shown).toMatchObject({ state: 'accepted', waits: true, refusal: null });
  });

  it.each<InstructionState>(['withdrawn', 'lapsed', 'refused', 'done'])('is %s when the hall says so, whatever was answered meanwhile', (state) => {
    const instruction = anInstruction({ state });
    expect(shownInstructions([instruction], [anAnswer(instruction, 'instruction.accept')])[0]).toMatchObject({ state, waits: true });
  });

  it('falls back to what the hall has where it took no answer, and says why', () => {
    const instruction = anInstruction({ state: 'read' });
    const refused = anAnswer(instruction, 'instruction.accept', { outcome: { state: 'refused', at: 1, code: 'instructionOver' } });
    expect(shownInstructions([instruction], [refused])[0]).toMatchObject({ state: 'read', waits: false, refusal: 'instructionOver' });
  });

  it('stands before those that are over, and the urgent before the others', () => {
    const over = anInstruction({ state: 'done', sentAt: 9 });
    const [early, late, urgent] = [anInstruction({ sentAt: 1 }), anInstruction({ sentAt: 3 }), anInstruction({ sentAt: 2, severity: 'urgent' })];
    const shown = shownInstructions([over, early, late, urgent], []);
    expect(shown.map(({ instruction }) => instruction.sentAt)).toEqual([2, 3, 1, 9]);
    expect(shown.map(isOpen)).toEqual([true, true, true, false]);
  });
});
