import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallScenario } from '#domain/drills/drillRig.ts';
import { runScenario } from '../../scripts/scenario/runScenario.ts';
import { VirtualClock } from '../../sfu/clock/virtualClock.ts';
import { newCommandId } from '../../sfu/testing/newCommandId.ts';
import { startTestHall, type TestHall } from '../../sfu/testing/testHall.ts';
import { camerasWithoutMedia } from './camerasWithoutMedia.ts';

/** Hall ms in one real ms: a minute of the exercise takes a fifth of a second. */
const RATE = 300;
const PLAY_WITHIN_MS = 60_000;

let test: TestHall;
beforeAll(async () => {
  test = await startTestHall({ clock: VirtualClock.create({ rate: 0 }), planes: camerasWithoutMedia(), config: { exercise: true } });
});
afterAll(() => test.close());

it('a drill goes on by the clock, is answered by whoever sits at the desk, and ends when it is ended there', async () => {
  const scenario = smallScenario({ lasts: '10:00:00' });
  const token = (await test.person({ courtCode: '闽0524', roles: ['dispatcher'], name: '受训员' })).token;
  const leader = await test.enter('desk', { courtCode: '闽', roles: ['dutyLeader'] });
  const trainee = await test.enter('desk', { token });
  await trainee.request('hall.follow', { from: null });
  const hall = { url: `https://127.0.0.1:${test.hall.port}`, caPem: test.hall.caCertificatePem, storageDir: test.storageDir };
  const playing = runScenario({ hall, scenario, staff: 'drill', rate: RATE, pictures: false, outsideUrl: null, password: 'Yan-Lian-Ban-2026', say: () => undefined });
  const told = async (name: string) => (await trainee.notice('log.appended', ({ entries }) => entries.some((entry) => entry.name === name))).entries.find((entry) => entry.name === name)!;
  const started = await told('drill.started');
  const raised = await told('alarm.raised');
  expect(raised.at - started.at).toBeGreaterThanOrEqual(10 * 60_000);
  await leader.request('clock.steer', { rate: 0 });
  await trainee.request('alarm.acknowledge', { commandId: newCommandId(), alarmId: raised.subject.slice('alarm/'.length) });
  await leader.request('drill.end', { commandId: newCommandId(), drillId: started.subject.slice('drill/'.length), reason: '时间到' });
  const { report, drill, faults } = await playing;
  expect(faults).toEqual([]);
  expect(drill.ended).toMatchObject({ reason: '时间到' });
  expect(report.marks.find(({ id }) => id === 'ack')).toMatchObject({ by: { name: '受训员' }, doneAt: expect.any(Number) });
  expect(report.marks.find(({ id }) => id === 'help')).toMatchObject({ verdict: 'missed' });
}, PLAY_WITHIN_MS);
