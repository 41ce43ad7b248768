import { describe, expect, it, vi } from 'vitest';
import { bridgeEvents, calls, type WindowRole } from '#protocol/ipc/calls.ts';
import { DESK_CALLS, WALL_CALLS } from './bridgeNames.ts';
import { buildBridge } from './buildBridge.ts';

function door(reply: unknown) {
  const listeners = new Map<string, Set<(event: unknown, data: unknown) => void>>();
  return {
    invoke: vi.fn<(channel: string, input: unknown) => Promise<unknown>>(async () => reply),
    on: (channel: string, listener: (event: unknown, data: unknown) => void) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
    },
    removeListener: (channel: string, listener: (event: unknown, data: unknown) => void) => {
      listeners.get(channel)?.delete(listener);
    },
    emit: (channel: string, data: unknown) => listeners.get(channel)?.forEach((listener) => listener({ sender: 'secret' }, data)),
    channels: () => [...listeners.keys()],
  };
}

const bridgeOver = (fake: ReturnType<typeof door>) => buildBridge(fake as never, WALL_CALLS);

describe('the bridge', () => {
  it('offers each role exactly the calls the map gives it', () => {
    const namesFor = (role: WindowRole) =>
      Object.entries(calls)
        .filter(([, { roles }]) => (roles as readonly WindowRole[]).includes(role))
        .map(([name]) => name);
    expect([...DESK_CALLS]).toEqual(namesFor('desk'));
    expect([...WALL_CALLS]).toEqual(namesFor('wall'));
  });

  it('calls over the channel of that name and hands back the data', async () => {
    const fake = door({ ok: true, data: { purpose: 'wall' } });
    await expect(bridgeOver(fake).call['window.context'](undefined)).resolves.toEqual({ purpose: 'wall' });
    expect(fake.invoke).toHaveBeenCalledWith('hall:call:window.context', undefined);
  });

  it('rejects with the code when main refuses', async () => {
    const bridge = bridgeOver(door({ ok: false, code: 'forbidden' }));
    await expect(bridge.call['log.write']({ level: 'info', message: 'x' })).rejects.toThrow(/^forbidden$/);
  });

  it('hands over event data without the event, until told to stop', () => {
    const fake = door(null);
    const heard: unknown[] = [];
    const stop = bridgeOver(fake).on('display.identified', (data) => heard.push(data));
    fake.emit('hall:event:display.identified', { label: 'wall-1', forMs: 3_000 });
    stop();
    fake.emit('hall:event:display.identified', { label: 'again', forMs: 1 });
    expect(heard).toEqual([{ label: 'wall-1', forMs: 3_000 }]);
  });

  it('listens to the events of the map and to no other channel', () => {
    const fake = door(null);
    const bridge = bridgeOver(fake);
    for (const name of Object.keys(bridgeEvents)) bridge.on(name as keyof typeof bridgeEvents, () => undefined);
    expect(fake.channels()).toHaveLength(Object.keys(bridgeEvents).length);
    expect(() => bridge.on('hall:call:settings.get' as never, () => undefined)).toThrow('unknownMethod');
  });

  it('cannot be altered by the page and offers nothing more', () => {
    const bridge = bridgeOver(door(null));
    expect(Object.isFrozen(bridge) && Object.isFrozen(bridge.call)).toBe(true);
    expect(Object.keys(bridge)).toEqual(['call', 'on']);
  });
});
