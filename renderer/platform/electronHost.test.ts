import { describe, expect, it, vi } from 'vitest';
import type { DeskBridge, WallBridge } from '#protocol/ipc/calls.ts';
import { createElectronHost } from './electronHost.ts';

function wallBridge() {
  const call = {
    'window.context': vi.fn<() => Promise<unknown>>(() => Promise.resolve({ purpose: 'wall' })),
    'window.reload': vi.fn<() => Promise<unknown>>(() => Promise.resolve({ granted: true })),
    'log.write': vi.fn<(entry: unknown) => Promise<void>>(() => Promise.reject(new Error('main is gone'))),
  };
  return { call, on: vi.fn<() => () => void>(() => () => undefined) };
}

const server = { url: 'https://hall:8443', caFingerprint: 'a'.repeat(64) };

function deskBridge() {
  const answer = (value?: unknown) => vi.fn<(input: unknown) => Promise<unknown>>(() => Promise.resolve(value));
  const call = {
    'window.context': wallBridge().call['window.context'], 'log.write': wallBridge().call['log.write'], 'settings.get': answer(), 'settings.save': answer(), 'hall.probe': answer({ outcome: 'away' }), 'machine.enrol': answer({ name: '调度台一' }),
    'person.keep': answer(), 'person.forget': answer(), 'browser.open': answer(),
  };
  return { call, bridge: { ...wallBridge(), call } as unknown as DeskBridge };
}

describe('electron host', () => {
  it('has no desk and nobody signed in in a wall window', () => {
    const host = createElectronHost({ bridge: wallBridge() as unknown as WallBridge });
    expect([host.desk, host.person]).toEqual([null, null]);
  });

  it('lets a wall alone ask for its page anew', async () => {
    expect(await createElectronHost({ bridge: wallBridge() as unknown as WallBridge }).wall!.reload()).toBe(true);
    expect(createElectronHost({ bridge: deskBridge().bridge }).wall).toBeNull();
  });

  it('passes the desk\'s calls on', async () => {
    const { call, bridge } = deskBridge();
    const { desk, person } = createElectronHost({ bridge });
    const settings = { server, locale: 'zh-CN' as const, machine: 'console' as const, firstSlot: 1, wallDisplays: null, deskDisplay: null, videoBudgetMbps: null, streetsUrl: null };
    await desk!.saveSettings(settings);
    expect(await desk!.probe(server)).toEqual({ outcome: 'away' });
    expect(await desk!.enrol(server, '4F7K-29QX')).toBe('调度台一');
    await person!.keep('mine');
    await person!.forget();
    await person!.openBrowser('https://login.court.cn/');
    expect(call['settings.save']).toHaveBeenCalledWith({ settings });
    expect(call['machine.enrol']).toHaveBeenCalledWith({ server, code: '4F7K-29QX' });
    expect(call['person.keep']).toHaveBeenCalledWith({ token: 'mine' });
    expect(call['person.forget']).toHaveBeenCalledOnce();
    expect(call['browser.open']).toHaveBeenCalledWith({ url: 'https://login.court.cn/' });
  });

  it('turns main\'s refusal into the error of its code', async () => {
    const { call, bridge } = deskBridge();
    const { desk, person } = createElectronHost({ bridge });
    call['machine.enrol'].mockRejectedValue(new Error('codeInvalid'));
    await expect(desk!.enrol(server, 'x')).rejects.toMatchObject({ code: 'codeInvalid' });
    call['browser.open'].mockRejectedValue(new Error('main is gone'));
    await expect(person!.openBrowser('x')).rejects.toMatchObject({ code: 'internal' });
  });

  it('cuts long messages and survives a main process that does not answer', async () => {
    const bridge = wallBridge();
    createElectronHost({ bridge: bridge as unknown as WallBridge }).log('error', 'x'.repeat(9_000));
    await Promise.resolve();
    expect(bridge.call['log.write']).toHaveBeenCalledWith({ level: 'error', message: 'x'.repeat(4_096) });
  });
});
