import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accept, ack, ANXI, CAST, climb, entriesOf, expectation, help, MINUTE, sent, smallScenario, sos, START, YONGCHUN } from './drillRig.ts';
import { judgeChecks } from './judgeChecks.ts';
import { scoreDrill } from './scoreDrill.ts';

type Said = Parameters<typeof entriesOf>[0][number];
const SECOND = 1_000;
const score = (said: readonly Said[], scenario = smallScenario()) => scoreDrill(scenario, CAST, entriesOf(said));
const markOf = (said: readonly Said[], id: string, scenario = smallScenario()) => score(said, scenario).marks.find((mark) => mark.id === id);
const all = [sos, ack(20 * SECOND), help(60 * SECOND), sent(60 * SECOND), accept(90 * SECOND)];

describe('the score of an exercise', () => {
  it('is 100 where everything was done in time, and says how quickly and by whom', () => {
    const { total, marks, byPerson } = score(all);
    expect(total).toBe(100);
    expect(marks.map(({ id, verdict, reactionMs }) => [id, verdict, reactionMs])).toEqual([['ack', 'met', 20_000], ['help', 'met', 40_000], ['accept', 'met', 30_000]]);
    expect(byPerson).toMatchObject([{ name: ANXI, points: 20, weight: 20, met: 2, of: 2, meanReactionMs: 30_000 }, { name: YONGCHUN, points: 10, met: 1 }]);
  });

  it('is 0 where nobody did anything, with what was missed, and what could not be done because of that', () => {
    const { total, marks, byPerson } = score([sos]);
    expect(total).toBe(0);
    expect(marks.map(({ id, verdict }) => [id, verdict])).toEqual([['ack', 'missed'], ['help', 'blocked'], ['accept', 'blocked']]);
    expect(byPerson).toEqual([]);
  });

  it.each([
    ['in time to the second', 60, 'met', 10],
    ['a second late', 61, 'late', 10 * 0.5 * (1 - 1 / 120)],
    ['at twice the time', 120, 'late', 2.5],
    ['at three times the time', 180, 'late', 0],
  ] as const)('of one %s', (_name, seconds, verdict, points) => {
    const mark = markOf([sos, ack(seconds * SECOND)], 'ack');
    expect(mark).toMatchObject({ verdict, dueAt: START + 11 * MINUTE });
    expect(mark?.points).toBeCloseTo(points, 9);
  });

  it('halves what was done before what it follows', () => {
    expect(markOf([sos, help(10 * SECOND), ack(20 * SECOND)], 'help')).toMatchObject({ verdict: 'outOfOrder', points: 5 });
  });

  it('counts neither another court, nor the hall, nor what came before it was called for', () => {
    expect(markOf([sos, ack(20 * SECOND, YONGCHUN)], 'ack')).toMatchObject({ verdict: 'missed' });
    expect(markOf([sos, { ...ack(20 * SECOND), by: null }], 'ack')).toMatchObject({ verdict: 'missed' });
    expect(markOf([{ ...ack(0), afterMs: MINUTE }, sos], 'ack')).toMatchObject({ verdict: 'missed' });
    expect(markOf([sos, { ...ack(20 * SECOND), subject: 'alarm/another' }], 'ack')).toMatchObject({ verdict: 'missed' });
  });

  it('asks for what hangs on a mishap only where that came', () => {
    expect(markOf(all, 'above')).toBeUndefined();
    expect(markOf([sos, climb(60 * SECOND)], 'above')).toMatchObject({ verdict: 'missed' });
    expect(markOf([sos, climb(60 * SECOND), ack(90 * SECOND, '闽05')], 'above')).toMatchObject({ verdict: 'met', reactionMs: 30_000 });
  });

  it('takes a time of the exercise, and the second of its kind', () => {
    const noted = (afterMs: number): Said => ({ afterMs, name: 'journal.noted', subject: 'journal/j1' });
    const scenario = smallScenario({ expectations: [expectation({ id: 'report', at: '00:30:00', does: { event: 'journal.noted', nth: 2 } })] });
    expect(markOf([noted(5 * MINUTE), noted(30 * MINUTE), noted(31 * MINUTE)], 'report', scenario)).toMatchObject({ verdict: 'met', doneAt: START + 31 * MINUTE });
    expect(markOf([noted(5 * MINUTE), noted(30 * MINUTE)], 'report', scenario)).toMatchObject({ verdict: 'missed' });
  });
});

describe('one reaction more', () => {
  const reaction = fc.record({ kind: fc.constantFrom('ack', 'help', 'accept', 'above'), seconds: fc.integer({ min: 1, max: 900 }) })
    .map(({ kind, seconds }): Said => (kind === 'ack' ? ack(seconds * SECOND) : kind === 'help' ? help(seconds * SECOND) : kind === 'accept' ? accept(seconds * SECOND) : ack(seconds * SECOND, '闽05')));
  const world = [sos, climb(60 * SECOND), sent(70 * SECOND)];

  it('never lowers the score, nor any mark in it', () => {
    fc.assert(
      fc.property(fc.array(reaction, { maxLength: 8 }), reaction, (said, more) => {
        const [before, after] = [score([...world, ...said]), score([...world, ...said, more])];
        expect(after.total).toBeGreaterThanOrEqual(before.total);
        for (const mark of before.marks) {
          expect(after.marks.find(({ id }) => id === mark.id)?.points).toBeGreaterThanOrEqual(mark.points);
        }
      }),
    );
  });

  it('gives a total from 0 to 100, the sum of its marks in each way of cutting it', () => {
    fc.assert(
      fc.property(fc.array(reaction, { maxLength: 8 }), (said) => {
        const { total, marks, byCourt, byRole } = score([...world, ...said]);
        const points = marks.reduce((sum, mark) => sum + mark.points, 0);
        expect(total).toBe(Math.round((100 * points) / marks.reduce((sum, mark) => sum + mark.weight, 0)));
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(100);
        for (const groups of [byCourt, byRole]) {
          expect(groups.reduce((sum, group) => sum + group.points, 0)).toBeCloseTo(points, 9);
        }
      }),
    );
  });
});

describe('what the hall must do of itself', () => {
  const judged = (said: readonly Said[], run: 'played' | 'nobody') => judgeChecks(smallScenario(), { cast: CAST, entries: entriesOf(said), run });

  it('is judged by its time, and by the run it is meant for', () => {
    expect(judged([sos, climb(60 * SECOND)], 'nobody')).toMatchObject([{ id: 'climbs', ok: true }]);
    expect(judged([sos, climb(59 * SECOND)], 'nobody')).toMatchObject([{ ok: false, fault: expect.stringContaining('00:00:59') }]);
    expect(judged([sos, climb(62 * SECOND)], 'nobody')).toMatchObject([{ ok: false }]);
    expect(judged([sos], 'nobody')).toMatchObject([{ ok: false, fault: '没有发生' }]);
    expect(judged([sos], 'played')).toMatchObject([{ id: 'stays', ok: true }]);
    expect(judged([sos, climb(60 * SECOND)], 'played')).toMatchObject([{ id: 'stays', ok: false }]);
  });

  it('is not done where what calls for it never came', () => {
    expect(judged([], 'nobody')).toMatchObject([{ ok: false, fault: 'sos 没有发生' }]);
  });
});
