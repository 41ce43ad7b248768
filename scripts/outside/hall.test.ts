import { afterEach, expect, it } from 'vitest';
import type { RawClient } from '../../sfu/testing/rawClient.ts';
import { newCommandId } from '../../sfu/testing/newCommandId.ts';
import { startTestHall, type TestHall } from '../../sfu/testing/testHall.ts';
import { OUTSIDE_TOKEN, startOutside, type RunningOutside } from './startOutside.ts';

let outside: RunningOutside;
let test: TestHall;

afterEach(async () => {
  await test.close();
  await outside.close();
});

/** As a scenario does it. */
async function steer(path: string, body: object): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${outside.port}/sim/police/${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

const notice = { id: 'p-1', kind: 'person', level: 'urgent', position: { longitudeDeg: 118.186, latitudeDeg: 25.055, datum: 'CGCS2000' }, place: '安溪县', text: '布控人员被核查', personMasked: '柯某某' };

async function alarmsOf(desk: RawClient) {
  const { log } = await desk.request('hall.follow', { from: null });
  return log.kind === 'snapshot' ? log.state.alarms : [];
}

it('a notice of the police is one alarm at the desks of its court, however often it is served and whatever restarts', async () => {
  outside = await startOutside({ port: 0 });
  const connectors = [{ id: 'police', kind: 'police' as const, url: outside.urlOf('police'), token: OUTSIDE_TOKEN, pollEveryMs: 100 }];
  test = await startTestHall({ config: { connectors } });
  const person = await test.person({ courtCode: '闽0524' });
  const leader = await test.person({ courtCode: '闽', roles: ['technician'] });
  const [desk, beside] = [await test.enter('desk', { token: person.token }), await test.enter('desk', { courtCode: '闽0203' })];
  await steer('notices', notice);
  await steer('notices', notice);
  await expect.poll(() => outside.police.receipts.length, { timeout: 10_000 }).toBe(2);
  const [alarm] = await alarmsOf(desk);
  expect(await alarmsOf(desk)).toMatchObject([{ kind: 'police', courtCode: '闽0524', severity: 'urgent', state: 'raised', text: '公安预警（人员）柯某某：布控人员被核查' }]);
  expect(await alarmsOf(beside)).toEqual([]);
  const { storageDir } = test;
  await test.close({ keep: true });

  test = await startTestHall({ storageDir, config: { connectors } });
  await expect.poll(() => outside.police.receipts.length, { timeout: 10_000 }).toBe(4);
  const later = await test.enter('desk', { token: person.token });
  expect((await alarmsOf(later)).map(({ alarmId }) => alarmId)).toEqual([alarm!.alarmId]);
  await later.request('alarm.acknowledge', { commandId: newCommandId(), alarmId: alarm!.alarmId });
  await expect.poll(() => outside.police.receipts.at(-1), { timeout: 10_000 }).toMatchObject({ noticeId: 'p-1', receipt: { state: 'acknowledged', alarmId: alarm!.alarmId, courtCode: '闽0524', exercise: false } });
  const high = await test.enter('desk', { token: leader.token });
  expect((await high.request('connector.list', {})).connectors).toMatchObject([{ connectorId: 'police', kind: 'police', courtCode: '闽', state: 'connected', refused: 0 }]);
  expect((await later.request('connector.list', {})).connectors).toEqual([]);
});
