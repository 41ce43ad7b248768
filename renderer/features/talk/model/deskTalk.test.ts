import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { TalkId, UnitId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { DeskTalk } from './deskTalk.ts';
import { obstacleOf } from './obstacleOf.ts';

const unitId = '0190a0b0-0000-7000-8000-0000000000aa' as UnitId;
const talkId = '0190a0b0-0000-7000-8000-0000000000bb' as TalkId;

function desk(wish: { microphone?: () => Promise<MediaStreamTrack>; begin?: () => Promise<{ talkId: TalkId }> } = {}) {
  const link = new FakeHallLink();
  link.goOnline();
  link.answers = { 'talk.begin': wish.begin ?? (() => ({ talkId })), 'talk.end': () => ({}) };
  const open = new Set<string>();
  const talk = new DeskTalk({
    link,
    unitId,
    openMicrophone: wish.microphone ?? (async () => {
      open.add('microphone');
      return { stop: () => void open.delete('microphone') } as unknown as MediaStreamTrack;
    }),
    send: async () => {
      open.add('sending');
      return { close: () => void open.delete('sending') };
    },
  });
  const asked = () => link.asked.map(({ name }) => name).filter((name) => name.startsWith('talk.'));
  return { link, talk, open, asked };
}

describe('a desk\'s talk', () => {
  it('opens the microphone while it lasts and closes it with the talk', async () => {
    const { talk, open, asked } = desk();
    await talk.begin();
    expect(talk.state.getState().phase).toBe('talking');
    expect([...open].sort()).toEqual(['microphone', 'sending']);
    talk.end();
    talk.end();
    expect([...open]).toEqual([]);
    expect(asked()).toEqual(['talk.begin', 'talk.end']);
  });

  it('ends in the hall too when it was let go of before the hall answered', async () => {
    let answer: (value: { talkId: TalkId }) => void = () => undefined;
    const { talk, open, asked } = desk({ begin: () => new Promise((resolve) => (answer = resolve)) });
    const beginning = talk.begin();
    await vi.waitFor(() => expect(asked()).toContain('talk.begin'));
    talk.end();
    answer({ talkId });
    await beginning;
    expect([...open]).toEqual([]);
    expect(talk.state.getState()).toEqual({ phase: 'idle', trouble: null });
    expect(asked().filter((name) => name === 'talk.begin').length).toBe(asked().filter((name) => name === 'talk.end').length);
  });

  it('says why it could not begin, and leaves nothing open', async () => {
    const busy = desk({ begin: () => Promise.reject(new AppError('unitBusy', { params: { name: '陈警官' } })) });
    await busy.talk.begin();
    expect(busy.talk.state.getState()).toMatchObject({ phase: 'idle', trouble: { kind: 'refused', error: { code: 'unitBusy' } } });
    expect([...busy.open]).toEqual([]);
    const mute = desk({ microphone: () => Promise.reject(new Error('denied')) });
    await mute.talk.begin();
    expect(mute.talk.state.getState().trouble).toEqual({ kind: 'noMicrophone' });
    expect(mute.asked()).toEqual([]);
  });

  it('closes the microphone when the hall ends the talk or goes away', async () => {
    const stopped = desk();
    await stopped.talk.begin();
    stopped.link.notify('talk.stopped', { talkId, unitId, reason: 'tooLong' });
    expect(stopped.talk.state.getState()).toEqual({ phase: 'idle', trouble: { kind: 'stopped', reason: 'tooLong' } });
    expect([...stopped.open]).toEqual([]);
    const cut = desk();
    await cut.talk.begin();
    cut.link.goOffline();
    expect([...cut.open]).toEqual([]);
    cut.talk.close();
  });
});

it('names the first thing that stands in the way', () => {
  const fine = { mayTalk: true, linkOnline: true, unitOnline: true, hears: true, speaker: null };
  expect(obstacleOf(fine)).toBeNull();
  expect(obstacleOf({ ...fine, speaker: '陈警官' })).toBe('busy');
  expect(obstacleOf({ ...fine, hears: false })).toBe('deaf');
  expect(obstacleOf({ ...fine, unitOnline: false, hears: false })).toBe('away');
  expect(obstacleOf({ ...fine, linkOnline: false })).toBe('offline');
  expect(obstacleOf({ ...fine, mayTalk: false })).toBe('noRight');
});
