import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import { instruction as instructionSchema, OPEN_INSTRUCTION_STATES, type InstructionState } from '#protocol/field/instructions.ts';
import { alarmId, courtCode, instructionId, operationId, unitId, type InstructionId, type UnitId } from '#protocol/nouns/ids.ts';
import type { Decision, NewEvent } from '../decision/decision.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { EMPTY_STATE, snapshotOf, stateOf, type HallState } from '../hallState/hallState.ts';
import { answerInstruction, type UnitAnswer } from './answerInstruction.ts';
import { answerByTelephone, archiveAt, archiveInstructions, lapseInstructions, sendInstructions, withdrawInstruction } from './decideInstruction.ts';

const uuid = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const COURT = courtCode.parse('闽0203');
const SENDER = { courtCode: courtCode.parse('闽02'), name: '林值班' };
const [UNIT, OTHER, GONE] = [unitId.parse(uuid(1)), unitId.parse(uuid(2)), unitId.parse(uuid(3))];
const FIRST = instructionId.parse(uuid(10));
/** 2026-11-23 10:00 in Beijing. */
const AT = Date.UTC(2026, 10, 23, 2);
const DAY = 86_400_000;

function apply(state: HallState, at: number, ...made: readonly NewEvent[]): HallState {
  return made.reduce((before, event) => {
    const entry = { ...event, sequence: 1, at, version: nextVersion(before, event.name, event.subject), actor: { kind: 'hall' as const } };
    const known = eventOf(entry);
    return known === null ? before : fold(before, known);
  }, state);
}
const run = (state: HallState, at: number, decide: (state: HallState) => Decision<unknown>) => apply(state, at, ...decide(state).events);

const enrolled = (id: UnitId, name: string): NewEvent => ({ name: 'unit.enrolled', subject: `unit/${id}`, courtCode: COURT, data: { name, teamName: '一队', kind: 'phone' } });
const START = apply(EMPTY_STATE, 0, enrolled(UNIT, '单兵07'), enrolled(OTHER, '单兵08'), enrolled(GONE, '单兵09'), { name: 'unit.revoked', subject: `unit/${GONE}`, courtCode: COURT, data: { reason: '停用' } });
const wish = { unitIds: [UNIT], operationId: null, alarmId: null, severity: 'urgent' as const, text: '封锁后门', place: null, documents: [], acceptWithinMs: 60_000 };
const send = (state: HallState, more: Partial<Parameters<typeof sendInstructions>[1]> = {}, ids: InstructionId[] = [FIRST], at = AT) => sendInstructions(state, { ...wish, ...more }, { sender: SENDER, instructionIds: ids, at });
const SENT = run(START, AT, send);
const one = (state: HallState, id = FIRST) => state.instructions.get(id)!;
const version = (state: HallState) => ({ instructionId: FIRST, expectedVersion: one(state).version });

const ANSWERS: Record<UnitAnswer['kind'], UnitAnswer> = {
  delivered: { kind: 'delivered' },
  read: { kind: 'read', saidAt: AT },
  accepted: { kind: 'accepted', saidAt: AT },
  refused: { kind: 'refused', saidAt: null, words: '走不开' },
  done: { kind: 'done', saidAt: AT, words: '已封锁' },
};
const answer = (kind: UnitAnswer['kind'], by = UNIT) => (state: HallState) => answerInstruction(state, { instructionId: FIRST, answer: ANSWERS[kind] }, by);

function refusalOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return (error as AppError).code;
  }
}

describe('an instruction', () => {
  it('is one for each unit, numbered in the order of the sending court and year, and of one sheet', () => {
    const ids = [20, 21].map((number) => instructionId.parse(uuid(number)));
    const both = run(SENT, AT, (state) => send(state, { unitIds: [OTHER, UNIT, OTHER] }, ids));
    expect(ids.map((id) => [one(both, id).unitId, one(both, id).number, one(both, id).sheetId])).toEqual([
      [OTHER, '〔2026〕闽02现场2号', ids[0]],
      [UNIT, '〔2026〕闽02现场3号', ids[0]],
    ]);
    expect(one(both)).toMatchObject({ number: '〔2026〕闽02现场1号', courtCode: COURT, fromName: '林值班', acceptBy: AT + 60_000, state: 'sent', version: 1 });
    // 2027 in Beijing begins at 16:00 UTC.
    const later = [22, 23].map((number) => instructionId.parse(uuid(number)));
    const newYear = run(both, AT, (state) => send(state, {}, [later[0]!], Date.UTC(2026, 11, 31, 16)));
    expect(one(newYear, later[0]).number).toBe('〔2027〕闽02现场1号');
  });

  it('goes to no unit that is unknown or was let go, and is about nothing that is not there', () => {
    expect(() => send(START, { unitIds: [UNIT, GONE] })).toThrow(expect.objectContaining({ code: 'revoked' }));
    expect(() => send(START, { unitIds: [unitId.parse(uuid(9))] })).toThrow(expect.objectContaining({ code: 'notFound' }));
    expect(() => send(START, { operationId: operationId.parse(uuid(9)) })).toThrow(expect.objectContaining({ code: 'notFound' }));
    expect(() => send(START, { alarmId: alarmId.parse(uuid(9)) })).toThrow(expect.objectContaining({ code: 'notFound' }));
  });

  it('is answered by nobody but its unit', () => {
    for (const kind of Object.keys(ANSWERS) as UnitAnswer['kind'][]) expect(() => answer(kind, OTHER)(SENT)).toThrow(expect.objectContaining({ code: 'notFound' }));
  });

  it('keeps when the device says that it was answered, beside when the hall heard of it', () => {
    const accepted = run(SENT, AT + 30_000, answer('accepted'));
    expect(one(accepted).steps.at(-1)).toMatchObject({ state: 'accepted', at: AT + 30_000, saidAt: AT, way: 'device', words: null });
  });

  it('may be answered for by telephone, with what was said, and a version that is the present one', () => {
    const told = run(SENT, AT, (state) => answerByTelephone(state, { ...version(state), answer: 'accepted', words: '张警官电话告知已出发' }));
    expect(one(told).steps.at(-1)).toMatchObject({ state: 'accepted', way: 'telephone', words: '张警官电话告知已出发' });
    expect(() => answerByTelephone(told, { ...version(SENT), answer: 'done', words: '完成' })).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(one(run(told, AT, (state) => answerByTelephone(state, { ...version(state), answer: 'done', words: '完成' }))).state).toBe('done');
  });

  it('is withdrawn by the court that sent it and those above it alone', () => {
    const withdraw = (courtOf: string) => withdrawInstruction(SENT, { ...version(SENT), reason: '目标已离开' }, { courtCode: courtCode.parse(courtOf) });
    expect(() => withdraw('闽0203')).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(one(run(SENT, AT, () => withdraw('闽'))).state).toBe('withdrawn');
  });

  it('lapses when nobody accepted it in time, and not before, and not once accepted', () => {
    const read = run(SENT, AT, answer('read'));
    expect(lapseInstructions(read, AT + 59_999).events).toEqual([]);
    expect(one(run(read, AT + 60_000, (state) => lapseInstructions(state, AT + 60_000))).state).toBe('lapsed');
    expect(lapseInstructions(run(read, AT, answer('accepted')), AT + 60_000).events).toEqual([]);
  });

  it('ends once and goes one way, whatever is said in whatever order', () => {
    const acts = {
      ...Object.fromEntries((Object.keys(ANSWERS) as UnitAnswer['kind'][]).map((kind) => [kind, answer(kind)])),
      withdraw: (state: HallState) => withdrawInstruction(state, { ...version(state), reason: '撤回' }, SENDER),
      telephone: (state: HallState) => answerByTelephone(state, { ...version(state), answer: 'done', words: '电话告知' }),
      lapse: (state: HallState) => lapseInstructions(state, AT + 60_000),
    } as Record<string, (state: HallState) => Decision<unknown>>;
    const order: InstructionState[] = ['sent', 'delivered', 'read', 'accepted'];
    const place = (state: InstructionState) => (order.includes(state) ? order.indexOf(state) : order.length);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(acts)), { maxLength: 12 }), (names) => {
        let state = SENT;
        for (const name of names) {
          const before = one(state);
          const refusal = refusalOf(() => (state = run(state, AT, acts[name]!)));
          expect([null, 'instructionOver']).toContain(refusal);
          const after = one(state);
          const wasOver = !OPEN_INSTRUCTION_STATES.includes(before.state);
          expect(wasOver ? after : before).toEqual(before);
          expect(wasOver || place(after.state) >= place(before.state)).toBe(true);
          expect(after.steps.at(-1)?.state).toBe(after.state);
          expect(after.version).toBe(after.steps.length);
          expect(stateOf(snapshotOf(state)).instructions.get(FIRST)).toEqual(instructionSchema.parse(after));
        }
      }),
    );
  });

  it('is let go a week after its end, unless the next number is counted from it', () => {
    const next = instructionId.parse(uuid(30));
    const both = run(run(SENT, AT, answer('refused')), AT, (state) => send(state, {}, [next]));
    expect(archiveAt(both, one(both), AT)).toBe(AT + 7 * DAY);
    expect([...run(both, AT + 7 * DAY, (state) => archiveInstructions(state, AT + 7 * DAY)).instructions.keys()]).toEqual([next]);
    const lone = run(SENT, AT, answer('refused'));
    expect(archiveInstructions(lone, AT + 8 * DAY).events).toEqual([]);
  });
});
