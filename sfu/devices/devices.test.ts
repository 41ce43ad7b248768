import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestData } from '#protocol/contract.ts';
import type { DeviceId } from '#protocol/nouns/ids.ts';
import type { Stores } from '../ports/stores.ts';
import { court, createTestConnections, createTestSecrets, newId, openFujianLog, openTestSession, openTestStores, tokenOf, type TestLog } from '../testing/testLog.ts';
import { createDevices, type Devices } from './devices.ts';

type Opened = ReturnType<typeof openTestSession>;

let test: TestLog;
let stores: Stores;
let dispose: () => Promise<void>;
let devices: Devices;
let sessions: Opened[];
const { session: desk } = openTestSession({ courtCode: '闽02', name: '技术员' });

beforeEach(async () => {
  ({ stores, dispose } = await openTestStores());
  test = await openFujianLog({ stores });
  sessions = [];
  devices = createDevices({ log: test.log, secrets: createTestSecrets(), connections: createTestConnections(sessions).connections });
});
afterEach(async () => {
  await test.log.close();
  await dispose();
});

const enrolment = (change: Partial<RequestData<'device.enrol'>> = {}): RequestData<'device.enrol'> => ({
  commandId: newId.command(), courtCode: court('闽02'), name: '指挥大厅1号机', kind: 'console', ...change,
});

async function openWindow(deviceId: DeviceId): Promise<Opened> {
  const opened = openTestSession({ deviceId, courtCode: '闽02' });
  await stores.tokens.insert(tokenOf(opened.session, 'console'));
  sessions.push(opened);
  return opened;
}

describe('machines', () => {
  it('are enrolled once, each time with a code of its own that is nowhere in the log', async () => {
    const asked = enrolment();
    const first = await devices.handlers['device.enrol'](asked, desk);
    const again = await devices.handlers['device.enrol'](asked, desk);
    expect(first.device).toMatchObject({ name: '指挥大厅1号机', kind: 'console', state: 'enrolled', courtCode: '闽02' });
    expect(again.device.deviceId).toBe(first.device.deviceId);
    expect(again.device.version).toBe(first.device.version + 1);
    const issued = await devices.handlers['device.issueCode']({ commandId: newId.command(), deviceId: first.device.deviceId }, desk);
    const codes = [first, again, issued].map((answer) => answer.enrolment.code);
    expect(new Set(codes).size).toBe(3);
    expect(test.log.state.devices.size).toBe(1);
    expect(test.written()).toContain('指挥大厅1号机');
    for (const code of codes) {
      expect(test.written()).not.toContain(code);
    }
    await expect(devices.handlers['device.enrol'](enrolment({ courtCode: court('闽10') }), desk)).rejects.toMatchObject({ code: 'notFound' });
  });

  it('are cut off with all their windows when they are revoked, and no others', async () => {
    const { device } = await devices.handlers['device.enrol'](enrolment(), desk);
    const { device: other } = await devices.handlers['device.enrol'](enrolment({ name: '2号机' }), desk);
    const windows = [await openWindow(device.deviceId), await openWindow(device.deviceId), await openWindow(other.deviceId)];
    const revoke = { commandId: newId.command(), deviceId: device.deviceId, expectedVersion: device.version, reason: '报废' };
    await expect(devices.handlers['device.revoke']({ ...revoke, commandId: newId.command(), expectedVersion: 1 }, desk)).rejects.toMatchObject({ code: 'conflict' });
    expect(windows.map(({ session }) => session.ended.aborted)).toEqual([false, false, false]);
    const answer = await devices.handlers['device.revoke'](revoke, desk);
    expect(answer.device.state).toBe('revoked');
    expect(windows.map(({ session }) => session.ended.aborted)).toEqual([true, true, false]);
    expect(await devices.handlers['device.revoke'](revoke, desk)).toEqual(answer);
    await expect(devices.handlers['device.issueCode']({ commandId: newId.command(), deviceId: device.deviceId }, desk)).rejects.toMatchObject({ code: 'revoked' });
  });

  it('are cut off also when the command was told that it failed', async () => {
    const { device } = await devices.handlers['device.enrol'](enrolment(), desk);
    const window = await openWindow(device.deviceId);
    test.journal.failNext('away', 'after');
    const revoke = { commandId: newId.command(), deviceId: device.deviceId, expectedVersion: device.version, reason: '报废' };
    await expect(devices.handlers['device.revoke'](revoke, desk)).rejects.toMatchObject({ code: 'logUnavailable' });
    await expect.poll(() => window.session.ended.aborted).toBe(true);
  });
});
