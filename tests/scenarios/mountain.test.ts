import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditedNames, logProof } from './logProof.ts';
import { playScenario, type Played } from './playScenario.ts';

const ID = 'shanqu-yuzu-qiuyuan';
const PLAY_WITHIN_MS = 120_000;

const alarmsOf = ({ state }: Played) => new Map([...state.alarms.values()].map((alarm) => [alarm.kind, alarm]));
const namesOf = ({ entries }: Played, beginning: string) => entries.filter(({ name }) => name.startsWith(beginning)).map(({ name, courtCode }) => `${name} ${courtCode}`);

describe('山区遇阻求援, with the scripted staff', () => {
  let played: Played;
  beforeAll(async () => {
    played = await playScenario(ID, 'played');
  }, PLAY_WITHIN_MS);
  afterAll(() => played?.close());

  it('goes as the file has it', () => {
    expect(played.faults).toEqual([]);
    expect(played.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(played.checks.length).toBeGreaterThan(10);
  });

  it('scores 100, with everything done in time', () => {
    expect(played.report.marks.filter(({ verdict }) => verdict !== 'met')).toEqual([]);
    expect(played.report.marks).toHaveLength(15);
    expect(played.report.total).toBe(100);
    expect(played.drill.ended).toMatchObject({ reason: '脚本演完', result: { total: 100 } });
    expect(played.report.byCourt.map(({ courtCode }) => courtCode)).toEqual(['闽0524', '闽0525']);
  });

  it('asks the nearest court that has staff, and the next when that one lets its time run out', () => {
    expect(namesOf(played, 'order.')).toEqual(['order.sent 闽0629', 'order.lapsed 闽0629', 'order.sent 闽0525', 'order.accepted 闽0525', 'order.arrived 闽0525', 'order.done 闽0525']);
    expect(alarmsOf(played).get('sos')?.help).toMatchObject({ orders: [{ toCourtCode: '闽0629', state: 'lapsed' }, { toCourtCode: '闽0525', state: 'done' }] });
  });

  it('leaves no alarm open, and none climbed', () => {
    const alarms = [...played.state.alarms.values()];
    expect(alarms.map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual(['battery resolved', 'fence resolved', 'police resolved', 'silent resolved', 'sos resolved']);
    expect(alarms.flatMap(({ escalations }) => escalations)).toEqual([]);
  });

  it('is in the audit whole, and the log is proved', async () => {
    expect((await auditedNames(played)).toReversed().slice(0, played.entries.length)).toEqual(played.entries.map(({ name }) => name));
    expect(await logProof(played)).toMatchObject({ code: 0 });
  }, PLAY_WITHIN_MS);
});

describe('山区遇阻求援, with nobody who reacts', () => {
  let played: Played;
  beforeAll(async () => {
    played = await playScenario(ID, 'nobody');
  }, PLAY_WITHIN_MS);
  afterAll(() => played?.close());

  it('goes as the file has it', () => {
    expect(played.faults).toEqual([]);
    expect(played.checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('climbs to the courts above, and nobody is sent', () => {
    const { state, soundsAt, escalations } = alarmsOf(played).get('sos')!;
    expect([state, soundsAt, escalations.map(({ toCourtCode }) => toCourtCode)]).toEqual(['raised', '闽', ['闽05', '闽']]);
    expect(namesOf(played, 'order.')).toEqual([]);
  });

  it('scores 0, and says what was missed and what could not follow', () => {
    expect(played.report.total).toBe(0);
    const missed = played.report.marks.filter(({ verdict }) => verdict === 'missed').map(({ id }) => id);
    expect(missed).toEqual(['ackSos', 'ackAtQuanzhou', 'ackAtGaoyuan', 'ackLost', 'ackLeft', 'ackBattery', 'ackPolice']);
    expect(played.report.marks.filter(({ verdict }) => verdict === 'blocked').map(({ id }) => id)).toEqual(['askHelp', 'noteSos', 'acceptOrder', 'arrived', 'finished', 'resolveSos', 'resolveLost', 'resolveLeft', 'resolveBattery', 'resolvePolice']);
  });
});
