import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestIdentity, type TestIdentity } from '../../testing/testIdentity.ts';

const client = { name: '调度席', version: '1' };
const CALLBACK = 'https://192.0.2.7:8443/oidc/callback';
const PASSWORD = 'Right-Horse-42';

describe('sign-in at an identity provider', () => {
  let test: TestIdentity;
  let server: Server;
  beforeEach(async () => {
    server = createServer();
    const issuer = await listen(server);
    serve(server, issuer);
    test = await startTestIdentity({ config: { oidc: { issuer, clientId: 'hall', clientSecret: 'secret-of-the-hall', name: '统一身份认证', usernameClaim: 'preferred_username' } } });
  });
  afterEach(async () => {
    await test.dispose();
    server.closeAllConnections();
    server.close();
  });

  const begin = (remoteAddress?: string) => test.guestHandlers['session.beginOidc']({ client }, test.guest(remoteAddress));
  const finish = (ticket: string, remoteAddress?: string) => test.guestHandlers['session.finishOidc']({ ticket }, test.guest(remoteAddress));
  const comeBack = (url: string, remoteAddress = '192.0.2.20') => test.pages[0]!.handle({ url: new URL(url), remoteAddress });
  /** As the person with a browser does it: the provider's own pages and cookies. */
  const signInAs = async (login: string, remoteAddress?: string) => {
    const { ticket, url } = await begin(remoteAddress);
    const waiting = Promise.resolve(finish(ticket, remoteAddress)).then((issued) => ({ issued, code: 'in' }), (error: { code: string }) => ({ issued: null, code: error.code }));
    const page = await comeBack(await walk(url, login), remoteAddress);
    return { page, ...(await waiting) };
  };

  it('lets the person in by the name at the provider, binds the two, and finds them by the binding from then on', async () => {
    const userId = await test.addUser({ username: 'diaodu', password: PASSWORD, mustChange: true });
    expect(test.guestHandlers['session.welcome']({}, test.guest())).toMatchObject({ oidcName: '统一身份认证' });
    const { page, issued } = await signInAs('diaodu');
    expect(page).toMatchObject({ status: 200, html: expect.stringContaining('登录已确认') });
    expect(await test.session(issued!.token)).toMatchObject({ userId, person: { mustChangePassword: false } });
    const bound = await test.storage.stores.credentials.find(userId);
    expect(bound).toMatchObject({ passwordHash: null, mustChange: false, oidcSubject: expect.stringMatching(/#diaodu$/) });
    const entry = (await test.storage.journal.read({ after: 0, limit: 100 })).find(({ name }) => name === 'session.signedIn');
    expect(entry).toMatchObject({ via: issued!.tokenId, data: { userId, method: 'oidc', clientName: '调度席' } });
    expect((await signInAs('diaodu')).code).toBe('in');
  });

  it('nobody gets in without an active account, or into one that is another’s', async () => {
    expect((await signInAs('stranger')).code).toBe('signInFailed');
    const userId = await test.addUser({ username: 'diaodu', password: PASSWORD });
    const { credentials } = test.storage.stores;
    await credentials.put({ ...(await credentials.find(userId))!, oidcSubject: 'https://elsewhere#diaodu' });
    expect((await signInAs('diaodu')).code).toBe('signInFailed');
    expect((await test.storage.journal.read({ after: 0, limit: 100 })).some(({ name }) => name === 'session.signedIn')).toBe(false);
  });

  it('a browser that comes back twice, with another’s state, or from another machine changes nothing', async () => {
    await test.addUser({ username: 'diaodu', password: PASSWORD });
    const { ticket, url } = await begin();
    const back = await walk(url, 'diaodu');
    expect(await comeBack(back, '192.0.2.66')).toMatchObject({ status: 403 });
    expect(await comeBack(`${CALLBACK}?code=x&state=y`)).toMatchObject({ status: 400 });
    expect(await comeBack(CALLBACK)).toMatchObject({ status: 400 });
    await expect(finish(ticket, '192.0.2.66')).rejects.toMatchObject({ code: 'oidcFailed' });
    const waiting = finish(ticket);
    expect(await comeBack(back)).toMatchObject({ status: 200 });
    expect(await comeBack(back)).toMatchObject({ status: 400 });
    expect(await waiting).toHaveProperty('token');
    await expect(finish(ticket)).rejects.toMatchObject({ code: 'oidcFailed' });
  });

  it('a code that the provider did not give, or not for this visit, is refused', async () => {
    await test.addUser({ username: 'diaodu', password: PASSWORD });
    const one = await begin();
    const other = await begin();
    const [stolen, own] = [new URL(await walk(one.url, 'diaodu')), new URL(await walk(other.url, 'diaodu'))];
    own.searchParams.set('code', stolen.searchParams.get('code')!);
    const waiting = Promise.resolve(finish(other.ticket)).catch((error: { code: string }) => error.code);
    expect(await comeBack(own.href)).toMatchObject({ status: 502 });
    expect(await waiting).toBe('oidcFailed');
  });

  it('the hall starts and goes on while the provider is away, and asks it anew at the next visit', async () => {
    await test.addUser({ username: 'diaodu', password: PASSWORD });
    const { port } = server.address() as AddressInfo;
    const [handler] = server.listeners('request') as Parameters<typeof createServer>[0][];
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(begin()).rejects.toMatchObject({ code: 'oidcFailed' });
    server = createServer(handler!);
    await listen(server, port);
    expect((await signInAs('diaodu')).code).toBe('in');
  });

  it('without a provider there is no such way in', async () => {
    const plain = await startTestIdentity();
    expect(plain.pages).toEqual([]);
    expect(() => plain.guestHandlers['session.beginOidc']({ client }, plain.guest())).toThrow(expect.objectContaining({ code: 'notFound' }));
    await plain.dispose();
  });
});

function listen(server: Server, port = 0): Promise<string> {
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function serve(server: Server, issuer: string): void {
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'hall', client_secret: 'secret-of-the-hall', redirect_uris: [CALLBACK] }],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    findAccount: (_: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) }),
    cookies: { keys: ['of-the-test'] },
    pkce: { required: () => true },
  });
  server.on('request', provider.callback());
}

/** Follows the provider's pages, signs in and consents; answers where the browser is sent back to. */
async function walk(start: string, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let request: { url: string; body?: URLSearchParams } = { url: start };
  for (let step = 0; step < 12; step += 1) {
    const answer = await fetch(request.url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(request.body === undefined ? {} : { method: 'POST', body: request.body }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    const page = await answer.text();
    if (location !== null) {
      const next = new URL(location, request.url).href;
      if (next.startsWith(CALLBACK)) {
        return next;
      }
      request = { url: next };
    } else {
      const action = /action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (action === undefined || prompt === undefined) {
        throw new Error(`the provider shows no form: ${answer.status} ${page.slice(0, 300)}`);
      }
      request = { url: new URL(action, request.url).href, body: new URLSearchParams({ prompt, login, password: 'any' }) };
    }
  }
  throw new Error('the provider sends the browser round in circles');
}
