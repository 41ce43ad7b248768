import { afterAll, beforeAll, expect, it } from 'vitest';
import { smallScenario } from '#domain/drills/drillRig.ts';
import { runScenario } from '../../scripts/scenario/runScenario.ts';
import { VirtualClock } from '../../sfu/clock/virtualClock.ts';
import { createIngest } from '../../sfu/ingest/ingest.ts';
import { createMediaPlane } from '../../sfu/media/mediaPlane.ts';
import { startTestHall, type TestHall } from '../../sfu/testing/testHall.ts';

/** Real encoders and real ears run in real time beside the clock of the exercise. */
const RATE = 10;
const PLAY_WITHIN_MS = 90_000;

let test: TestHall;
beforeAll(async () => {
  test = await startTestHall({ clock: VirtualClock.create({ rate: 0 }), planes: { createMediaPlane, createIngest }, config: { exercise: true, media: { workers: 1 } } });
});
afterAll(() => test.close());

it('cameras send pictures that reach the hall, and a recorder that stops and starts is a gap in the recording', async () => {
  const unit = (ref: string) => ({ ref, name: `记录仪-${ref}`, team: '一组', court: '闽0524' as never, kind: 'recorder' as const, at: [117.6, 25.3] as [number, number], batteryPercent: 80, camera: true });
  const place = { name: '安溪县', position: null };
  const scenario = smallScenario({
    lasts: '00:02:30',
    units: [unit('one'), unit('two')],
    people: [{ ref: 'anxi', username: 'yl-anxi', name: '谢福来', court: '闽0524' as never, roles: ['judge'] }],
    prelude: [{ do: 'ask', by: 'anxi', request: 'operation.plan', input: { courtCode: '闽0524', title: '搜查', campaignId: null, risk: 'low', plannedFrom: '@00:00:00', plannedTo: '@01:00:00', note: '', caseNumbers: [], place, teams: [{ team: 1, name: '一组', unitIds: ['$unit.one', '$unit.two'], vehicles: [], members: [] }] } }],
    moments: { mission: { event: 'operation.planned' } },
    timeline: [
      { at: '00:00:05', act: { do: 'step', by: 'anxi', operation: '$mission', template: 'freezing', team: 1, papers: { enforcementRuling: '1', depositFreezeNotice: '2', workCard: '3' }, people: [{ capacity: 'officer', who: '甲' }, { capacity: 'officer', who: '乙' }], takes: '00:02:00', outcome: 'calledOff', results: {} } },
      { at: '00:00:30', act: { do: 'camera', unit: 'two', live: false } },
      { at: '00:01:10', act: { do: 'camera', unit: 'two', live: true } },
    ],
    expectations: [],
    checks: [],
  });
  const hall = { url: `https://127.0.0.1:${test.hall.port}`, caPem: test.hall.caCertificatePem, storageDir: test.storageDir };
  const { faults, state } = await runScenario({ hall, scenario, staff: 'played', rate: RATE, pictures: true, outsideUrl: null, password: 'Yan-Lian-Ban-2026', say: () => undefined });
  expect(faults).toEqual([]);
  expect([...state.steps.values()]).toMatchObject([{ state: 'ended', gaps: [{ recording: 1, needed: 2, toAt: expect.any(Number) }] }]);
}, PLAY_WITHIN_MS);
