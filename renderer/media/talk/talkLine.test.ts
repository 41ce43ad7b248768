import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { channelOf, type TalkCall } from '#protocol/media/talk.ts';
import type { TalkId, UnitId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../link/fakeHallLink.ts';
import type { Chirp } from './chirps.ts';
import { TalkLine } from './talkLine.ts';

const unitId = '0190a0b0-0000-7000-8000-0000000000aa' as UnitId;
const talkId = '0190a0b0-0000-7000-8000-0000000000bb' as TalkId;
const channel = channelOf.unit(unitId);

type Begin = () => { talkId: TalkId; place: number; endsAt: number | null } | Promise<never> | Promise<{ talkId: TalkId; place: number; endsAt: number | null }>;

function line(wish: { microphone?: () => Promise<MediaStreamTrack>; begin?: Begin } = {}) {
  const link = new FakeHallLink();
  link.goOnline();
  link.answers = { 'talk.begin': wish.begin ?? (() => ({ talkId, place: 0, endsAt: 60_000 })), 'talk.end': () => ({}), 'talk.hangUp': () => ({}) };
  const open = new Set<string>();
  const tones: Chirp[] = [];
  const made = new TalkLine({
    link,
    log: () => undefined,
    sound: (name) => void tones.push(name),
    openMicrophone: wish.microphone ?? (async () => {
      open.add('microphone');
      return { stop: () => void open.delete('microphone') } as unknown as MediaStreamTrack;
    }),
    mouth: { lay: async () => undefined, open: async () => void open.add('sending'), shut: () => void open.delete('sending'), lose: () => void open.delete('sending'), close: () => undefined },
  });
  const asked = () => link.asked.map(({ name }) => name).filter((name) => name === 'talk.begin' || name === 'talk.end');
  return { link, line: made, open, tones, asked };
}

describe('the line', () => {
  it('has the microphone open while it speaks and no longer, and sounds the tone when somebody hears', async () => {
    const { link, line: made, open, tones, asked } = line();
    await made.press(channel);
    expect(made.state.getState().speaking).toMatchObject({ phase: 'talking', talkId });
    expect([...open].sort()).toEqual(['microphone', 'sending']);
    expect(tones).toEqual([]);
    link.notify('talk.heard', { talkId, heard: 1, of: 2, deaf: 0 });
    link.notify('talk.heard', { talkId, heard: 2, of: 2, deaf: 0 });
    expect(tones).toEqual(['granted']);
    made.release();
    made.release();
    expect([...open]).toEqual([]);
    expect(asked()).toEqual(['talk.begin', 'talk.end']);
    made.close();
  });

  it('gives the floor back when it was let go of before the hall answered', async () => {
    let answer: (value: { talkId: TalkId; place: number; endsAt: number | null }) => void = () => undefined;
    const { line: made, open, asked } = line({ begin: () => new Promise((resolve) => (answer = resolve)) });
    const pressing = made.press(channel);
    await vi.waitFor(() => expect(asked()).toEqual(['talk.begin']));
    made.release();
    answer({ talkId, place: 0, endsAt: 60_000 });
    await pressing;
    expect([...open]).toEqual([]);
    expect(asked()).toEqual(['talk.begin', 'talk.end']);
    expect(made.state.getState()).toMatchObject({ speaking: null, trouble: null });
    made.close();
  });

  it('waits for its turn, and says who took the floor from it', async () => {
    const { link, line: made, open, tones } = line({ begin: () => ({ talkId, place: 2, endsAt: null }) });
    await made.press(channel);
    expect(made.state.getState().speaking).toMatchObject({ phase: 'waiting', place: 2 });
    link.notify('talk.moved', { talkId, place: 1 });
    expect(made.state.getState().speaking).toMatchObject({ place: 1 });
    link.notify('talk.granted', { talkId, endsAt: 60_000 });
    expect(made.state.getState().speaking).toMatchObject({ phase: 'talking' });
    link.notify('talk.stopped', { talkId, reason: 'preempted', name: '林警官' });
    expect(made.state.getState()).toMatchObject({ speaking: null, trouble: { kind: 'stopped', reason: 'preempted', name: '林警官' } });
    expect([...open]).toEqual([]);
    expect(tones).toEqual(['taken']);
    made.close();
  });

  it('says why it could not begin, and leaves nothing open', async () => {
    const away = line({ begin: () => Promise.reject(new AppError('unitAway')) });
    await away.line.press(channel);
    expect(away.line.state.getState()).toMatchObject({ speaking: null, trouble: { kind: 'refused', error: { code: 'unitAway' } } });
    expect([...away.open]).toEqual([]);
    const mute = line({ microphone: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
    await mute.line.press(channel);
    expect(mute.line.state.getState().trouble).toEqual({ kind: 'noMicrophone', denied: true });
    // The floor that it was given meanwhile is not kept.
    expect(mute.asked()).toEqual(['talk.begin', 'talk.end']);
    away.line.close();
    mute.line.close();
  });

  it('closes the microphone when the hall goes away, and when a call is over', async () => {
    const cut = line();
    await cut.line.press(channel);
    cut.link.goOffline();
    expect([...cut.open]).toEqual([]);
    const call: TalkCall = { talkId, unitId, unitName: '思明01', fromUnit: false, deskName: '林警官', state: 'ringing', connected: false, since: 0, end: null };
    const called = line();
    called.link.notify('talk.callChanged', call);
    expect([...called.open]).toEqual([]);
    called.link.notify('talk.callChanged', { ...call, state: 'open', connected: true });
    await vi.waitFor(() => expect([...called.open].sort()).toEqual(['microphone', 'sending']));
    called.link.notify('talk.callChanged', { ...call, state: 'over', end: 'hungUp' });
    expect([...called.open]).toEqual([]);
    expect(called.line.state.getState().calls).toEqual([]);
    cut.line.close();
    called.line.close();
  });
});
