import { expect, it, vi } from 'vitest';
import { slotId } from '#protocol/nouns/ids.ts';
import { callHandlers, type HallMachine } from './callHandlers.ts';

const server = { url: 'https://hall:8443', caFingerprint: 'a'.repeat(64) };
const settings = { server, locale: 'zh-CN' as const, wallDisplays: null, deskDisplay: null, streetsUrl: null };

function machine() {
  const write = vi.fn<(details: object, message: string) => void>();
  const hallMachine: HallMachine = {
    settings: () => settings,
    save: vi.fn<HallMachine['save']>(async (saved) => saved),
    token: () => 'token',
    displays: () => [],
    identify: vi.fn<() => void>(),
    appVersion: '1.2.3',
    deviceName: 'desk-7',
    log: { info: write, warn: write, error: write },
  };
  return { hallMachine, write, handlers: callHandlers(hallMachine) };
}

const wall = { role: 'wall', slotId: slotId.parse('wall-2') } as const;

it('tells each window who it is', async () => {
  expect(await machine().handlers['window.context'](undefined, wall)).toEqual({
    purpose: 'wall',
    slotId: 'wall-2',
    server,
    token: 'token',
    locale: 'zh-CN',
    streetsUrl: null,
    appVersion: '1.2.3',
    deviceName: 'desk-7',
  });
});

it('keeps the token that is stored when a save brings none', async () => {
  const { handlers, hallMachine } = machine();
  const desk = { role: 'desk', slotId: null } as const;
  await handlers['settings.save']({ settings }, desk);
  await handlers['settings.save']({ settings, token: 'new' }, desk);
  expect(vi.mocked(hallMachine.save).mock.calls.map(([, token]) => token)).toEqual([null, 'new']);
});

it('logs what a window reports under the name of its slot', async () => {
  const { handlers, write } = machine();
  await handlers['log.write']({ level: 'error', message: 'lost' }, wall);
  expect(write).toHaveBeenCalledWith({ window: 'wall-2' }, 'lost');
});
