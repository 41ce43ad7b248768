import { describe, expect, it, vi } from 'vitest';
import { createBrowserHost } from './browserHost.ts';
import { createUnitEnrolmentStore } from './unitEnrolment.ts';

const storageOver = (kept: Map<string, string>) => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});

/** As much of a window as a page's address, history and storage; `kept` outlives a reload. */
function openPage(address: string, kept = new Map<string, string>(), onDevice = new Map<string, string>()) {
  const url = new URL(address);
  const target = new EventTarget();
  const window = Object.assign(target, {
    location: { origin: url.origin, hash: url.hash, pathname: url.pathname, search: url.search },
    history: {
      replaceState: (_: unknown, __: string, path: string) => {
        const next = new URL(path, url);
        Object.assign(window.location, { hash: next.hash, pathname: next.pathname, search: next.search });
      },
    },
    sessionStorage: storageOver(kept),
    localStorage: storageOver(onDevice),
    open: vi.fn<typeof globalThis.open>(() => null),
  });
  const host = createBrowserHost({ window: window as unknown as Window, purpose: 'unit', appVersion: '0.1.0' });
  const shown = () => `${window.location.origin}${window.location.pathname}${window.location.search}${window.location.hash}`;
  return { host, window, kept, shown, enrolment: () => createUnitEnrolmentStore(window) };
}

describe('browser host', () => {
  it('takes the token out of the address bar and keeps it for the tab', async () => {
    const first = openPage('https://hall:8443/field.html?name=phone#token=secret&tab=2');
    expect((await first.host.context()).token).toBe('secret');
    expect(first.shown()).toBe('https://hall:8443/field.html?name=phone#tab=2');
    const reloaded = openPage(first.shown(), first.kept);
    expect(await reloaded.host.context()).toMatchObject({ token: 'secret', server: { url: 'https://hall:8443' }, purpose: 'unit', deviceName: 'phone', locale: 'zh-CN' });
  });

  it('never gives one hall\'s token to another', async () => {
    const { kept } = openPage('https://hall:8443/field.html#token=secret');
    const lured = openPage('https://hall:8443/field.html?server=https://elsewhere.example', kept);
    expect(await lured.host.context()).toMatchObject({ server: { url: 'https://elsewhere.example' }, token: null });
  });

  it.each(['http://hall:8443', 'javascript:alert(1)', 'nonsense', ''])('does not hear of the server %o', async (server) => {
    const { host } = openPage(`https://hall:8443/?server=${encodeURIComponent(server)}`);
    expect((await host.context()).server).toEqual({ url: 'https://hall:8443' });
  });

  it('takes the place and purpose from the address when they are real ones', async () => {
    expect(await openPage('https://hall/?purpose=wall&slot=wall-3').host.context()).toMatchObject({ purpose: 'wall', slotId: 'wall-3' });
    expect(await openPage('https://hall/?purpose=king&slot=wall-0').host.context()).toMatchObject({ purpose: 'unit', slotId: null });
  });

  it('tells when a new link in the same tab brings another token', async () => {
    const { host, window } = openPage('https://hall/#token=one');
    let told = 0;
    host.onContextChanged(() => (told += 1));
    window.location.hash = '#token=two';
    window.dispatchEvent(new Event('hashchange'));
    expect(told).toBe(1);
    expect((await host.context()).token).toBe('two');
    window.dispatchEvent(new Event('hashchange'));
    expect(told).toBe(1);
  });

  it('keeps who signed in for this tab and this hall alone, and says so each time', async () => {
    const { host, kept } = openPage('https://hall:8443/');
    let told = 0;
    host.onContextChanged(() => (told += 1));
    await host.person!.keep('person-token');
    expect(await host.context()).toMatchObject({ personToken: 'person-token', token: null });
    expect((await openPage('https://hall:8443/?server=https://elsewhere.example', kept).host.context()).personToken).toBeNull();
    await host.person!.forget();
    expect((await host.context()).personToken).toBeNull();
    expect(told).toBe(2);
  });

  it('opens a sign-in page beside itself, without a way back into it', async () => {
    const { host, window } = openPage('https://hall:8443/');
    await host.person!.openBrowser('https://login.court.cn/');
    expect(window.open).toHaveBeenCalledWith('https://login.court.cn/', '_blank', 'noopener');
  });
});

describe('a unit\'s enrolment', () => {
  it('takes the code out of the address bar, keeps it over a reload, and ends it with the token', () => {
    const first = openPage('https://hall:8443/field/#code=4F7K-29QX&profile=sd');
    expect(first.enrolment()).toMatchObject({ code: '4F7K-29QX', kept: null });
    expect(first.shown()).toBe('https://hall:8443/field/#profile=sd');
    const onDevice = new Map<string, string>();
    const reloaded = openPage(first.shown(), first.kept, onDevice).enrolment();
    expect(reloaded.code).toBe('4F7K-29QX');
    reloaded.keep({ token: 'unit-token', name: '思明一号' });
    expect(reloaded).toMatchObject({ code: null, kept: { token: 'unit-token', name: '思明一号' } });
    expect(openPage('https://hall:8443/field/', new Map(), onDevice).enrolment().kept?.name).toBe('思明一号');
    expect(openPage('https://hall:8443/field/?server=https://elsewhere.example', new Map(), onDevice).enrolment().kept).toBeNull();
  });

  it('drops a code that is no good, and is nobody when what it kept cannot be read', () => {
    const { enrolment } = openPage('https://hall:8443/#code=X', new Map(), new Map([['unit https://hall:8443', '{"token":7}']]));
    const store = enrolment();
    expect(store.kept).toBeNull();
    store.dropCode();
    expect(store.code).toBeNull();
  });
});
