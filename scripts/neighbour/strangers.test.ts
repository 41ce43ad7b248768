import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallRules } from '../../sfu/testing/smallRules.ts';
import { startTestHall, type TestHall } from '../../sfu/testing/testHall.ts';
import { fetchOver } from './fetchOver.ts';
import { createHallClient } from './hallClient.ts';
import type { NeighbourKeys } from './neighbour.ts';
import { befriend, INCOMING } from './rig.ts';

const rulesDir = smallRules();
let test: TestHall;
let keys: NeighbourKeys;
let ask: (path: string, init: RequestInit & { readonly token?: string }) => Promise<Response>;

beforeAll(async () => {
  test = await startTestHall({ config: { rulesDir } });
  keys = await befriend(test, null);
  const fetchHall = fetchOver(test.hall.caCertificatePem);
  ask = (path, { token = keys.token, headers, ...init }) => fetchHall(`${test.hall.url}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...(headers as Record<string, string>) } });
});
afterAll(async () => {
  await test?.close();
  rmSync(rulesDir, { recursive: true, force: true });
});

describe('the interface', () => {
  it('shows its own description to anybody, and nothing else', async () => {
    const page = await ask('/openapi.json', { token: '' });
    expect(await page.json()).toMatchObject({ openapi: '3.1.0', paths: expect.objectContaining({ '/tasks': expect.anything() }) });
    const wrong = [`${keys.token.slice(0, -1)}${keys.token.endsWith('A') ? 'B' : 'A'}`, '', 'x', keys.token.replace(keys.partnerId, crypto.randomUUID()), 'cp_'.repeat(60)];
    for (const token of wrong) {
      const refused = await ask('/tasks', { token });
      expect([refused.status, (await refused.json() as { code: string }).code]).toEqual([401, 'tokenInvalid']);
    }
  });

  it('takes no body that is too large, and no paper that is none or another one', async () => {
    const bytes = Buffer.from('%PDF-1.4 notice');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const put = (hash: string, body: Buffer, type = 'application/pdf') => ask(`/documents/${hash}`, { method: 'PUT', body: new Uint8Array(body), headers: { 'content-type': type } }).then(({ status }) => status);
    expect(await put(sha256, bytes)).toBe(200);
    expect(await put(sha256, Buffer.from('%PDF-1.4 another'))).toBe(415);
    expect(await put(sha256, bytes, 'text/html')).toBe(415);
    expect(await put('nothing', bytes)).toBe(404);
    expect(await put(createHash('sha256').update(Buffer.alloc(13 << 20)).digest('hex'), Buffer.alloc(13 << 20))).toBe(413);
    const long = await ask('/tasks', { method: 'POST', body: JSON.stringify({ ...INCOMING, title: 'x'.repeat(600_000) }), headers: { 'content-type': 'application/json', 'idempotency-key': 'too-large-1' } });
    expect([long.status, long.headers.get('content-type')]).toEqual([413, 'application/problem+json; charset=utf-8']);
  });

  it('asks for a key and a version where it needs them', async () => {
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ step: 'receive' });
    expect((await ask('/tasks', { method: 'POST', body: JSON.stringify(INCOMING), headers: json })).status).toBe(400);
    expect((await ask(`/tasks/${crypto.randomUUID()}/steps`, { method: 'POST', body, headers: { ...json, 'idempotency-key': 'one-two-three' } })).status).toBe(428);
    expect((await ask('/nowhere', {})).status).toBe(404);
    expect((await ask('/tasks', { method: 'DELETE' })).status).toBe(404);
  });

  it('holds up whoever calls too often, and nobody else', async () => {
    const busy = await befriend(test, null, { name: '海南高院执行指挥中心', province: '海南', courts: ['三亚市中级人民法院'] });
    const statuses: number[] = [];
    for (let round = 0; round < 25; round += 1) statuses.push(...(await Promise.all(Array.from({ length: 26 }, () => ask('/tasks', { token: busy.token }).then(({ status }) => status)))));
    expect(statuses.filter((status) => status === 200)).toHaveLength(600);
    expect(statuses.filter((status) => status === 429)).toHaveLength(50);
    expect((await ask('/flows', {})).status).toBe(200);
  });

  it('survives whatever is sent to it', async () => {
    // Partners of its own, because each may call so often only.
    const tokens = await Promise.all(Array.from({ length: 5 }, (_, index) => befriend(test, null, { name: `第${index}号中心`, province: '测试', courts: [`第${index}号人民法院`] }).then(({ token }) => token)));
    const taskId = crypto.randomUUID();
    const path = fc.constantFrom('/tasks', `/tasks/${taskId}`, `/tasks/${taskId}/steps`, `/tasks/${taskId}/talks`, `/tasks/${taskId}/personal`, `/tasks/%00/steps`, `/documents/${'a'.repeat(64)}`, `/webhooks/${keys.partnerId}`, '/flows?since=%F0', '/tasks?limit=-1&since=x');
    const value = fc.oneof(fc.json(), fc.object().map((object) => JSON.stringify(object)), fc.string(), fc.record(Object.fromEntries(Object.entries(INCOMING).map(([name, fact]) => [name, fc.oneof(fc.constant(fact), fc.anything())])), { requiredKeys: [] }).map((object) => JSON.stringify(object, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one))), fc.constant(randomBytes(500).toString('latin1')));
    const statuses = new Map<number, number>();
    let sent = 0;
    await fc.assert(fc.asyncProperty(path, fc.constantFrom('POST', 'PUT'), value, fc.constantFrom('application/json', 'application/pdf', 'text/plain', ''), async (where, method, body, type) => {
      const answer = await ask(where, { token: tokens[sent++ % tokens.length]!, method, body, headers: { ...(type === '' ? {} : { 'content-type': type }), 'idempotency-key': `fuzz-${sent}-key`, 'if-match': '"1"', 'webhook-id': 'fuzz-0001', 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)), 'webhook-signature': 'v1,AAAA' } });
      const problem = (await answer.json()) as { code?: string; detail?: string };
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      return answer.status >= 400 && answer.status <= 499 && typeof problem.code === 'string' && typeof problem.detail === 'string';
    }), { numRuns: 2_000 });
    // Most of it was read, and not turned away at the door.
    expect(statuses.get(429) ?? 0).toBeLessThan(400);
    expect((await createHallClient({ hall: test.hall.url, authorityPem: test.hall.caCertificatePem, token: keys.token }).flows()).flows).toHaveLength(1);
  }, 120_000);
});
