import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventOf } from '#protocol/events.ts';
import { reportId } from '#protocol/nouns/ids.ts';
import { COURT, hallWithOperation, operationIdOf, unitIdOf } from '../operations/operationRig.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { snapshotOf, stateOf, type HallState } from '../hallState/hallState.ts';
import { canonicalReport } from './canonicalReport.ts';
import { submitReport } from './submitReport.ts';

const CHAIN = '0190a0b0-0000-7000-8000-000000000001';
const OPERATION = operationIdOf(1);
const started = hallWithOperation();
const UNIT = started.operations.get(OPERATION)!.teams.flatMap(({ unitIds }) => unitIds)[0] ?? unitIdOf(1);
const SINCE = started.operations.get(OPERATION)!.stages[0]!.at;

type Said = Parameters<typeof submitReport>[1];
const said = (more: Partial<Said> = {}): Said => ({ chainId: CHAIN, deviceSequence: 1, previousHash: null, kind: 'note', text: '门已打开', picture: null, takenAt: SINCE, clockOffsetMs: 12, position: null, operationId: null, ...more });
const hashOf = (sequence: number) => String(sequence).padStart(64, '0');
const submit = (state: HallState, more: Partial<Said> = {}) => submitReport(state, said(more), { reportId: reportId.parse(CHAIN), unitId: UNIT, hash: hashOf(more.deviceSequence ?? 1) });

function take(state: HallState, more: Partial<Said> = {}): HallState {
  return submit(state, more).events.reduce((before, event) => {
    const known = eventOf({ ...event, sequence: 1, at: 1, version: nextVersion(before, event.name, event.subject), actor: { kind: 'hall' } });
    return known === null ? before : fold(before, known);
  }, state);
}
const kept = (state: HallState, more: Partial<Said>) => submit(state, more).events.find(({ name }) => name === 'report.submitted')!.data as { chain: string; missing: number; filedUnder: string | null };

describe('a report from the field', () => {
  it('follows the one before it on its device', () => {
    const first = take(started);
    expect(kept(started, {})).toMatchObject({ chain: 'whole', missing: 0 });
    expect(kept(first, { deviceSequence: 2, previousHash: hashOf(1) })).toMatchObject({ chain: 'whole', missing: 0 });
    expect(stateOf(snapshotOf(first)).reportHeads.toJS()).toEqual(first.reportHeads.toJS());
  });

  it('that does not is kept and marked: for what is missing before it, or for standing beside another', () => {
    const first = take(started);
    expect(kept(first, { deviceSequence: 5, previousHash: hashOf(4) })).toMatchObject({ chain: 'gap', missing: 3 });
    expect(kept(started, { deviceSequence: 3, previousHash: hashOf(2) })).toMatchObject({ chain: 'gap', missing: 2 });
    expect(kept(first, { deviceSequence: 2, previousHash: 'f'.repeat(64) })).toMatchObject({ chain: 'fork' });
    expect(kept(first, { deviceSequence: 1, previousHash: null })).toMatchObject({ chain: 'fork' });
    // What was missing and comes at last is told from what stands in another's place.
    const gap = take(first, { deviceSequence: 4, previousHash: hashOf(3) });
    const filled = take(gap, { deviceSequence: 2, previousHash: hashOf(1) });
    expect([kept(gap, { deviceSequence: 2 }).chain, kept(gap, { deviceSequence: 4 }).chain, kept(filled, { deviceSequence: 2 }).chain, kept(filled, { deviceSequence: 3 }).chain, kept(filled, { deviceSequence: 5, previousHash: hashOf(4) }).chain]).toEqual(['late', 'fork', 'fork', 'late', 'whole']);
    // One beside the chain does not lead it astray.
    expect(kept(take(first, { deviceSequence: 2, previousHash: 'f'.repeat(64) }), { deviceSequence: 2, previousHash: hashOf(1) })).toMatchObject({ chain: 'whole' });
  });

  it('is filed under the operation that the device named if it is the unit’s, else under the one it was in then', () => {
    expect(kept(started, { operationId: OPERATION, takenAt: 0 }).filedUnder).toBe(OPERATION);
    expect(kept(started, { operationId: operationIdOf(9), takenAt: SINCE - 1 }).filedUnder).toBeNull();
    expect(submit(started, { operationId: OPERATION }).events.map(({ name, subject, courtCode }) => [name, subject.split('/')[0], courtCode])).toEqual([
      ['report.submitted', 'report', COURT],
      ['journal.noted', 'journal', COURT],
    ]);
  });

  it('says something, and has a picture exactly when it is a photo', () => {
    const picture = { pictureId: 'a'.repeat(64), mimeType: 'image/jpeg' as const, totalBytes: 10 };
    expect(() => submit(started, { text: '' })).toThrow(expect.objectContaining({ code: 'emptyNote' }));
    expect(() => submit(started, { kind: 'photo' })).toThrow(expect.objectContaining({ code: 'badInput' }));
    expect(() => submit(started, { picture })).toThrow(expect.objectContaining({ code: 'badInput' }));
    expect(submit(started, { kind: 'photo', text: '', picture }).events).not.toEqual([]);
  });
});

it('what is hashed changes with everything that is said, and with whose it is', () => {
  const picture = { pictureId: 'a'.repeat(64), mimeType: 'image/jpeg' as const, totalBytes: 10 };
  const position = { longitudeDeg: 118, latitudeDeg: 24, accuracyM: 5, at: 1 };
  const base = said({ picture, position, kind: 'photo' });
  const others: Partial<Said>[] = [
    { chainId: CHAIN.replace(/1$/, '2') }, { deviceSequence: 2 }, { previousHash: hashOf(1) }, { kind: 'note' }, { text: '门' }, { picture: { ...picture, totalBytes: 11 } }, { picture: null },
    { takenAt: 2 }, { clockOffsetMs: null }, { position: { ...position, accuracyM: 6 } }, { position: { ...position, at: 2 } }, { operationId: OPERATION },
  ];
  const texts = [canonicalReport(UNIT, base), canonicalReport(unitIdOf(99), base), ...others.map((other) => canonicalReport(UNIT, { ...base, ...other }))];
  expect(new Set(texts).size).toBe(texts.length);
  fc.assert(fc.property(fc.string(), fc.string(), (one, other) => {
    expect(canonicalReport(UNIT, { ...base, text: one }) === canonicalReport(UNIT, { ...base, text: other })).toBe(one === other);
  }));
});
