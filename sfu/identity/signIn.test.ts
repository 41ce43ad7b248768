import { afterEach, describe, expect, it } from 'vitest';
import { changeUser, closeUser } from '#domain/people/decideUser.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import { startTestIdentity, type TestIdentity } from '../testing/testIdentity.ts';
import { hashPassword } from './passwords/passwordHash.ts';

const PASSWORD = 'Right-Horse-42';
const client = { name: '调度席', version: '1' };

describe('sign-in', () => {
  let test: TestIdentity;
  afterEach(() => test.dispose());

  const signIn = (username: string, password: string, remoteAddress?: string) => test.guestHandlers['session.signIn']({ username, password, client }, test.guest(remoteAddress));
  const codeOf = (attempt: unknown) => Promise.resolve(attempt).then(() => 'in', (error: unknown) => (error as { code: string }).code);
  const entries = (name: string): Promise<Entry[]> => test.storage.journal.read({ after: 0, limit: 1_000 }).then((all) => all.filter((entry) => entry.name === name));
  const closeAccount = (userId: UserId) =>
    test.log.execute({
      commandId: null, name: 'user.close', input: {}, actor: { kind: 'hall' }, via: null,
      decide: (state) => closeUser(state, { userId, expectedVersion: state.users.get(userId)!.version, reason: '调离' }),
    });

  it('lets the person in, whatever the case of the name, and leaves one entry that says from where', async () => {
    test = await startTestIdentity();
    const userId = await test.addUser({ username: 'diaodu', password: PASSWORD });
    const { token, tokenId, expiresAt } = await signIn('  DiaoDu ', PASSWORD);
    const session = await test.session(token);
    expect(session).toMatchObject({ userId, tokenId, courtCode: '闽02', actor: { kind: 'person', userId, name: 'diaodu' }, person: { username: 'diaodu', mustChangePassword: false, expiresAt } });
    expect(session.capabilities.has('wall.edit')).toBe(true);
    const [entry, ...more] = await entries('session.signedIn');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ subject: `session/${tokenId}`, via: tokenId, courtCode: '闽02', actor: { kind: 'person', userId }, data: { userId, clientName: '调度席', remoteAddress: '192.0.2.20', method: 'password' } });
    expect(JSON.stringify(entry)).not.toContain(PASSWORD);
  });

  it('an unknown name, a closed account and a wrong password are told apart neither by the answer nor by the time', async () => {
    test = await startTestIdentity({ config: { lockOut: { failures: 100, forMs: 1_000 } } });
    await test.addUser({ username: 'diaodu', password: PASSWORD });
    await test.addUser({ username: 'bare', password: null });
    const closed = await test.addUser({ username: 'closed', password: PASSWORD });
    await closeAccount(closed);
    const usernames = ['diaodu', 'nobody', 'bare', 'closed'];
    // Turn by turn, and the shortest of each: whatever else the machine does falls on all of them.
    const shortest = usernames.map(() => Infinity);
    for (let round = 0; round < 9; round += 1) {
      for (const [index, username] of usernames.entries()) {
        const startedAt = performance.now();
        expect(await codeOf(signIn(username, 'wrong', `192.0.2.${index + 1}`))).toBe('signInFailed');
        shortest[index] = Math.min(shortest[index]!, performance.now() - startedAt);
      }
    }
    const [known = 0, ...others] = shortest;
    for (const other of others) {
      expect(other).toBeGreaterThan(known / 3);
      expect(other).toBeLessThan(known * 3);
    }
    expect(await entries('session.signedIn')).toEqual([]);
    expect(await entries('user.lockedOut')).toEqual([]);
  });

  it('locks after five wrong passwords in a row, also for the right one, over a restart, until the time is over', async () => {
    test = await startTestIdentity();
    const userId = await test.addUser({ username: 'diaodu', password: PASSWORD });
    for (let count = 0; count < 4; count += 1) {
      expect(await codeOf(signIn('diaodu', 'wrong'))).toBe('signInFailed');
    }
    // A right one in between begins the count anew.
    await signIn('diaodu', PASSWORD);
    // Wherever they come from, but for where the person has been.
    for (let count = 0; count < 4; count += 1) {
      expect(await codeOf(signIn('diaodu', 'wrong', `192.0.2.3${count}`))).toBe('signInFailed');
    }
    await expect(signIn('diaodu', 'wrong', '192.0.2.21')).rejects.toMatchObject({ code: 'accountLocked', params: { untilAt: expect.closeTo(test.now() + 900_000, -4) } });
    expect(await codeOf(signIn('diaodu', PASSWORD, '192.0.2.21'))).toBe('accountLocked');
    expect(await entries('user.lockedOut')).toMatchObject([{ subject: `user/${userId}`, actor: { kind: 'hall' }, data: { remoteAddress: '192.0.2.21' } }]);
    test = await test.restart();
    expect(await codeOf(signIn('diaodu', PASSWORD, '192.0.2.22'))).toBe('accountLocked');
    test.pass(901_000);
    expect(await codeOf(signIn('diaodu', PASSWORD, '192.0.2.22'))).toBe('in');
    expect(await test.storage.stores.credentials.find(userId)).toMatchObject({ failures: 0, lockedUntilAt: null });
  });

  it('a stranger’s guesses do not keep a person from the desk they know; guesses at that desk do', async () => {
    test = await startTestIdentity();
    const userId = await test.addUser({ username: 'zhihui', password: PASSWORD });
    const [desk, stranger] = ['192.0.2.20', '192.0.2.66'];
    expect(await codeOf(signIn('zhihui', PASSWORD, desk))).toBe('in');
    const guess = async (times: number, from: string) => {
      const codes = [];
      for (let count = 0; count < times; count += 1) {
        codes.push(await codeOf(signIn('zhihui', 'wrong', from)));
      }
      return codes;
    };
    const locking = [...Array.from({ length: 4 }, () => 'signInFailed'), 'accountLocked'];
    expect(await guess(5, stranger)).toEqual(locking);
    expect(await codeOf(signIn('zhihui', PASSWORD, '192.0.2.67'))).toBe('accountLocked');
    expect(await codeOf(signIn('zhihui', PASSWORD, desk))).toBe('in');
    test = await test.restart();
    expect(await codeOf(signIn('zhihui', PASSWORD, desk))).toBe('in');
    // That the person came in does not give strangers more guesses.
    expect(await codeOf(signIn('zhihui', PASSWORD, stranger))).toBe('accountLocked');
    expect(await guess(5, desk)).toEqual(locking);
    expect(await codeOf(signIn('zhihui', PASSWORD, desk))).toBe('accountLocked');
    expect((await entries('user.lockedOut')).map(({ data }) => (data as { remoteAddress: string }).remoteAddress)).toEqual([stranger, desk]);
    const credential = (await test.storage.stores.credentials.find(userId))!;
    await test.storage.stores.credentials.put({ ...credential, failures: 0, lockedUntilAt: null });
    expect(await codeOf(signIn('zhihui', PASSWORD, desk))).toBe('in');
  });

  it('an account’s right password is taken so often a minute, that nobody keeps the hall busy with their own', async () => {
    test = await startTestIdentity();
    await test.addUser({ username: 'diaodu', password: PASSWORD });
    await test.addUser({ username: 'zhihui', password: PASSWORD });
    const codes = await Promise.all(Array.from({ length: 36 }, () => codeOf(signIn('diaodu', PASSWORD))));
    expect(codes.filter((code) => code === 'in').length).toBeLessThan(33);
    expect(codes).toContain('tooManyRequests');
    expect(await codeOf(signIn('zhihui', PASSWORD))).toBe('in');
  });

  it('an address that fails ten times in a minute has to wait, and others need not', async () => {
    test = await startTestIdentity();
    await test.addUser({ username: 'diaodu', password: PASSWORD });
    const codes = [];
    for (let count = 0; count < 12; count += 1) {
      codes.push(await codeOf(signIn(`nobody${count}`, 'wrong', '192.0.2.66')));
    }
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 'signInFailed'), 'tooManyRequests', 'tooManyRequests']);
    expect(await codeOf(signIn('diaodu', PASSWORD, '192.0.2.66'))).toBe('tooManyRequests');
    expect(await codeOf(signIn('diaodu', PASSWORD, '192.0.2.67'))).toBe('in');
    test.pass(61_000);
    expect(await codeOf(signIn('diaodu', PASSWORD, '192.0.2.66'))).toBe('in');
  });

  it('makes a weak hash anew at the next sign-in', async () => {
    test = await startTestIdentity();
    const userId = await test.addUser({ username: 'diaodu', password: PASSWORD });
    const { credentials } = test.storage.stores;
    const weak = await hashPassword(PASSWORD, { memory: 1_024, passes: 1, parallelism: 1 });
    await credentials.put({ ...(await credentials.find(userId))!, passwordHash: weak });
    expect(await codeOf(signIn('diaodu', PASSWORD))).toBe('in');
    expect((await credentials.find(userId))?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await codeOf(signIn('diaodu', PASSWORD))).toBe('in');
  });

  it('an account that is closed while its password is being checked does not get in', async () => {
    test = await startTestIdentity();
    const userId = await test.addUser({ username: 'diaodu', password: PASSWORD });
    const attempt = codeOf(signIn('diaodu', PASSWORD));
    await closeAccount(userId);
    expect(await attempt).toBe('signInFailed');
    expect(await entries('session.signedIn')).toEqual([]);
  });

  it('says at once that nobody can be let in while nothing can be recorded', async () => {
    test = await startTestIdentity();
    await test.addUser({ username: 'diaodu', password: PASSWORD });
    const { token } = await signIn('diaodu', PASSWORD);
    await test.storage.close();
    // The log has not noticed yet; the accounts cannot be read.
    expect(test.log.status.writable).toBe(true);
    expect(await codeOf(signIn('diaodu', PASSWORD))).toBe('logUnavailable');
    expect(await codeOf(test.admit({ token, purpose: 'desk', remoteAddress: '192.0.2.20' }))).toBe('logUnavailable');
    const broken = test.log.execute({ commandId: null, name: 'x', input: {}, actor: { kind: 'hall' }, via: null, decide: (state) => closeUser(state, { userId: state.users.first()!.userId, expectedVersion: 1, reason: '调离' }) });
    await expect(broken).rejects.toMatchObject({ code: 'logUnavailable' });
    expect(await codeOf(signIn('diaodu', PASSWORD))).toBe('logUnavailable');
    expect(await codeOf(signIn('diaodu', 'wrong'))).toBe('logUnavailable');
    expect(await codeOf(test.guestHandlers['session.redeemCode']({ code: '0000-0000', client }, test.guest()))).toBe('logUnavailable');
  });

  it('an account that was closed, or a person of other roles, is what the log says now', async () => {
    test = await startTestIdentity();
    const userId = await test.addUser({ username: 'diaodu', password: PASSWORD });
    const { token } = await signIn('diaodu', PASSWORD);
    await expect(test.admit({ token, purpose: 'wall', remoteAddress: '192.0.2.20' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(test.admit({ token, purpose: 'operator', remoteAddress: '192.0.2.20' })).rejects.toMatchObject({ code: 'forbidden' });
    await test.log.execute({
      commandId: null, name: 'user.change', input: {}, actor: { kind: 'hall' }, via: null,
      decide: (state) => changeUser(state, { userId, expectedVersion: state.users.get(userId)!.version, name: '林晓燕', roles: ['witness'] }),
    });
    const session = await test.session(token);
    expect(session).toMatchObject({ actor: { name: '林晓燕' }, person: { roles: ['witness'] } });
    expect([...session.capabilities]).toEqual(['session.use', 'password.change']);
    await closeAccount(userId);
    await expect(test.admit({ token, purpose: 'desk', remoteAddress: '192.0.2.20' })).rejects.toMatchObject({ code: 'tokenRevoked' });
  });

  it('sign-out ends the sign-in and its connections', async () => {
    test = await startTestIdentity();
    await test.addUser({ username: 'diaodu', password: PASSWORD });
    const { token, tokenId } = await signIn('diaodu', PASSWORD);
    await test.sessionHandlers['session.signOut']({}, await test.session(token));
    await expect(test.admit({ token, purpose: 'desk', remoteAddress: '192.0.2.20' })).rejects.toMatchObject({ code: 'tokenRevoked' });
    await expect.poll(() => test.ended).toEqual([{ tokenIds: [tokenId], reason: 'unauthorised' }]);
    expect(await entries('session.signedOut')).toMatchObject([{ subject: `session/${tokenId}`, actor: { kind: 'person' } }]);
  });

  it('a one-time password allows nothing but its change, which ends the person’s other sign-ins', async () => {
    test = await startTestIdentity();
    await test.addUser({ username: 'diaodu', password: PASSWORD, mustChange: true });
    const other = await signIn('diaodu', PASSWORD);
    const own = await signIn('diaodu', PASSWORD);
    const session = await test.session(own.token);
    expect([...session.capabilities]).toEqual(['session.use', 'password.change']);
    const change = (present: string, next: string) => test.sessionHandlers['session.changePassword']({ present, next }, session);
    await expect(change('wrong', 'New-Horse-43!')).rejects.toMatchObject({ code: 'signInFailed' });
    await expect(change(PASSWORD, 'short')).rejects.toMatchObject({ code: 'passwordWeak', params: { reason: 'short' } });
    await expect(change(PASSWORD, 'Diaodu-Horse-43')).rejects.toMatchObject({ code: 'passwordWeak', params: { reason: 'name' } });
    await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject({ code: 'passwordWeak', params: { reason: 'same' } });
    await change(PASSWORD, 'New-Horse-43!');
    await expect.poll(() => test.ended).toEqual([
      { tokenIds: [other.tokenId], reason: 'unauthorised' },
      { tokenIds: [own.tokenId], reason: 'rightsChanged' },
    ]);
    await expect(test.admit({ token: other.token, purpose: 'desk', remoteAddress: '192.0.2.20' })).rejects.toMatchObject({ code: 'tokenRevoked' });
    expect((await test.session(own.token)).capabilities.has('wall.edit')).toBe(true);
    expect(await codeOf(signIn('diaodu', PASSWORD))).toBe('signInFailed');
    expect(await codeOf(signIn('diaodu', 'New-Horse-43!'))).toBe('in');
    expect(await entries('user.passwordChanged')).toMatchObject([{ via: own.tokenId, data: {} }]);
  });

  it('the first start makes one administrator, whose password is told once and kept nowhere', async () => {
    test = await startTestIdentity();
    const first = await test.ensureFirstAdministrator();
    expect(first).toEqual({ username: 'admin', password: expect.stringMatching(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/) });
    expect(await test.ensureFirstAdministrator()).toBeNull();
    test = await test.restart();
    expect(await test.ensureFirstAdministrator()).toBeNull();
    const { token } = await signIn('admin', first!.password);
    expect(await test.session(token)).toMatchObject({ courtCode: '闽', person: { name: '系统管理员', roles: ['administrator'], mustChangePassword: true } });
    expect(JSON.stringify(await test.storage.journal.read({ after: 0, limit: 100 }))).not.toContain(first!.password);
  });
});
