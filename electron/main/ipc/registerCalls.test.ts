import { describe, expect, it, vi } from 'vitest';
import type { CallReply } from './callReply.ts';
import type { CallingWindow } from './checkSender.ts';
import { registerCalls, type CallHandlers, type InvokeDoor } from './registerCalls.ts';

const settings = { server: null, locale: 'zh-CN' as const, machine: 'console' as const, firstSlot: 1, wallDisplays: null, deskDisplay: null, videoBudgetMbps: null, streetsUrl: null };
const desk: CallingWindow = { role: 'desk', slotId: null };
const wall: CallingWindow = { role: 'wall', slotId: null };
const deskUrl = 'app://hall/apps/console/index.html';

function harness(overrides: Partial<CallHandlers> = {}) {
  const listeners = new Map<string, Parameters<InvokeDoor['handle']>[1]>();
  const warn = vi.fn<(details: object, message: string) => void>();
  const handlers: CallHandlers = {
    'window.context': () => { throw new Error('database password is hunter2'); },
    'settings.get': () => settings,
    'settings.save': vi.fn<CallHandlers['settings.save']>((input) => input.settings),
    'hall.probe': () => ({ outcome: 'away' as const }),
    'machine.enrol': () => ({ name: '' }),
    'person.keep': vi.fn<CallHandlers['person.keep']>(() => undefined),
    'person.forget': () => undefined,
    'browser.open': vi.fn<CallHandlers['browser.open']>(() => undefined),
    'displays.list': () => [],
    'displays.identify': () => undefined,
    'window.reload': () => ({ granted: true }),
    'log.write': () => undefined,
    ...overrides,
  };
  const windows = new Map([[1, desk], [2, wall]]);
  registerCalls({
    door: { handle: (channel, listener) => listeners.set(channel, listener) },
    handlers,
    windowOf: (id) => windows.get(id) ?? null,
    log: { info: warn, warn, error: warn },
  });
  const call = async (name: string, input: unknown, from: { id?: number; url?: string; inFrame?: boolean; gone?: boolean } = {}) => {
    const mainFrame = { url: from.url ?? deskUrl };
    const senderFrame = from.gone ? null : from.inFrame ? { url: deskUrl } : mainFrame;
    const listener = listeners.get(`hall:call:${name}`);
    if (listener === undefined) throw new Error(`no channel for ${name}`);
    return listener({ sender: { id: from.id ?? 1, mainFrame }, senderFrame } as never, input);
  };
  return { call, handlers, warn, channels: [...listeners.keys()] };
}

const refused = (code: string): CallReply => ({ ok: false, code }) as CallReply;

describe('registerCalls', () => {
  it('answers the desk', async () => {
    await expect(harness().call('settings.get', undefined)).resolves.toEqual({ ok: true, data: settings });
  });

  it.each([
    ['a frame inside the page', { inFrame: true }],
    ['a frame that is gone', { gone: true }],
    ['contents without a role', { id: 9 }],
    ['another site in a product window', { url: 'https://evil.example/apps/console/index.html' }],
    ['another page of ours in a desk window', { url: 'app://hall/apps/wall/index.html' }],
    ['a wall window, for a call of the desk', { id: 2, url: 'app://hall/apps/wall/index.html' }],
  ])('refuses %s before any handler runs', async (_who, from) => {
    const { call, handlers, warn } = harness();
    await expect(call('settings.save', { settings }, from)).resolves.toEqual(refused('forbidden'));
    expect(handlers['settings.save']).not.toHaveBeenCalled();
    expect(warn).toHaveBeenCalledOnce();
  });

  it('lets a wall window make its own calls', async () => {
    const from = { id: 2, url: 'app://hall/apps/wall/index.html' };
    await expect(harness().call('log.write', { level: 'warn', message: 'x' }, from)).resolves.toEqual({ ok: true, data: undefined });
  });

  it.each([
    ['nothing', undefined],
    ['a field too many', { settings, admin: true }],
    ['a plain http server', { settings: { ...settings, server: { url: 'http://hall', caFingerprint: 'a'.repeat(64) } } }],
    ['more than fits', { settings: { ...settings, streetsUrl: `https://${'x'.repeat(40_000)}` } }],
    ['what JSON cannot carry', { settings, more: 1n }],
  ])('refuses input with %s', async (_what, input) => {
    const { call, handlers } = harness();
    await expect(call('settings.save', input)).resolves.toEqual(refused('badInput'));
    expect(handlers['settings.save']).not.toHaveBeenCalled();
  });

  it.each(['http://login.court.cn/', 'file:///etc/passwd', 'javascript:alert(1)'])('does not hand %s to the browser', async (url) => {
    const { call, handlers } = harness();
    await expect(call('browser.open', { url })).resolves.toEqual(refused('badInput'));
    await expect(call('browser.open', { url: 'https://login.court.cn/' }, { id: 2, url: 'app://hall/apps/wall/index.html' })).resolves.toEqual(refused('forbidden'));
    await expect(call('person.keep', { token: 'x' }, { id: 2, url: 'app://hall/apps/wall/index.html' })).resolves.toEqual(refused('forbidden'));
    expect(handlers['browser.open']).not.toHaveBeenCalled();
    expect(handlers['person.keep']).not.toHaveBeenCalled();
  });

  it('keeps the cause of a failure in the log and shows the page a code', async () => {
    const { call, warn } = harness();
    const reply = await call('window.context', undefined);
    expect(reply).toEqual(refused('internal'));
    expect(JSON.stringify(reply)).not.toContain('hunter2');
    const [details] = warn.mock.lastCall ?? [];
    expect(details).toMatchObject({ cause: { message: 'database password is hunter2' } });
  });

  it('does not hand out what its schema does not know', async () => {
    const { call } = harness({ 'settings.get': () => ({ ...settings, locale: 'fr' }) as never });
    await expect(call('settings.get', undefined)).resolves.toEqual(refused('internal'));
  });
});
