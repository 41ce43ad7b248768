import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScenario } from '../../scripts/scenario/readScenario.ts';
import { auditedNames, logProof } from './logProof.ts';
import { playScenario, type Played } from './playScenario.ts';

const ID = 'yejian-jizhong-zhixing-3lu-65an';
const PLAY_WITHIN_MS = 150_000;

const stepsOf = ({ state }: Played, template: string) => [...state.steps.values()].filter((step) => step.template === template);

describe('夜间集中执行 3路65案, with the scripted staff', () => {
  let played: Played;
  beforeAll(async () => {
    played = await playScenario(ID, 'played');
  }, PLAY_WITHIN_MS);
  afterAll(() => played?.close());

  it('goes as the file has it', () => {
    expect(played.faults).toEqual([]);
    expect(played.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(played.checks.length).toBeGreaterThan(8);
  });

  it('scores 100, with everything done in time', () => {
    expect(played.report.marks.filter(({ verdict }) => verdict !== 'met')).toEqual([]);
    expect(played.report.marks).toHaveLength(16);
    expect(played.report.total).toBe(100);
  });

  it('adds up to the figures of the event it is taken from', () => {
    expect([...played.state.operations.values()].flatMap(({ caseNumbers }) => caseNumbers)).toHaveLength(65);
    expect([...played.state.operations.values()].map(({ state }) => state)).toEqual(['concluded', 'concluded', 'concluded']);
    expect(played.figures).toEqual([{
      says: '三路战果',
      ok: true,
      counters: { summoned: { wanted: 15, actual: 15 }, searched: { wanted: 8, actual: 8 }, detained: { wanted: 6, actual: 6 }, performed: { wanted: 6, actual: 6 }, receivedCents: { wanted: 20_035_000, actual: 20_035_000 } },
    }]);
  });

  it('had one search without its warrant, which began when a leader had signed', () => {
    const lacking = stepsOf(played, 'search').filter(({ signed }) => signed.length > 0);
    expect(lacking).toMatchObject([{ signed: [{ missing: ['搜查令'], name: '黄建平' }], state: 'ended', outcome: 'done' }]);
    expect(lacking[0]!.beganAt).toBeGreaterThanOrEqual(lacking[0]!.signed[0]!.at);
  });

  it('measured the gap in the recording to the second, with why', () => {
    const gaps = [...played.state.steps.values()].flatMap((step) => step.gaps);
    expect(gaps).toMatchObject([{ recording: 1, needed: 2, explanation: { name: '洪佳怡' } }]);
    expect(Math.abs(gaps[0]!.toAt! - gaps[0]!.fromAt - 40_000)).toBeLessThanOrEqual(1_000);
  });

  it('told every family in time, so that no clock ran out', () => {
    for (const { beganAt, notices } of stepsOf(played, 'detention')) {
      const told = notices.find(({ notice }) => notice === 'familyTold');
      expect(told!.at - beganAt!).toBeLessThan(24 * 3_600_000);
    }
    expect([...played.state.alarms.values()].filter(({ kind }) => kind === 'clock')).toEqual([]);
  });

  it('names nobody in full', async () => {
    const text = JSON.stringify(played.entries);
    const names = (await readScenario(ID)).timeline.flatMap(({ act }) => (act.do === 'step' && act.party !== undefined ? [act.party.name] : []));
    expect(names).toHaveLength(35);
    expect(names.filter((name) => text.includes(name))).toEqual([]);
    expect([...played.state.parties.values()].map(({ maskedName }) => maskedName)).toHaveLength(35);
    expect([...played.state.parties.values()].every(({ maskedName }) => /某/.test(maskedName))).toBe(true);
  });

  it('is in the audit whole, and the log is proved', async () => {
    expect((await auditedNames(played)).toReversed().slice(0, played.entries.length)).toEqual(played.entries.map(({ name }) => name));
    expect(await logProof(played)).toMatchObject({ code: 0 });
  }, PLAY_WITHIN_MS);
});

describe('夜间集中执行 3路65案, with nobody who reacts', () => {
  let played: Played;
  beforeAll(async () => {
    played = await playScenario(ID, 'nobody');
  }, PLAY_WITHIN_MS);
  afterAll(() => played?.close());

  it('goes as the file has it: the search is given up, the clock of the last detention turns red', () => {
    expect(played.faults).toEqual([]);
    expect(played.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(played.checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['givenUp', 'neverBeginsUnsigned', 'clockTurnsRed', 'policeClimbs']));
    expect(played.figures).toMatchObject([{ ok: false, counters: { searched: { actual: 7 } } }]);
  });

  it('scores 0, and says what was missed and what could not follow', () => {
    expect(played.report.total).toBe(0);
    expect(played.report.marks.filter(({ verdict }) => verdict === 'missed').map(({ id }) => id)).toEqual(['ackClue', 'sendOrder', 'ackBattery', 'report', 'signSearch', 'ackGap', 'explainGap', 'ackPolice', 'finalReport', 'tellFamily']);
    expect(played.report.marks.filter(({ verdict }) => verdict === 'blocked').map(({ id }) => id)).toEqual(['acceptOrder', 'finishOrder', 'resolveClue', 'resolveBattery', 'resolveGap', 'resolvePolice']);
  });
});
