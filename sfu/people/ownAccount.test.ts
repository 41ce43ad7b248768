import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestHall, type Person, type TestHall } from '../testing/testHall.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';

/** Administrators over raw sockets who want more than they were given. */
describe('an administrator', () => {
  let test: TestHall;
  let own: Person;
  let desk: RawClient;

  beforeAll(async () => {
    test = await startTestHall();
    own = await test.person({ courtCode: '闽02', roles: ['administrator'], name: '管理员' });
    desk = await test.enter('desk', { token: own.token });
  });
  afterAll(() => test.close());

  const userOf = async (userId: string) => {
    const { log } = await (await test.operator()).request('hall.follow', { from: null });
    return log.kind === 'snapshot' ? log.state.users.find((user) => user.userId === userId) : undefined;
  };
  const present = async () => {
    const { version, roles } = (await userOf(own.userId))!;
    return { about: { commandId: newCommandId(), userId: own.userId }, expectedVersion: version, roles };
  };

  it('decides nothing over the own account but its name and number', async () => {
    const { about, expectedVersion, roles } = await present();
    const attempts = [
      ['user.change', { ...about, expectedVersion, name: '管理员', roles: ['administrator', 'commander'] }],
      ['user.change', { ...about, expectedVersion, name: '管理员', roles: ['auditor'] }],
      ['user.close', { ...about, expectedVersion, reason: '不再需要' }],
      ['user.resetPassword', about],
      ['user.unlock', about],
    ] as const;
    for (const [method, data] of attempts) {
      expect([method, await desk.ask(method, data)]).toEqual([method, { id: expect.any(Number), ok: false, error: { code: 'ownAccount', params: {} } }]);
    }
    expect(await userOf(own.userId)).toMatchObject({ roles: ['administrator'], state: 'active', version: expectedVersion });
    const { user } = await desk.request('user.change', { ...about, expectedVersion, name: '王管理', roles: [...roles] });
    expect(user).toMatchObject({ name: '王管理', roles: ['administrator'] });
    await expect(desk.request('user.setPhone', { ...about, commandId: newCommandId(), expectedVersion: user.version, phone: '0592-5312345' })).resolves.toMatchObject({ user: { hasPhone: true } });
  });

  it('is helped by a colleague, or at the command line', async () => {
    const colleague = await test.enter('desk', { courtCode: '闽02', roles: ['administrator'] });
    const { about, expectedVersion } = await present();
    const { user } = await colleague.request('user.change', { ...about, expectedVersion, name: '王管理', roles: ['administrator', 'technician'] });
    expect(user.roles).toEqual(['administrator', 'technician']);
    expect((await desk.closed).code).toBe(4009);
    desk = await test.enter('desk', { token: own.token });
  });

  it('reaches nobody above or beside, and gives nobody more than the own court', async () => {
    const above = await test.account({ courtCode: '闽', roles: ['commander'] });
    const beside = await test.account({ courtCode: '闽03', roles: ['clerk'] });
    for (const { userId } of [above, beside]) {
      const about = { commandId: newCommandId(), userId };
      const attempts = [
        ['user.resetPassword', about],
        ['user.unlock', about],
        ['user.change', { ...about, expectedVersion: 1, name: '林', roles: ['clerk'] }],
        ['user.close', { ...about, expectedVersion: 1, reason: '停用账号' }],
      ] as const;
      for (const [method, data] of attempts) {
        expect(await desk.ask(method, data)).toMatchObject({ ok: false, error: { code: 'notFound' } });
      }
      expect(await userOf(userId)).toMatchObject({ state: 'active', version: 1 });
    }
    const wish = { username: 'climber', name: '攀升', roles: ['commander' as const], phone: null };
    for (const courtCode of ['闽', '闽03', '闽0303']) {
      expect(await desk.ask('user.create', { ...wish, commandId: newCommandId(), courtCode })).toMatchObject({ ok: false, error: { code: 'notFound' } });
    }
    expect(await desk.ask('device.enrol', { commandId: newCommandId(), courtCode: '闽', name: '大屏', kind: 'console' })).toMatchObject({ ok: false, error: { code: 'notFound' } });
    expect(await desk.ask('unit.enrol', { commandId: newCommandId(), courtCode: '闽03', name: '01', teamName: '一队', kind: 'phone' })).toMatchObject({ ok: false, error: { code: 'notFound' } });
  });
});
