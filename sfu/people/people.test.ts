import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestData } from '#protocol/contract.ts';
import type { TokenId, UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { Stores } from '../ports/stores.ts';
import { court, createTestConnections, createTestSecrets, newId, openFujianLog, openTestSession, openTestStores, tokenOf, type TestLog } from '../testing/testLog.ts';
import { createPeople, type People } from './people.ts';

type Opened = ReturnType<typeof openTestSession>;
const PHONE = '0592-1234567';

let test: TestLog;
let stores: Stores;
let dispose: () => Promise<void>;
let people: People;
let secrets: ReturnType<typeof createTestSecrets>;
let admin: Opened;
let sessions: Opened[];
let ended: ReturnType<typeof createTestConnections>['ended'];

beforeEach(async () => {
  ({ stores, dispose } = await openTestStores());
  test = await openFujianLog({ stores });
  secrets = createTestSecrets();
  admin = openTestSession({ courtCode: '闽02', name: '管理员' });
  sessions = [admin];
  const rig = createTestConnections(sessions);
  ended = rig.ended;
  people = createPeople({ log: test.log, stores, secrets, connections: rig.connections, now: Date.now });
});
afterEach(async () => {
  await test.log.close();
  await dispose();
});

const account = (change: Partial<RequestData<'user.create'>> = {}): RequestData<'user.create'> => ({
  commandId: newId.command(), username: 'lin', name: '林某', courtCode: court('闽02'), roles: ['dispatcher'], phone: PHONE, ...change,
});
const create = (change: Partial<RequestData<'user.create'>> = {}) => people.handlers['user.create'](account(change), admin.session);

/** The person comes in, with a token of their own. */
async function signIn({ userId, courtCode }: User): Promise<Opened> {
  const opened = openTestSession({ userId, courtCode });
  await stores.tokens.insert(tokenOf(opened.session, 'person'));
  sessions.push(opened);
  return opened;
}

const names = () => test.entries().map(({ name }) => name).filter((name) => !name.startsWith('court.'));

describe('accounts', () => {
  it('begin with a one-time password that must be changed, and is nowhere in the log', async () => {
    const { user, oneTimePassword } = await create();
    expect(user).toMatchObject({ username: 'lin', name: '林某', courtCode: '闽02', roles: ['dispatcher'], state: 'active', hasPhone: true, version: 1 });
    expect(await stores.credentials.find(user.userId)).toMatchObject({ mustChange: true, failures: 0, lockedUntilAt: null, oidcSubject: null });
    expect(await stores.contacts.phoneOf(user.userId)).toBe(PHONE);
    await people.handlers['user.resetPassword']({ commandId: newId.command(), userId: user.userId }, admin.session);
    await people.handlers['user.setPhone']({ commandId: newId.command(), userId: user.userId, expectedVersion: 2, phone: '13900000000' }, admin.session);
    const text = test.written();
    expect(text).toContain('林某');
    expect(secrets.told[0]).toBe(oneTimePassword);
    for (const secret of [...secrets.told, (await stores.credentials.find(user.userId))!.passwordHash!, PHONE, '13900000000']) {
      expect(text).not.toContain(secret);
    }
    expect(test.entries().at(-1)).toMatchObject({ name: 'user.phoneChanged', data: { hasPhone: true }, actor: { kind: 'person', name: '管理员' }, via: admin.session.tokenId });
  });

  it('are made once: asked again, the command gives another password in place of the first', async () => {
    const asked = account();
    const first = await people.handlers['user.create'](asked, admin.session);
    const again = await people.handlers['user.create'](asked, admin.session);
    expect(again.user.userId).toBe(first.user.userId);
    expect(again.oneTimePassword).not.toBe(first.oneTimePassword);
    expect(names()).toEqual(['user.created', 'user.passwordReset']);
    expect(test.log.state.users.size).toBe(1);
    const credential = await stores.credentials.find(first.user.userId);
    await stores.credentials.put({ ...credential!, mustChange: false });
    await expect(people.handlers['user.create'](asked, admin.session)).rejects.toMatchObject({ code: 'conflict' });
    expect(await stores.credentials.find(first.user.userId)).toEqual({ ...credential, mustChange: false });
  });

  it('need a name of their own, a registered court, and roles that go together; nothing is left of a refused one', async () => {
    await create();
    await expect(create({ name: '另一人' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(create({ username: 'chen', courtCode: court('闽0299') })).rejects.toMatchObject({ code: 'notFound' });
    await expect(create({ username: 'chen', roles: ['administrator', 'auditor'] })).rejects.toMatchObject({ code: 'rolesExclude' });
    expect(names()).toEqual(['user.created']);
  });

  it('that change roles send their connections away to come back; a change of the name does not', async () => {
    const { user } = await create();
    const { userId } = user;
    const own = await signIn(user);
    await people.handlers['user.change']({ commandId: newId.command(), userId, expectedVersion: 1, name: '林某某', roles: ['dispatcher'] }, admin.session);
    expect(ended).toEqual([]);
    const change = { commandId: newId.command(), userId, expectedVersion: 2, name: '林某某', roles: ['dutyOfficer' as const] };
    await people.handlers['user.change'](change, admin.session);
    expect(ended).toEqual([{ id: userId, reason: 'rightsChanged' }]);
    expect(own.session.ended.aborted).toBe(true);
    await people.handlers['user.change'](change, admin.session);
    expect(ended).toHaveLength(1);
    await expect(people.handlers['user.change']({ ...change, commandId: newId.command() }, admin.session)).rejects.toMatchObject({ code: 'conflict' });
    expect((await stores.tokens.find(own.session.tokenId!))?.revokedAt).toBeNull();
  });

  it('that are closed end their sign-ins at once, and may be reopened', async () => {
    const { user } = await create();
    const { userId } = user;
    const own = await signIn(user);
    const closed = await people.handlers['user.close']({ commandId: newId.command(), userId, expectedVersion: 1, reason: '调离' }, admin.session);
    expect(closed.user.state).toBe('closed');
    expect(own.session.ended.aborted).toBe(true);
    expect(ended).toEqual([{ id: userId, reason: 'unauthorised' }]);
    expect((await stores.tokens.find(own.session.tokenId!))?.revokedAt).not.toBeNull();
    const reopened = await people.handlers['user.reopen']({ commandId: newId.command(), userId, expectedVersion: 2, reason: '调回' }, admin.session);
    expect(reopened.user).toMatchObject({ state: 'active', version: 3 });
  });

  it('end their connections also when the command that closed them was told that it failed', async () => {
    const { user } = await create();
    const own = await signIn(user);
    test.journal.failNext('away', 'after');
    const close = people.handlers['user.close']({ commandId: newId.command(), userId: user.userId, expectedVersion: 1, reason: '调离' }, admin.session);
    await expect(close).rejects.toMatchObject({ code: 'logUnavailable' });
    await expect.poll(() => own.session.ended.aborted).toBe(true);
    expect(test.log.state.users.get(user.userId)?.state).toBe('closed');
  });
});

describe('whoever loses their rights while a password is hashed', () => {
  it('gets nothing more done, though it was asked before', async () => {
    const { user } = await create();
    const fired = openTestSession({ courtCode: '闽02', name: '停职者' });
    const newPassword = () => {
      fired.end();
      return secrets.newPassword();
    };
    const late = createPeople({ log: test.log, stores, secrets: { newPassword }, connections: createTestConnections().connections, now: Date.now });
    await expect(late.handlers['user.create'](account({ username: 'ghost' }), fired.session)).rejects.toMatchObject({ code: 'disconnected' });
    await expect(late.handlers['user.resetPassword']({ commandId: newId.command(), userId: user.userId }, fired.session)).rejects.toMatchObject({ code: 'disconnected' });
    expect(names()).toEqual(['user.created']);
  });
});

describe('passwords', () => {
  it('are reset with the end of every sign-in and of a lock-out', async () => {
    const { user } = await create();
    const { userId } = user;
    const own = await signIn(user);
    await stores.credentials.put({ ...(await stores.credentials.find(userId))!, mustChange: false, failures: 5, lockedUntilAt: Date.now() + 60_000, oidcSubject: 'subject' });
    const asked = { commandId: newId.command(), userId };
    const first = await people.handlers['user.resetPassword'](asked, admin.session);
    expect(await stores.credentials.find(userId)).toMatchObject({ mustChange: true, failures: 0, lockedUntilAt: null, oidcSubject: 'subject' });
    expect(ended).toEqual([{ id: own.session.tokenId, reason: 'unauthorised' }]);
    const second = await people.handlers['user.resetPassword'](asked, admin.session);
    expect(second.oneTimePassword).not.toBe(first.oneTimePassword);
    expect(names()).toEqual(['user.created', 'user.passwordReset', 'user.passwordReset']);
  });

  it('that were tried too often are unlocked', async () => {
    const { user: { userId } } = await create();
    const credential = { ...(await stores.credentials.find(userId))!, failures: 5, lockedUntilAt: Date.now() + 60_000 };
    await stores.credentials.put(credential);
    const lockedOut = async (viewer: Opened) => (await people.handlers['user.sessions']({}, viewer.session)).lockedOut;
    expect(await lockedOut(admin)).toEqual([{ userId, untilAt: credential.lockedUntilAt }]);
    expect(await lockedOut(openTestSession({ courtCode: '闽01' }))).toEqual([]);
    await people.handlers['user.unlock']({ commandId: newId.command(), userId }, admin.session);
    expect(await lockedOut(admin)).toEqual([]);
    expect(await stores.credentials.find(userId)).toMatchObject({ failures: 0, passwordHash: credential.passwordHash });
    expect(names()).toEqual(['user.created', 'user.unlocked']);
  });
});

describe('sign-ins', () => {
  const end = (tokenId: TokenId, by: Opened = admin, commandId = newId.command()) => people.handlers['user.endSession']({ commandId, tokenId, reason: '离岗未退出' }, by.session);

  it('are listed and ended for the courts one sees, and for no others', async () => {
    const { user: own } = await create();
    const { user: below } = await create({ username: 'chen', courtCode: court('闽0203') });
    const { user: other } = await create({ username: 'wang', courtCode: court('闽01') });
    const [ownDesk, belowDesk, otherDesk] = [await signIn(own), await signIn(below), await signIn(other)];
    const { sessions: listed } = await people.handlers['user.sessions']({}, admin.session);
    expect(new Set(listed.map(({ userId, connections }) => `${userId} ${connections}`))).toEqual(new Set([`${own.userId} 1`, `${below.userId} 1`]));
    await expect(end(otherDesk.session.tokenId!)).rejects.toMatchObject({ code: 'notFound' });
    const commandId = newId.command();
    await end(belowDesk.session.tokenId!, admin, commandId);
    expect(await end(belowDesk.session.tokenId!, admin, commandId)).toEqual({});
    await expect(end(belowDesk.session.tokenId!)).rejects.toMatchObject({ code: 'notFound' });
    expect([ownDesk, belowDesk, otherDesk].map(({ session }) => session.ended.aborted)).toEqual([false, true, false]);
    expect(test.entries().at(-1)).toMatchObject({
      name: 'session.ended', subject: `session/${belowDesk.session.tokenId}`, courtCode: '闽0203', data: { userId: below.userId, reason: '离岗未退出' },
    });
    expect((await people.handlers['user.sessions']({}, admin.session)).sessions).toHaveLength(1);
  });

  it('are those of people: a machine\'s token is none', async () => {
    const machine = openTestSession({ courtCode: '闽02', deviceId: newId.device() });
    await stores.tokens.insert(tokenOf(machine.session, 'console'));
    await expect(end(machine.session.tokenId!)).rejects.toMatchObject({ code: 'notFound' });
    await expect(end(newId.token())).rejects.toMatchObject({ code: 'notFound' });
    expect((await people.handlers['user.sessions']({}, admin.session)).sessions).toEqual([]);
  });
});

describe('phone numbers', () => {
  const open = (userId: UserId, commandId = newId.command()) => people.handlers['user.openPhone']({ commandId, userId, purpose: '通知集合出发' }, admin.session);

  it('are told after the look is durable, once for a command', async () => {
    const { user: { userId } } = await create();
    const commandId = newId.command();
    expect(await open(userId, commandId)).toEqual({ phone: PHONE });
    expect(await open(userId, commandId)).toEqual({ phone: PHONE });
    expect(test.entries().at(-1)).toMatchObject({ name: 'personal.opened', subject: `user/${userId}`, courtCode: '闽02', version: 0, data: { what: 'phone', purpose: '通知集合出发' } });
    expect(names()).toEqual(['user.created', 'personal.opened']);
    await people.handlers['user.setPhone']({ commandId: newId.command(), userId, expectedVersion: 1, phone: '13900000000' }, admin.session);
    await expect(open(userId, commandId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await open(userId)).toEqual({ phone: '13900000000' });
  });

  it('are not told when the look cannot be recorded, or when there is none', async () => {
    const { user: { userId } } = await create();
    test.journal.setDown('diskFull');
    await expect(open(userId)).rejects.toMatchObject({ code: 'logUnavailable' });
    test.journal.setDown(null);
    await expect.poll(() => test.log.status.writable).toBe(true);
    await people.handlers['user.setPhone']({ commandId: newId.command(), userId, expectedVersion: 1, phone: null }, admin.session);
    await expect(open(userId)).rejects.toMatchObject({ code: 'notFound' });
    await expect(open(newId.user())).rejects.toMatchObject({ code: 'notFound' });
    expect(names()).toEqual(['user.created', 'user.phoneChanged']);
  });
});
