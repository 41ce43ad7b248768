import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { DeviceRecording, Playback } from '#protocol/media/recordings.ts';
import { courtCode, feedId, sessionId, sourceId, unitId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { createDeviceRecordings, shownAt } from './createDeviceRecordings.ts';
import { spanOfDay } from './timeline.ts';

const uuid = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const UNIT = unitId.parse(uuid(1));
const [AWAY, HERE] = [sourceId.parse(uuid(2)), sourceId.parse(uuid(3))];
const DAY = '2026-11-22';
const FROM = spanOfDay(DAY)!.from + 9 * 3_600_000;
const HOUR = 3_600_000;
const recording: DeviceRecording = { from: FROM, until: FROM + HOUR, kind: 'time', secret: false, name: '', bytes: null };
const OWN = sessionId.parse(uuid(1));

const playing = (change: Partial<Playback> = {}): Playback => ({
  sourceId: HERE, unitId: UNIT, courtCode: courtCode.parse('闽02'), feedId: feedId.parse(uuid(9)), from: FROM, until: FROM + HOUR,
  state: 'playing', speed: 1, recordedAt: FROM, holder: { sessionId: OWN, name: '林值班' }, ending: null, ...change,
});

let link: FakeHallLink;
let stop: (() => void) | undefined;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000, toFake: ['Date'] });
  link = new FakeHallLink();
  link.goOnline();
  link.answers['recording.channels'] = () => ({ channels: [{ sourceId: AWAY, label: '头盔', here: false }, { sourceId: HERE, label: '胸前', here: true }], playbacks: [] });
  link.answers['recording.list'] = () => ({ recordings: [recording], announced: 1 });
  link.answers['recording.steer'] = () => ({ playback: playing() });
  link.answers['recording.stop'] = () => ({});
});
afterEach(() => {
  stop?.();
  stop = undefined;
  vi.useRealTimers();
});

async function open() {
  const room = createDeviceRecordings({ link, unitId: UNIT, day: DAY, newCommandId: () => uuid(50) });
  stop = room.start();
  await vi.waitFor(() => expect(room.state.getState().list.phase).not.toMatch(/idle|asking/));
  return room;
}

describe('the recordings of a unit', () => {
  it('are those of the channel that is here, of the whole day', async () => {
    const room = await open();
    expect(room.state.getState()).toMatchObject({ sourceId: HERE, list: { phase: 'read', recordings: [recording], announced: 1 } });
    expect(link.inputsOf('recording.list')).toEqual([{ sourceId: HERE, ...spanOfDay(DAY) }]);
  });

  it('of the day that was asked for last are shown, whichever answer comes last', async () => {
    const room = await open();
    const answers: ((listed: { recordings: DeviceRecording[]; announced: number }) => void)[] = [];
    link.answers['recording.list'] = () => new Promise((resolve) => void answers.push(resolve));
    room.chooseDay('2026-11-20');
    room.chooseDay('2026-11-21');
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]!({ recordings: [], announced: 0 });
    answers[0]!({ recordings: [recording], announced: 1 });
    await vi.waitFor(() => expect(room.state.getState().list).toEqual({ phase: 'read', recordings: [], announced: 0 }));
  });

  it('that a device does not tell are asked for again', async () => {
    link.answers['recording.list'] = () => Promise.reject(new AppError('deviceSilent'));
    const room = await open();
    expect(room.state.getState().list).toMatchObject({ phase: 'failed', problem: { code: 'deviceSilent' } });
    link.answers['recording.list'] = () => ({ recordings: [recording], announced: 3 });
    room.again();
    await vi.waitFor(() => expect(room.state.getState().list).toMatchObject({ phase: 'read', announced: 3 }));
  });
});

describe('what is played', () => {
  it('begins with its purpose, is as the hall tells, and moves on by itself', async () => {
    const room = await open();
    link.answers['recording.play'] = () => {
      link.notify('recording.changed', playing({ state: 'calling' }));
      return { playback: playing({ state: 'calling' }) };
    };
    await room.playAt(FROM + 60_000, '核对物品');
    expect(link.inputsOf('recording.play')).toEqual([{ commandId: uuid(50), sourceId: HERE, from: FROM + 60_000, until: FROM + HOUR, purpose: '核对物品' }]);
    link.notify('recording.changed', playing({ recordedAt: FROM + 60_000, speed: 2 }));
    const { told } = room.state.getState();
    expect(shownAt(told, Date.now() + 10_000)).toBe(FROM + 80_000);
    expect(shownAt({ ...told!, playback: playing({ state: 'paused', recordedAt: FROM }) }, Date.now() + 10_000)).toBe(FROM);
  });

  it('is moved where it holds the moment, and begun anew where it does not', async () => {
    const room = await open();
    link.notify('recording.changed', playing({ from: FROM + 600_000 }));
    link.answers['recording.play'] = () => ({ playback: playing() });
    await room.playAt(FROM + 1_200_000, '核对物品');
    expect(link.inputsOf('recording.steer')).toEqual([{ sourceId: HERE, steering: { kind: 'seek', at: FROM + 1_200_000 } }]);
    await room.playAt(FROM, '核对物品');
    expect(link.inputsOf('recording.play')).toMatchObject([{ from: FROM }]);
  });

  it('says why it was not played', async () => {
    const room = await open();
    link.answers['recording.play'] = () => Promise.reject(new AppError('playbackHeld', { params: { name: '陈调度' } }));
    await room.playAt(FROM, '核对物品');
    expect(room.state.getState()).toMatchObject({ busy: false, problem: { code: 'playbackHeld', params: { name: '陈调度' } } });
  });

  it('is stopped when the dialog closes, unless another person has it in hand', async () => {
    await open();
    link.notify('recording.changed', playing({ holder: { sessionId: sessionId.parse(uuid(77)), name: '陈调度' } }));
    stop?.();
    expect(link.inputsOf('recording.stop')).toEqual([]);
    await open();
    link.notify('recording.changed', playing());
    stop?.();
    expect(link.inputsOf('recording.stop')).toEqual([{ sourceId: HERE }]);
  });

  it('of others can be watched by whoever opens it', async () => {
    link.answers['recording.channels'] = () => ({ channels: [{ sourceId: HERE, label: '胸前', here: true }], playbacks: [playing({ recordedAt: FROM + 5_000 })] });
    const room = await open();
    expect(room.state.getState().told?.playback.recordedAt).toBe(FROM + 5_000);
  });
});
