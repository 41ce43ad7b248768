import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { courtCode } from '#protocol/nouns/ids.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { parseConfig } from './config/schema.ts';
import { startHall } from './compose.ts';
import { createLogger } from './observability/logger.ts';
import { startTestHall } from './testing/testHall.ts';
import { newCommandId } from './testing/newCommandId.ts';
import { askHall } from './testing/standardHall.ts';

/** Everything that is written, at every level. */
function readLog() {
  const lines: string[] = [];
  return { lines, log: createLogger({ level: 'trace', destination: { write: (line) => void lines.push(line) } }) };
}

const client = { name: 'test', version: '1' };
const METRICS_TOKEN = 'metrics-token-that-is-secret';
const CLIENT_SECRET = 'client-secret-of-the-hall';
const STATE = 'state-of-a-browser-that-came-back';

it('no password, token or code is ever written into the program’s log, whatever goes wrong with it', async () => {
  const { lines, log } = readLog();
  const oidc = { issuer: 'http://127.0.0.1:1', clientId: 'hall', clientSecret: CLIENT_SECRET };
  const test = await startTestHall({ log, config: { metricsToken: METRICS_TOKEN, oidc } });
  const secrets: string[] = [METRICS_TOKEN, CLIENT_SECRET, STATE, test.hall.firstAdministrator!.password];
  try {
    const operator = await test.operator();
    secrets.push(await test.operatorToken());
    const person = await test.person();
    const unit = await test.unit();
    secrets.push(person.password, person.token, unit.token);
    const { enrolment } = await operator.request('unit.issueCode', { commandId: newCommandId(), unitId: unit.unitId });
    const { oneTimePassword } = await operator.request('user.resetPassword', { commandId: newCommandId(), userId: person.userId });
    const encoder = await operator.request('unit.enrol', { commandId: newCommandId(), courtCode: courtCode.parse('闽0203'), name: '编码器', teamName: '固定监控', kind: 'camera' });
    const issued = await operator.request('unit.issueToken', { commandId: newCommandId(), unitId: encoder.unit.unitId });
    expect((await askHall(test, { method: 'POST', path: '/whip', token: issued.token, headers: { 'content-type': 'application/sdp' }, body: 'v=0' })).status).toBe(400);
    secrets.push(enrolment.code, oneTimePassword, encoder.enrolment.code, issued.token);

    const facts = { unitId: unit.unitId, secret: 'password-of-a-camera' };
    const camera = { protocol: 'rtsp', url: 'rtsp://127.0.0.1:1/stream', username: 'admin', transport: 'tcp' } as const;
    await operator.request('source.add', { commandId: newCommandId(), ...facts, label: '大门', address: camera });
    const { source, pushUrl } = await operator.request('source.add', { commandId: newCommandId(), ...facts, label: '车载', address: { protocol: 'srt' } });
    const again = await operator.request('source.newKey', { commandId: newCommandId(), sourceId: source.sourceId, expectedVersion: source.version });
    secrets.push(facts.secret, ...[pushUrl, again.pushUrl].map((url) => new URL(url ?? '').searchParams.get('passphrase') ?? 'no key was told'));
    await expect.poll(() => lines.some((line) => line.includes('"unreachable"')), { timeout: 15_000 }).toBe(true);

    const leader = await test.enter('desk', { roles: ['commander'] });
    const { feedId } = await test.feeds.open(unit.unitId, '外看');
    const given = await leader.request('grant.give', { commandId: newCommandId(), feedId, purpose: '测试', forName: '来宾', endsAt: Date.now() + 60_000 });
    secrets.push(given.token);
    for (const target of ['/whip', `/whep/${feedId}`, '/whep/sessions/none', `/whip?token=${given.token}`]) {
      for (const token of [given.token, unit.token]) {
        await askHall(test, { method: 'POST', path: target, token, headers: { 'content-type': 'application/sdp' }, body: 'v=0' });
      }
    }

    const guest = await test.connect();
    const wrong = ['session.signIn', 'session.redeemCode', 'session.beginOidc', 'session.finishOidc', 'session.hello'].flatMap((method) => [
      [method, { username: person.username, password: 'wrong-password-of-a-guest', client }],
      [method, { code: 'ABCD-EFGH', client }],
      [method, { ticket: 'ticket-of-a-guest', client }],
      [method, { 'wrong-password-of-a-guest': 1, client }],
    ] as const);
    for (const [method, data] of wrong) {
      await guest.ask(method, data);
    }
    secrets.push('wrong-password-of-a-guest', 'ABCD-EFGH', 'ticket-of-a-guest');
    const revoked = await test.connect();
    await revoked.ask('session.hello', { protocolVersion: PROTOCOL_VERSION, token: person.token, purpose: 'desk', client });
    await revoked.closed;
    const desk = await test.enter('desk', { token: (await test.signIn(person.username, oneTimePassword)).token });
    await desk.ask('session.changePassword', { present: oneTimePassword, next: 'weakweakweak' });
    await desk.ask('session.changePassword', { present: 'wrong-password-of-a-guest', next: 'Neu-Und-Gut-77' });
    secrets.push('weakweakweak', 'Neu-Und-Gut-77');
    await new Promise<void>((resolve, reject) => {
      get(`https://127.0.0.1:${test.hall.port}/oidc/callback?code=${STATE}&state=${STATE}`, { ca: test.hall.caCertificatePem, servername: 'localhost' }, (response) => {
        response.resume().on('end', () => resolve());
      }).on('error', reject);
    });
  } finally {
    await test.close();
  }
  const text = lines.join('\n');
  expect(lines.length).toBeGreaterThan(20);
  expect(text).toContain('request refused');
  expect(text).toContain('hello refused');
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
}, 60_000);

it('a database that cannot be reached is named without its password', async () => {
  const { lines, log } = readLog();
  const storageDir = mkdtempSync(path.join(tmpdir(), 'hall-secrets-'));
  const config = parseConfig({ storageDir, listenHost: '127.0.0.1', databaseUrl: 'postgres://hall:geheim-123@127.0.0.1:1/hall' });
  try {
    const failure = await startHall(config, { log }).then(() => 'started', (error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    for (let error: unknown = failure; error instanceof Error; error = error.cause) {
      expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('geheim-123');
    }
    expect(lines.join('\n')).not.toContain('geheim-123');
  } finally {
    rmSync(storageDir, { recursive: true, force: true });
  }
}, 60_000);
