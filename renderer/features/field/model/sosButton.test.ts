import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { AlarmId, CommandId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import type { UnsentSos } from '../../../platform/unsentSos.ts';
import { SosButton } from './sosButton.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ALARM = '0190a0b0-0000-7000-8000-0000000000a1' as AlarmId;

function aDevice() {
  let kept: UnsentSos | null = null;
  let commands = 0;
  const turnOn = () =>
    new SosButton({ store: { read: () => kept, keep: (press) => void (kept = press) }, newCommandId: () => `command-${(commands += 1)}` as CommandId, log: () => undefined });
  return { turnOn, kept: () => kept };
}

describe('the SOS button', () => {
  it('sends what was pressed while the hall was away, once, with the time of the press', async () => {
    const device = aDevice();
    const button = device.turnOn();
    const link = new FakeHallLink();
    link.answers['alarm.sos'] = () => ({ alarmId: ALARM });
    button.attach(link);
    button.press({ pressedAt: 1_000, position: null });
    button.press({ pressedAt: 2_000, position: null });
    expect(link.asked).toEqual([]);
    expect(device.kept()?.pressedAt).toBe(1_000);
    link.goOnline();
    await vi.advanceTimersByTimeAsync(0);
    expect(link.inputsOf('alarm.sos')).toEqual([{ commandId: 'command-1', pressedAt: 1_000, position: null, text: '' }]);
    expect(button.state.getState()).toMatchObject({ unsent: null, open: { alarmId: ALARM, state: 'raised' } });
    expect(device.kept()).toBeNull();
  });

  it('keeps one command over lost answers and a device that is turned off', async () => {
    const device = aDevice();
    const link = new FakeHallLink();
    link.answers['alarm.sos'] = () => Promise.reject(new AppError('disconnected'));
    link.goOnline();
    const first = device.turnOn();
    const detach = first.attach(link);
    first.press({ pressedAt: 1_000, position: null });
    await vi.advanceTimersByTimeAsync(2_500);
    detach();
    const attempts = link.inputsOf('alarm.sos').length;
    expect(attempts).toBeGreaterThan(1);
    link.answers['alarm.sos'] = () => ({ alarmId: ALARM });
    device.turnOn().attach(link);
    await vi.advanceTimersByTimeAsync(0);
    expect(new Set(link.inputsOf('alarm.sos').map((input) => input.commandId))).toEqual(new Set(['command-1']));
    expect(link.inputsOf('alarm.sos')).toHaveLength(attempts + 1);
    expect(device.kept()).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('shows what the hall does about it, and takes it back with a reason', async () => {
    const button = aDevice().turnOn();
    const link = new FakeHallLink();
    link.answers['alarm.sos'] = () => ({ alarmId: ALARM });
    link.answers['alarm.takeBack'] = () => ({});
    link.goOnline();
    button.attach(link);
    expect(await button.takeBack('误触')).toBe(false);
    button.press({ pressedAt: 1_000, position: { longitudeDeg: 117.9, latitudeDeg: 25.1 } });
    await vi.advanceTimersByTimeAsync(0);
    link.notify('alarm.told', { alarm: { alarmId: ALARM, state: 'dispatched', answeredBy: null, helpName: '永春县人民法院' } });
    expect(button.state.getState().open?.helpName).toBe('永春县人民法院');
    expect(await button.takeBack('误触')).toBe(true);
    expect(link.inputsOf('alarm.takeBack')).toMatchObject([{ alarmId: ALARM, reason: '误触' }]);
    link.notify('alarm.told', { alarm: null });
    expect(button.state.getState().open).toBeNull();
  });
});
