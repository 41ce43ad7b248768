import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ReachableHosts } from './contentSecurityPolicy.ts';

const registered = vi.hoisted(() => vi.fn<(schemes: unknown) => void>());
vi.mock('electron', () => ({ net: {}, protocol: { registerSchemesAsPrivileged: registered } }));
const { answerAppRequest, registerAppScheme } = await import('./appScheme.ts');

const page = 'app://hall/apps/wall/index.html';

function site() {
  const folder = mkdtempSync(path.join(tmpdir(), 'hall-pages-'));
  const root = path.join(folder, 'renderer');
  mkdirSync(path.join(root, 'apps/wall'), { recursive: true });
  writeFileSync(path.join(root, 'apps/wall/index.html'), '<!doctype html>wall');
  writeFileSync(path.join(folder, 'secret.js'), 'secret');
  let hosts: ReachableHosts = { server: null, streetsUrl: null };
  const ask = (url: string, method = 'GET') =>
    // The parser of `Request` would fold `..` away; a hostile page's URL is folded by Chromium just so.
    answerAppRequest({ url, method } as Request, { root, hosts: () => hosts, developmentUrl: null });
  return { ask, setHosts: (next: ReachableHosts) => (hosts = next) };
}

describe('the app scheme', () => {
  it('is a standard, secure scheme that cannot bypass the policy', () => {
    registerAppScheme();
    expect(registered.mock.lastCall?.[0]).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
  });

  it('serves a page with its policy and its kind', async () => {
    const reply = await site().ask(page);
    expect(await reply.text()).toContain('wall');
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('makes the policy anew for each request, from the hall that is set then', async () => {
    const { ask, setHosts } = site();
    expect((await ask(page)).headers.get('content-security-policy')).not.toContain('wss:');
    setHosts({ server: { url: 'https://hall:8443', caFingerprint: 'a'.repeat(64) }, streetsUrl: null });
    expect((await ask(page)).headers.get('content-security-policy')).toContain('wss://hall:8443');
  });

  it.each(['app://hall/%2e%2e%2fsecret.js', 'app://hall/apps/%2e%2e/%2e%2e/%2e%2e/secret.js', 'app://hall/missing.js', 'app://evil/apps/wall/index.html'])(
    'answers %s with 404 and no content',
    async (url) => {
      const reply = await site().ask(url);
      expect(reply.status).toBe(404);
      expect(await reply.text()).toBe('');
    },
  );

  it('reads only', async () => {
    expect((await site().ask(page, 'POST')).status).toBe(405);
  });
});
