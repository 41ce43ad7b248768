import { describe, expect, it, vi } from 'vitest';
import type { DeskBridge, WallBridge } from '#protocol/ipc/calls.ts';
import { createElectronHost } from './electronHost.ts';

function wallBridge() {
  const call = {
    'window.context': vi.fn<() => Promise<unknown>>(() => Promise.resolve({ purpose: 'wall' })),
    'log.write': vi.fn<(entry: unknown) => Promise<void>>(() => Promise.reject(new Error('main is gone'))),
  };
  return { call, on: vi.fn<() => () => void>(() => () => undefined) };
}

describe('electron host', () => {
  it('has no desk in a wall window', () => {
    expect(createElectronHost({ bridge: wallBridge() as unknown as WallBridge }).desk).toBeNull();
  });

  it('passes the desk\'s calls on, with a token only when there is one', async () => {
    const save = vi.fn<(input: unknown) => Promise<unknown>>((input) => Promise.resolve(input));
    const bridge = { ...wallBridge(), call: { ...wallBridge().call, 'settings.get': vi.fn<() => void>(), 'settings.save': save } };
    const desk = createElectronHost({ bridge: bridge as unknown as DeskBridge }).desk!;
    const settings = { server: null, locale: 'zh-CN' as const, wallDisplays: null, deskDisplay: null, streetsUrl: null };
    await desk.saveSettings(settings);
    await desk.saveSettings(settings, 'token');
    expect(save.mock.calls).toEqual([[{ settings }], [{ settings, token: 'token' }]]);
  });

  it('cuts long messages and survives a main process that does not answer', async () => {
    const bridge = wallBridge();
    createElectronHost({ bridge: bridge as unknown as WallBridge }).log('error', 'x'.repeat(9_000));
    await Promise.resolve();
    expect(bridge.call['log.write']).toHaveBeenCalledWith({ level: 'error', message: 'x'.repeat(4_096) });
  });
});
