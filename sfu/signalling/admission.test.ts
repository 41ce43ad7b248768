import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOKEN_ROLES, PURPOSES } from '#protocol/capabilities.ts';
import { mayOpen } from '#domain/access/roles.ts';
import { AppError } from '#protocol/errors.ts';
import { openSigningKey } from '../identity/signingKey.ts';
import { createTokenAuthority } from '../identity/tokenAuthority.ts';
import { enrolFor, startTestHall, type TestHall } from '../testHall.ts';

describe('admission', () => {
  let test: TestHall;
  beforeAll(async () => {
    test = await startTestHall({ config: { maxConnectionsPerAddress: 40 } });
  });
  afterAll(() => test.close());

  /** What a desk with this token is told, and the code its socket is closed with. */
  const refusalOf = async (token: string): Promise<string> => {
    const client = await test.connect();
    const said = await client.hello({ token, purpose: 'desk' }).then(() => 'open', (error: AppError) => error.code);
    return `${said} ${(await client.closed).code}`;
  };
  const signed = (key: ReturnType<typeof openSigningKey>['privateKey'], changes: { audience?: string; issuer?: string; alg?: string; claims?: object; expiresAt?: number } = {}) =>
    new SignJWT({ role: 'console', ...changes.claims })
      .setProtectedHeader({ alg: changes.alg ?? 'EdDSA' })
      .setIssuer(changes.issuer ?? 'command-hall')
      .setAudience(changes.audience ?? test.storage.hallId)
      .setSubject('0190a0b0-0000-7000-8000-000000000001')
      .setJti('0190a0b0-0000-7000-8000-000000000002')
      .setExpirationTime(new Date(changes.expiresAt ?? Date.now() + 60_000))
      .sign(key);

  it('takes a good token and says who and where one is', async () => {
    const { token, identity } = await enrolFor(test.enrolment, 'unit');
    const client = await test.connect();
    const welcome = await client.hello({ token, purpose: 'unit' });
    expect(welcome).toMatchObject({
      hallId: test.storage.hallId,
      hallName: '福建省高级人民法院执行指挥中心',
      frameClock: false,
      unit: { unitId: identity.unitId, name: '思明01', teamName: '执行一队', courtName: '厦门市思明区人民法院' },
    });
    expect(Math.abs(welcome.serverAt - Date.now())).toBeLessThan(2_000);
  });

  it('refuses forged tokens', async () => {
    const { token } = await enrolFor(test.enrolment, 'desk');
    const [header, payload, signature] = token.split('.');
    const admin = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload!, 'base64url').toString()), role: 'observer' })).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(await refusalOf('garbage')).toBe('tokenInvalid 4002');
    expect(await refusalOf(`${header}.${admin}.${signature}`)).toBe('tokenInvalid 4002');
    expect(await refusalOf(`${none}.${payload}.`)).toBe('tokenInvalid 4002');
    expect(await refusalOf(await signed(generateKeyPairSync('ed25519').privateKey))).toBe('tokenInvalid 4002');
  });

  it('refuses tokens of another hall or issuer, expired ones, and ones that were never issued', async () => {
    const { privateKey } = openSigningKey(test.storageDir);
    expect(await refusalOf(await signed(privateKey, { audience: 'another-hall' }))).toBe('tokenInvalid 4002');
    expect(await refusalOf(await signed(privateKey, { issuer: 'someone' }))).toBe('tokenInvalid 4002');
    expect(await refusalOf(await signed(privateKey, { claims: { role: 'admin' } }))).toBe('tokenInvalid 4002');
    expect(await refusalOf(await signed(privateKey, { expiresAt: Date.now() - 10_000 }))).toBe('tokenExpired 4002');
    expect(await refusalOf(await signed(privateKey))).toBe('tokenRevoked 4002');
  });

  it('accepts none of 500 mutated tokens', async () => {
    const authority = createTokenAuthority({ hallId: test.storage.hallId, key: openSigningKey(test.storageDir), tokens: test.storage.tokens, now: Date.now });
    const { token } = await enrolFor(test.enrolment, 'desk');
    await authority.verify(token);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let round = 0; round < 500; round += 1) {
      // Not the last character: its low bits do not count in base64url.
      const at = (round * 7919) % (token.length - 1);
      const other = alphabet[(alphabet.indexOf(token[at]!) + 1 + (round % 60)) % alphabet.length]!;
      const mutated = token.slice(0, at) + other + token.slice(at + 1);
      const outcome = await authority.verify(mutated).then(() => 'accepted', (error: unknown) => (error instanceof AppError ? 'refused' : 'crashed'));
      expect(outcome).toBe(mutated === token ? 'accepted' : 'refused');
    }
  });

  it('refuses a revoked token and ends the session that has it', async () => {
    const { token, identity } = await enrolFor(test.enrolment, 'desk');
    const client = await test.connect();
    await client.hello({ token, purpose: 'desk' });
    expect(await test.enrolment.revoke(identity.deviceId)).toBe(1);
    expect(await client.closed).toEqual({ code: 4002, reason: 'unauthorised' });
    expect(await refusalOf(token)).toBe('tokenRevoked 4002');
  });

  it.each([[0, 'protocolTooOld'], [65_535, 'protocolTooNew']])('refuses protocol %i', async (protocolVersion, code) => {
    const { token } = await enrolFor(test.enrolment, 'desk');
    const client = await test.connect();
    await expect(client.hello({ token, purpose: 'desk', protocolVersion })).rejects.toMatchObject({ code });
    expect((await client.closed).code).toBe(4003);
  });

  it('says that a stale client is stale even when its hello looks different', async () => {
    const client = await test.connect();
    expect(await client.ask('session.hello', { protocolVersion: 0, user: 'old' })).toMatchObject({ ok: false, error: { code: 'protocolTooOld' } });
    expect((await client.closed).code).toBe(4003);
  });

  it.each(TOKEN_ROLES.flatMap((role) => PURPOSES.map((purpose) => ({ role, purpose }))))('token of $role for purpose $purpose', async ({ role, purpose }) => {
    const { token } = await enrolFor(test.enrolment, role === 'console' ? 'desk' : role);
    const client = await test.connect();
    const outcome = await client.hello({ token, purpose }).then(
      () => 'open',
      async (error: AppError) => `${error.code} ${(await client.closed).code}`,
    );
    expect(outcome).toBe(mayOpen(role, purpose) ? 'open' : 'forbidden 4002');
    client.socket.terminate();
  });

  it('a malformed hello may be said again', async () => {
    const { token } = await enrolFor(test.enrolment, 'desk');
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
      await crowded.connect();
      await expect(crowded.connect()).rejects.toThrow('429');
      first.socket.close();
      await first.closed;
      await expect.poll(() => crowded.connect().then(() => 'in', () => 'out')).toBe('in');
    } finally {
      await crowded.close();
    }
  });
});
