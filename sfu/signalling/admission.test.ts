import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayOpen } from '#domain/access/roles.ts';
import { PURPOSES, TOKEN_ROLES, type TokenRole } from '#protocol/capabilities.ts';
import type { AppError } from '#protocol/errors.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import { newCommandId } from '../testing/newCommandId.ts';

const STRANGER = '0190a0b0-0000-7000-8000-000000000001';

describe('admission', () => {
  let test: TestHall;
  let token: string;
  beforeAll(async () => {
    test = await startTestHall({ config: { maxConnectionsPerAddress: 200 } });
    token = (await test.person()).token;
  });
  afterAll(() => test.close());

  /** What a desk with this token is told, and the code its socket is closed with. */
  const refusalOf = async (shown: string, purpose: (typeof PURPOSES)[number] = 'desk'): Promise<string> => {
    const client = await test.connect();
    const said = await client.hello({ token: shown, purpose }).then(() => 'open', (error: AppError) => error.code);
    return said === 'open' ? said : `${said} ${(await client.closed).code}`;
  };
  type Changes = { audience?: string; issuer?: string; alg?: string; role?: string; key?: KeyObject | Uint8Array; subject?: string; issuedAt?: number; expiresAt?: number; jti?: string };
  const signed = ({ audience = test.hallId, issuer = 'command-hall', alg = 'EdDSA', role = 'person', key = openSigningKey(test.storageDir, 'token').privateKey, subject = STRANGER, issuedAt = Date.now(), expiresAt = Date.now() + 60_000, jti = STRANGER }: Changes = {}) =>
    new SignJWT({ role })
      .setProtectedHeader({ alg })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(subject)
      .setJti(jti)
      .setIssuedAt(new Date(issuedAt))
      .setExpirationTime(new Date(expiresAt))
      .sign(key);
  const tokenOf = async (role: TokenRole): Promise<string> => {
    switch (role) {
      case 'unit': return (await test.unit()).token;
      case 'person': return (await test.person()).token;
      case 'operator': return test.operatorToken();
      default: return (await test.machine(role)).token;
    }
  };

  it('takes a good token and says who and where one is', async () => {
    const unit = await test.unit();
    const client = await test.connect();
    const welcome = await client.hello({ token: unit.token, purpose: 'unit' });
    expect(welcome).toMatchObject({
      hallId: test.hallId,
      hallName: '福建省高级人民法院执行指挥中心',
      frameClock: false,
      court: { courtCode: '闽0203', name: '厦门市思明区人民法院' },
      person: null,
      unit: { unitId: unit.unitId, name: '思明01', teamName: '执行一队', courtName: '厦门市思明区人民法院' },
    });
    expect(Math.abs(welcome.serverAt - Date.now())).toBeLessThan(2_000);
  });

  it('tells a person who they are and what they may do', async () => {
    const person = await test.person({ roles: ['dutyOfficer', 'judge'], courtCode: '闽02', name: '陈法官' });
    const client = await test.connect();
    const welcome = await client.hello({ token: person.token, purpose: 'desk' });
    expect(welcome).toMatchObject({
      court: { courtCode: '闽02', name: '厦门市中级人民法院' },
      person: { userId: person.userId, username: person.username, name: '陈法官', roles: ['dutyOfficer', 'judge'], mustChangePassword: false },
      unit: null,
    });
    expect(welcome.capabilities).toEqual(expect.arrayContaining(['session.use', 'password.change', 'duty.serve', 'wall.edit']));
    expect(welcome.capabilities).not.toContain('people.manage');
  });

  it('refuses forged tokens', async () => {
    const [header, payload = '', signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(await refusalOf('garbage')).toBe('tokenInvalid 4002');
    expect(await refusalOf(`${header}.${encoded({ ...claims, role: 'operator' })}.${signature}`, 'operator')).toBe('tokenInvalid 4002');
    for (const alg of ['none', 'None', 'NONE']) {
      expect(await refusalOf(`${encoded({ alg })}.${payload}.`)).toBe('tokenInvalid 4002');
      expect(await refusalOf(`${encoded({ alg })}.${payload}.${signature}`)).toBe('tokenInvalid 4002');
    }
    expect(await refusalOf(await signed({ key: generateKeyPairSync('ed25519').privateKey }))).toBe('tokenInvalid 4002');
    // The key of the log signs no tokens.
    expect(await refusalOf(await signed({ key: openSigningKey(test.storageDir, 'log').privateKey }))).toBe('tokenInvalid 4002');
    // The public key is no secret: it must not do as the secret of another algorithm.
    const publicPem = openSigningKey(test.storageDir, 'token').publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const hmacHeader = encoded({ alg: 'HS256' });
    const hmac = createHmac('sha256', publicPem).update(`${hmacHeader}.${payload}`).digest('base64url');
    expect(await refusalOf(`${hmacHeader}.${payload}.${hmac}`)).toBe('tokenInvalid 4002');
  });

  it('refuses tokens of another hall or issuer, expired ones, and ones that were never issued', async () => {
    expect(await refusalOf(await signed({ audience: 'another-hall' }))).toBe('tokenInvalid 4002');
    expect(await refusalOf(await signed({ issuer: 'someone' }))).toBe('tokenInvalid 4002');
    expect(await refusalOf(await signed({ role: 'admin' }))).toBe('tokenInvalid 4002');
    expect(await refusalOf(await signed({ expiresAt: Date.now() - 10_000 }))).toBe('tokenExpired 4002');
    expect(await refusalOf(await signed())).toBe('tokenRevoked 4002');
  });

  it('refuses a token that says something else than its record', async () => {
    const { jti } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { jti: string };
    expect(await refusalOf(await signed({ jti }))).toBe('tokenInvalid 4002');
    expect(await refusalOf(await signed({ jti, role: 'unit' }), 'unit')).toBe('tokenInvalid 4002');
  });

  it('takes an operator token for a minute and never a longer one', async () => {
    expect(await refusalOf(await test.operatorToken(), 'operator')).toBe('open');
    expect(await refusalOf(await test.operatorToken(Date.now() - 61_000), 'operator')).toBe('tokenExpired 4002');
    expect(await refusalOf(await signed({ role: 'operator', subject: 'root', expiresAt: Date.now() + 3_600_000 }), 'operator')).toBe('tokenInvalid 4002');
    expect(await refusalOf(await signed({ role: 'operator', subject: 'root', key: generateKeyPairSync('ed25519').privateKey }), 'operator')).toBe('tokenInvalid 4002');
  });

  it('accepts none of 500 mutated tokens', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const outcomes = new Map<string, number>();
    for (let round = 0; round < 500; round += 1) {
      // Not the last character: its low bits do not count in base64url.
      const at = (round * 7_919) % (token.length - 1);
      const other = alphabet[(alphabet.indexOf(token.charAt(at)) + 1 + (round % 60)) % alphabet.length] ?? '';
      const mutated = token.slice(0, at) + other + token.slice(at + 1);
      if (mutated !== token) {
        const client = await test.connect();
        const outcome = await client.hello({ token: mutated, purpose: 'desk' }).then(() => 'accepted', (error: AppError) => error.code);
        client.socket.terminate();
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }
    expect([...outcomes.keys()]).toEqual(['tokenInvalid']);
    expect(await refusalOf(token)).toBe('open');
  });

  it('refuses a revoked device and ends the session that has its token', async () => {
    const machine = await test.machine('console');
    const client = await test.enter('wall', { token: machine.token });
    const line = await test.operator();
    await line.request('device.revoke', { commandId: newCommandId(), deviceId: machine.deviceId, expectedVersion: 3, reason: '丢失' });
    expect(await client.closed).toEqual({ code: 4002, reason: 'unauthorised' });
    expect(await refusalOf(machine.token, 'wall')).toBe('tokenRevoked 4002');
  });

  it('refuses a revoked unit, a closed account and a session that was signed out', async () => {
    const line = await test.operator();
    const unit = await test.unit();
    const sent = await test.enter('unit', { token: unit.token });
    await line.request('unit.revoke', { commandId: newCommandId(), unitId: unit.unitId, expectedVersion: 3, reason: '报废' });
    expect((await sent.closed).code).toBe(4002);
    expect(await refusalOf(unit.token, 'unit')).toBe('tokenRevoked 4002');

    const closed = await test.person();
    const desk = await test.enter('desk', { token: closed.token });
    await line.request('user.close', { commandId: newCommandId(), userId: closed.userId, expectedVersion: 2, reason: '调离' });
    expect((await desk.closed).code).toBe(4002);
    expect(await refusalOf(closed.token)).toBe('tokenRevoked 4002');

    const leaving = await test.person();
    const [one, other] = [await test.enter('desk', { token: leaving.token }), await test.enter('desk', { token: leaving.token })];
    await one.request('session.signOut', {});
    expect((await one.closed).code).toBe(4002);
    expect((await other.closed).code).toBe(4002);
    expect(await refusalOf(leaving.token)).toBe('tokenRevoked 4002');
  });

  it('a person whose roles change comes back at once with the new rights', async () => {
    const person = await test.person({ roles: ['clerk'] });
    const desk = await test.enter('desk', { token: person.token });
    const { version } = (await (await test.operator()).request('user.change', { commandId: newCommandId(), userId: person.userId, expectedVersion: 2, name: '林', roles: ['dispatcher'] })).user;
    expect(version).toBe(3);
    expect(await desk.closed).toEqual({ code: 4009, reason: 'rightsChanged' });
    const again = await test.connect();
    expect((await again.hello({ token: person.token, purpose: 'desk' })).capabilities).toContain('wall.edit');
  });

  it('a person who must change the password may do nothing else', async () => {
    const { username, oneTimePassword } = await test.account({ roles: ['administrator'] });
    const { token: fresh } = await test.signIn(username, oneTimePassword);
    const desk = await test.connect();
    const welcome = await desk.hello({ token: fresh, purpose: 'desk' });
    expect(welcome.person?.mustChangePassword).toBe(true);
    expect(welcome.capabilities).toEqual(['session.use', 'password.change']);
    for (const [method, data] of [['hall.follow', { from: null }], ['user.sessions', {}], ['media.consume', {}], ['diagnostics.list', {}]] as const) {
      expect(await desk.ask(method, data)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
    expect(await desk.ask('session.changePassword', { present: oneTimePassword, next: 'password123' })).toMatchObject({ error: { code: 'passwordWeak' } });
    await desk.request('session.changePassword', { present: oneTimePassword, next: 'Liang-Jian-Ba-Min-1' });
    expect((await desk.closed).code).toBe(4009);
    const back = await test.connect();
    expect((await back.hello({ token: fresh, purpose: 'desk' })).capabilities).toContain('people.manage');
  });

  it.each([[0, 'protocolTooOld'], [1, 'protocolTooOld'], [65_535, 'protocolTooNew']])('refuses protocol %i', async (protocolVersion, code) => {
    const client = await test.connect();
    await expect(client.hello({ token, purpose: 'desk', protocolVersion })).rejects.toMatchObject({ code });
    expect((await client.closed).code).toBe(4003);
  });

  it('says that a stale client is stale even when its hello looks different', async () => {
    const client = await test.connect();
    expect(await client.ask('session.hello', { protocolVersion: 0, user: 'old' })).toMatchObject({ ok: false, error: { code: 'protocolTooOld' } });
    expect((await client.closed).code).toBe(4003);
  });

  it.each(TOKEN_ROLES)('token of a %s opens what its role may open and nothing else', async (role) => {
    const shown = await tokenOf(role);
    for (const purpose of PURPOSES) {
      expect(`${purpose} ${await refusalOf(shown, purpose)}`).toBe(`${purpose} ${mayOpen(role, purpose) ? 'open' : 'forbidden 4002'}`);
    }
  });

  it('a malformed hello may be said again', async () => {
    const client = await test.connect();
    expect(await client.ask('session.hello', { token })).toMatchObject({ ok: false, error: { code: 'badInput' } });
    await client.hello({ token, purpose: 'desk' });
  });

  it.each([
    ['https://evil.example', 403],
    ['http://127.0.0.1', 403],
    ['null', 403],
    ['app://hall.evil', 403],
    ['file://', 403],
  ])('origin %s is refused at the door', async (origin, status) => {
    await expect(test.connect({ headers: { origin } })).rejects.toThrow(String(status));
  });

  it('the console app, the hall’s own pages and programs that are no browser may connect', async () => {
    for (const headers of [{ origin: 'app://hall' }, { origin: `https://127.0.0.1:${test.hall.port}` }, { origin: `https://localhost:${test.hall.port}` }, {}]) {
      const client = await test.connect({ headers });
      expect(client.socket.readyState).toBe(client.socket.OPEN);
      client.socket.terminate();
    }
  });

  it('one address may not hold more sockets than it is allowed', async () => {
    const crowded = await startTestHall({ config: { maxConnectionsPerAddress: 3 } });
    try {
      const first = await crowded.connect();
      await crowded.connect();
      await expect.poll(() => crowded.connect().then(() => 'in', () => 'out')).toBe('in');
      await expect(crowded.connect()).rejects.toThrow('429');
      first.socket.close();
      await first.closed;
      await expect.poll(() => crowded.connect().then(() => 'in', () => 'out')).toBe('in');
    } finally {
      await crowded.close();
    }
  });
});
