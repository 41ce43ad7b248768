import { afterEach, describe, expect, it } from 'vitest';
import { smallScenario } from '#domain/drills/drillRig.ts';
import { VirtualClock } from '../clock/virtualClock.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

let test: TestHall;
let clock: VirtualClock;
afterEach(() => test.close());

async function exercise(): Promise<{ leader: RawClient; anxi: RawClient; cast: { units: Record<string, string>; people: Record<string, string> }; unit: RawClient }> {
  clock = VirtualClock.create({ at: Date.UTC(2026, 10, 24, 1, 0), rate: 0 });
  test = await startTestHall({ clock, config: { exercise: true } });
  const { unitId, token } = await test.unit({ courtCode: '闽0524' });
  const person = await test.person({ courtCode: '闽0524', roles: ['dispatcher'], name: '谢福来' });
  const leader = await test.enter('desk', { courtCode: '闽', roles: ['commander'] });
  const [anxi, unit] = [await test.enter('desk', { token: person.token }), await test.enter('unit', { token })];
  return { leader, anxi, unit, cast: { units: { one: unitId }, people: { anxi: person.userId } } };
}

const start = (leader: RawClient, cast: object, scenario = smallScenario()) => leader.request('drill.start', { commandId: newCommandId(), scenario, cast: cast as never });
const end = (leader: RawClient, drillId: string, commandId = newCommandId()) => leader.request('drill.end', { commandId, drillId, reason: '演完' });

describe('an exercise', () => {
  it('ends with the score of what was done in it, and is told in full only then', async () => {
    const { leader, anxi, unit, cast } = await exercise();
    const { drill } = await start(leader, cast);
    expect(drill).toMatchObject({ scenarioId: 'small', title: '小演练', expectations: 4, lastsMs: 3_600_000, ended: null });
    await expect(leader.request('drill.report', { drillId: drill.drillId })).rejects.toMatchObject({ code: 'drillRuns' });
    await expect(start(leader, cast)).rejects.toMatchObject({ code: 'drillRuns' });
    const { alarmId } = await unit.request('alarm.sos', { commandId: newCommandId(), pressedAt: clock.now(), position: null, text: '求援' });
    await clock.advance(20_000);
    await anxi.request('alarm.acknowledge', { commandId: newCommandId(), alarmId });
    const commandId = newCommandId();
    const { drill: over } = await end(leader, drill.drillId, commandId);
    expect(over.ended).toMatchObject({ reason: '演完', result: { total: 33, counts: { met: 1, missed: 1, blocked: 1, late: 0, outOfOrder: 0 } } });
    expect(await end(leader, drill.drillId, commandId)).toEqual({ drill: over });
    await expect(end(leader, drill.drillId)).rejects.toMatchObject({ code: 'drillOver' });
    // What happens later changes nothing in it.
    await leader.request('alarm.note', { commandId: newCommandId(), alarmId, text: '讲评' });
    const { report } = await leader.request('drill.report', { drillId: drill.drillId });
    expect(report.total).toBe(33);
    expect(report.marks.map(({ id, verdict, reactionMs, by }) => [id, verdict, reactionMs, by?.name])).toEqual([['help', 'missed', null, undefined], ['accept', 'blocked', null, undefined], ['ack', 'met', 20_000, '谢福来']]);
    expect((await start(leader, cast)).drill.drillId).not.toBe(drill.drillId);
  });

  it('shows everybody what is played, and nobody what is expected', async () => {
    const { leader, anxi, cast } = await exercise();
    await anxi.request('hall.follow', { from: null });
    const { drill } = await start(leader, cast);
    const { entries } = await anxi.notice('log.appended', (stretch) => stretch.entries.some(({ name }) => name === 'drill.started'));
    expect(JSON.stringify(entries)).toContain('小演练');
    const { log } = await anxi.request('hall.follow', { from: null });
    const seen = JSON.stringify([entries, log]);
    expect(log).toMatchObject({ state: { drills: [{ drillId: drill.drillId }] } });
    for (const { hint, id } of smallScenario().expectations) {
      expect(seen).not.toContain(`"${hint}"`);
      expect(seen).not.toContain(`"${id}"`);
    }
    await expect(anxi.request('drill.report', { drillId: drill.drillId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(end(anxi, drill.drillId)).rejects.toMatchObject({ code: 'forbidden' });
    const below = await test.enter('desk', { courtCode: '闽05', roles: ['dutyLeader'] });
    await expect(end(below, drill.drillId)).rejects.toMatchObject({ code: 'notFound' });
    await expect(below.request('drill.report', { drillId: drill.drillId })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('is not begun from a file that contradicts itself', async () => {
    const { leader, cast } = await exercise();
    const scenario = smallScenario({ timeline: [{ at: '00:01:00', act: { do: 'silent', unit: 'two' } }] });
    await expect(start(leader, cast, scenario)).rejects.toMatchObject({ code: 'badScenario', params: { fault: expect.stringContaining('two') } });
  });

  it('has its clock set by whoever leads it', async () => {
    const { leader, anxi } = await exercise();
    const before = clock.now();
    expect(await leader.request('clock.steer', { advanceMs: 60_000 })).toEqual({ at: before + 60_000, rate: 0 });
    await expect(anxi.request('clock.steer', { advanceMs: 60_000 })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

it('a hall at work plays none, and nobody sets its clock', async () => {
  test = await startTestHall();
  const leader = await test.enter('desk', { courtCode: '闽', roles: ['commander'] });
  await expect(start(leader, { units: {}, people: {} })).rejects.toMatchObject({ code: 'notAnExercise' });
  await expect(leader.request('clock.steer', { rate: 1 })).rejects.toMatchObject({ code: 'forbidden' });
});
