import { expect, it, vi } from 'vitest';
import { slotId } from '#protocol/nouns/ids.ts';
import { callHandlers, type HallMachine } from './callHandlers.ts';

const server = { url: 'https://hall:8443', caFingerprint: 'a'.repeat(64) };
const settings = { server, locale: 'zh-CN' as const, machine: 'console' as const, firstSlot: 1, wallDisplays: null, deskDisplay: null, videoBudgetMbps: null, streetsUrl: null };

function machine() {
  const write = vi.fn<(details: object, message: string) => void>();
  const hallMachine: HallMachine = {
    settings: () => settings,
    save: vi.fn<HallMachine['save']>(async (saved) => saved),
    token: () => 'token',
    personToken: () => 'person',
    keepPerson: vi.fn<HallMachine['keepPerson']>(),
    forgetPerson: vi.fn<HallMachine['forgetPerson']>(),
    probe: vi.fn<HallMachine['probe']>(async () => ({ outcome: 'away' })),
    enrol: vi.fn<HallMachine['enrol']>(async () => '调度台一'),
    openBrowser: vi.fn<HallMachine['openBrowser']>(async () => undefined),
    displays: () => [],
    identify: vi.fn<() => void>(),
    videoBudgetKbit: () => 20_000,
    reloadWall: vi.fn<HallMachine['reloadWall']>((place) => place === 'wall-2'),
    reloadsOf: (place) => (place === 'wall-2' ? 3 : 0),
    appVersion: '1.2.3',
    deviceName: 'desk-7',
    log: { info: write, warn: write, error: write },
  };
  return { hallMachine, write, handlers: callHandlers(hallMachine) };
}

const desk = { role: 'desk', slotId: null } as const;
const wall = { role: 'wall', slotId: slotId.parse('wall-2') } as const;

it('tells each window who it is', async () => {
  expect(await machine().handlers['window.context'](undefined, wall)).toEqual({
    purpose: 'wall',
    slotId: 'wall-2',
    server,
    token: 'token',
    personToken: null,
    enrolled: true,
    locale: 'zh-CN',
    streetsUrl: null,
    videoBudgetKbit: 20_000,
    reloads: 3,
    appVersion: '1.2.3',
    deviceName: 'desk-7',
  });
});

it('gives a desk the person\'s token and a wall the machine\'s, and neither the other\'s', async () => {
  const { handlers } = machine();
  expect(await handlers['window.context'](undefined, desk)).toMatchObject({ purpose: 'desk', token: null, personToken: 'person', enrolled: true });
});

it('loads a wall\'s page anew when main grants it', async () => {
  const { handlers } = machine();
  expect(await handlers['window.reload'](undefined, wall)).toEqual({ granted: true });
  expect(await handlers['window.reload'](undefined, { ...wall, slotId: slotId.parse('wall-3') })).toEqual({ granted: false });
});

it('passes on what a desk asks for', async () => {
  const { handlers, hallMachine } = machine();
  await handlers['settings.save']({ settings }, desk);
  expect(hallMachine.save).toHaveBeenCalledWith(settings);
  expect(await handlers['hall.probe']({ server }, desk)).toEqual({ outcome: 'away' });
  expect(await handlers['machine.enrol']({ server, code: '4F7K-29QX' }, desk)).toEqual({ name: '调度台一' });
  expect(hallMachine.enrol).toHaveBeenCalledWith(server, '4F7K-29QX');
  await handlers['person.keep']({ token: 'mine' }, desk);
  await handlers['person.forget'](undefined, desk);
  expect([vi.mocked(hallMachine.keepPerson).mock.calls, vi.mocked(hallMachine.forgetPerson).mock.calls]).toEqual([[['mine']], [[]]]);
  await handlers['browser.open']({ url: 'https://login.court.cn/' }, desk);
  expect(hallMachine.openBrowser).toHaveBeenCalledWith('https://login.court.cn/');
});

it('logs what a window reports under the name of its slot', async () => {
  const { handlers, write } = machine();
  await handlers['log.write']({ level: 'error', message: 'lost' }, wall);
  expect(write).toHaveBeenCalledWith({ window: 'wall-2' }, 'lost');
});
