import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Feed } from '#protocol/media/feeds.ts';
import { feedId, slotId, unitId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { feedOfUnit, isFeedLive, slotNumber } from './readHall.ts';
import { rememberSession } from './rememberSession.ts';
import { createTicker } from './ticker.ts';

const UNIT = unitId.parse('019a0000-0000-7000-8000-000000000001');

function buildFeed(index: number, live: boolean): Feed {
  return {
    feedId: feedId.parse(`019a0000-0000-7000-8000-0000000000f${index}`),
    unitId: UNIT,
    label: '主摄像头',
    tracks: live ? [{ kind: 'video', mimeType: 'video/VP8', spatialLayers: 3, temporalLayers: 2 }] : [],
    generation: 1,
    sinceAt: 0,
  };
}

describe('reading the hall', () => {
  it('prefers a feed with a picture', () => {
    const [still, live] = [buildFeed(1, false), buildFeed(2, true)];
    const feeds = new Map([still, live].map((feed) => [feed.feedId, feed]));
    expect(feedOfUnit(feeds, UNIT)).toBe(live);
    expect(feedOfUnit(new Map([[still.feedId, still]]), UNIT)).toBe(still);
    expect(feedOfUnit(new Map(), UNIT)).toBeNull();
  });

  it('never takes a recording that is played for a picture of now', () => {
    const [still, played] = [buildFeed(1, false), { ...buildFeed(2, true), recorded: true as const }];
    expect(isFeedLive(played)).toBe(false);
    expect(feedOfUnit(new Map([played, still].map((feed) => [feed.feedId, feed])), UNIT)).toBe(still);
    expect(feedOfUnit(new Map([[played.feedId, played]]), UNIT)).toBeNull();
  });

  it('does not call sound alone a picture', () => {
    const feed = { ...buildFeed(1, false), tracks: [{ kind: 'audio' as const, mimeType: 'audio/opus', spatialLayers: 1, temporalLayers: 1 }] };
    expect(isFeedLive(feed)).toBe(false);
  });

  it('numbers walls as people do', () => {
    expect(slotNumber(slotId.parse('wall-12'))).toBe(12);
  });
});

describe('the last session', () => {
  it('outlives the connection', () => {
    const link = new FakeHallLink();
    const last = rememberSession(link);
    expect(last.getState()).toBeNull();
    link.goOnline();
    link.goOffline();
    expect(last.getState()).toMatchObject({ hallName: '指挥中心', court: { courtCode: '闽' } });
    link.goOnline({ capabilities: ['session.use'] });
    expect(last.getState()?.capabilities).toEqual(['session.use']);
  });
});

describe('the ticker', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_800_000_000_000 }));
  afterEach(() => vi.useRealTimers());

  it('beats four times a second, turns seconds once, and survives a listener that throws', () => {
    const onError = vi.fn<(error: unknown) => void>();
    const onBeat = vi.fn<(now: number) => void>();
    const onSecond = vi.fn<(now: number) => void>();
    const ticker = createTicker({ now: () => Date.now(), onError });
    ticker.onBeat(() => {
      throw new Error('broken tile');
    });
    const stop = ticker.onBeat(onBeat);
    ticker.onSecond(onSecond);
    vi.advanceTimersByTime(3_000);
    expect([onBeat, onSecond, onError].map((mock) => mock.mock.calls.length)).toEqual([12, 3, 12]);
    stop();
    vi.advanceTimersByTime(1_000);
    expect(onBeat).toHaveBeenCalledTimes(12);
    ticker.close();
    vi.advanceTimersByTime(5_000);
    expect(onSecond).toHaveBeenCalledTimes(4);
  });
});
