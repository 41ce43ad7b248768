import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { tmpdir, networkInterfaces } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCertificates, type Certificates } from './certificates.ts';
import { createHttpServer, type HttpServer } from './httpServer.ts';

const METRICS_TOKEN = 'a-token-for-the-metrics';
const ownAddress = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []).find((entry) => entry.family === 'IPv4' && !entry.internal)?.address;

describe('http', () => {
  let folder: string;
  let certificates: Certificates;
  let server: HttpServer;
  let port: number;
  let alive = 2;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'hall-http-'));
    for (const [name, text] of [['apps/field/index.html', '<p>field'], ['apps/console/index.html', '<p>console'], ['assets/a.js', 'let a'], ['.secret', 'x']] as const) {
      mkdirSync(path.dirname(path.join(folder, 'pages', name)), { recursive: true });
      writeFileSync(path.join(folder, 'pages', name), text);
    }
    writeFileSync(path.join(folder, 'outside.txt'), 'outside');
    certificates = await openCertificates({ storageFolder: folder, hosts: ['localhost', ...(ownAddress ? [ownAddress] : [])], now: Date.now() });
    server = await createHttpServer({
      certificates,
      fieldDir: path.join(folder, 'pages'),
      metrics: new Registry(),
      metricsToken: METRICS_TOKEN,
      health: () => ({ workers: 2, alive, sessions: 0, uptimeS: 1 }),
      pages: [{ path: '/own/page', handle: async ({ url, remoteAddress }) => ({ status: 403, html: `<p>${url.search} ${remoteAddress}` }) }],
      log: pino({ level: 'silent' }),
    });
    port = await server.listen({ host: '0.0.0.0', port: 0 });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const get = (url: string, { host = '127.0.0.1', headers = {} }: { host?: string; headers?: Record<string, string> } = {}) =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
      const sent = request({ host, port, path: url, headers, ca: certificates.authorityPem, servername: 'localhost', agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => { text += part; });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      sent.on('error', reject).end();
    });

  it('/healthz tells the state of the workers', async () => {
    expect(await get('/healthz')).toMatchObject({ status: 200, text: expect.stringContaining('"status":"ok"') });
    alive = 1;
    expect(await get('/healthz')).toMatchObject({ status: 200, text: expect.stringContaining('"status":"degraded"') });
    alive = 0;
    expect(await get('/healthz')).toMatchObject({ status: 503, text: expect.stringContaining('"status":"down"') });
  });

  it('a page of another room is answered by it, and is told the query and the peer', async () => {
    const page = await get('/own/page?state=a');
    expect(page).toMatchObject({ status: 403, text: '<p>?state=a 127.0.0.1', headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(await get('/own/page/more')).toMatchObject({ status: 404 });
  });

  it('/ca.crt is the authority', async () => {
    expect(await get('/ca.crt')).toMatchObject({ status: 200, text: certificates.authorityPem });
  });

  it('/field/ leads to the field page with its policy, and to its assets', async () => {
    const moved = await get('/field/');
    expect(moved).toMatchObject({ status: 302, headers: { location: '/field/apps/field/' } });
    const page = await get('/field/apps/field/', { headers: { host: 'hall.example:8443' } });
    expect(page).toMatchObject({ status: 200, text: '<p>field' });
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self' wss://hall.example:8443");
    expect(policy).not.toMatch(/'unsafe-eval'/);
    expect((await get('/field/assets/a.js')).text).toBe('let a');
  });

  it('a host header cannot write into the policy', async () => {
    const page = await get('/field/apps/field/', { headers: { host: "x; script-src 'unsafe-eval'" } });
    expect(String(page.headers['content-security-policy'] ?? '')).not.toMatch(/'unsafe-eval'/);
  });

  it.each([
    '/', '/nothing', '/field/nothing', '/field/assets/', '/field/assets', '/field/apps/', '/field/apps/console/', '/field/apps/console/index.html',
    '/field/apps%2fconsole%2findex.html', '/field//apps/console/index.html', '/field/./apps/console/index.html', '/field/x/../apps/console/index.html',
    '/field/../outside.txt', '/field/..%2foutside.txt', '/field/%2e%2e/outside.txt', '/field/.secret', '/field/%00',
  ])('%s shows nothing', async (url) => {
    const answer = await get(url);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(JSON.parse(answer.text)).toHaveProperty('error');
    expect(answer.text).not.toMatch(/outside|console|secret/);
  });

  it.each(['/healthz', '/ca.crt', '/field/apps/field/', '/field/', '/nothing', '/metrics'])('%s carries the security headers', async (url) => {
    const { headers } = await get(url);
    expect(headers).toMatchObject({
      'strict-transport-security': expect.stringContaining('max-age='),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
  });

  it('/metrics is for this machine', async () => {
    expect((await get('/metrics')).status).toBe(200);
  });

  it.runIf(ownAddress !== undefined)('/metrics from another address needs the token', async () => {
    const host = ownAddress!;
    expect((await get('/metrics', { host })).status).toBe(403);
    expect((await get('/metrics', { host, headers: { authorization: 'Bearer wrong' } })).status).toBe(403);
    expect((await get('/metrics', { host, headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).status).toBe(200);
  });
});
