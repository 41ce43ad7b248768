import { describe, expect, it } from 'vitest';
import { channelOf } from '#protocol/media/talk.ts';
import type { CourtCode, TalkId, UnitId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { TalkLine } from '../../../media/talk/talkLine.ts';
import { openMicrophone } from './microphone.ts';
import { TalkDesk } from './talkDesk.ts';
import { levelOf } from './watchLevel.ts';

const unit = channelOf.unit('0190a0b0-0000-7000-8000-0000000000aa' as UnitId);
const court = channelOf.court('闽02' as CourtCode);

function aDesk() {
  const link = new FakeHallLink();
  link.answers = { 'talk.tune': () => ({ floors: [] }), 'talk.begin': () => ({ talkId: crypto.randomUUID() as TalkId, place: 0, endsAt: 60_000 }), 'talk.end': () => ({}) };
  link.goOnline();
  const line = new TalkLine({
    link,
    log: () => undefined,
    sound: () => undefined,
    openMicrophone: async () => ({ stop: () => undefined }) as unknown as MediaStreamTrack,
    mouth: { lay: async () => undefined, open: async () => undefined, shut: () => undefined, lose: () => undefined, close: () => undefined },
  });
  return { link, desk: new TalkDesk(line), asked: (name: string) => link.asked.filter((one) => one.name === name).map(({ input }) => input) };
}

describe('a desk', () => {
  it('hears what it was tuned to, and the answer of whoever it speaks to', async () => {
    const { desk, asked } = aDesk();
    desk.tuneTo(court);
    desk.press(unit);
    expect(asked('talk.tune')).toEqual([{ channels: [court] }, { channels: [court, unit] }]);
    desk.line.release();
    desk.tuneTo(court);
    expect(asked('talk.tune')).toHaveLength(2);
    desk.leave(court);
    expect(asked('talk.tune').at(-1)).toEqual({ channels: [unit] });
    expect(desk.state.getState()).toEqual({ tuned: [unit], chosen: unit });
    desk.line.close();
  });

  it('speaks by key where it was last, and nowhere before', async () => {
    const { desk } = aDesk();
    desk.pressKey();
    expect(desk.line.state.getState().speaking).toBeNull();
    desk.tuneTo(court);
    desk.tuneTo(unit);
    desk.choose(court);
    desk.pressKey();
    expect(desk.line.state.getState().speaking).toMatchObject({ channel: court });
    desk.line.close();
  });
});

it('opens the microphone that was chosen, with the echo taken out', async () => {
  const wishes: (MediaStreamConstraints | undefined)[] = [];
  const track = {} as MediaStreamTrack;
  const devices = { getUserMedia: async (wish?: MediaStreamConstraints) => (wishes.push(wish), { getAudioTracks: () => [track] } as unknown as MediaStream) };
  const shelf = { getItem: () => 'headset', setItem: () => undefined, removeItem: () => undefined };
  expect(await openMicrophone(shelf, devices)).toBe(track);
  expect(wishes).toEqual([{ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, deviceId: { ideal: 'headset' } } }]);
});

it('measures silence as nothing and a shout as full', () => {
  expect(levelOf(new Float32Array(8))).toBe(0);
  expect(levelOf(new Float32Array(8).fill(0.125))).toBeCloseTo(0.5);
  expect(levelOf(new Float32Array(8).fill(1))).toBe(1);
});
