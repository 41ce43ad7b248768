import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { TileState } from '#protocol/nouns/diagnostics.ts';
import { feedId } from '#protocol/nouns/ids.ts';
import type { FeedMedia, FeedWatch } from '../../../media/feedReceiver.ts';
import { TileMonitor } from './tileMonitor.ts';

const FEED = feedId.parse('019a0000-0000-7000-8000-0000000000f1');
const START = 1_800_000_000_000;

function setUp() {
  const sight = { framesPresented: 0, framesPerSecond: 0, lastFrameAt: null as number | null, delayMs: null as number | null, widthPx: 0, heightPx: 0, blackSinceAt: null as number | null, stillSinceAt: null as number | null, lookMs: null };
  const facts = { feedKnown: true, unitOnline: true, videoClaimed: true };
  const refresh = vi.fn<FeedWatch['refresh']>((step) => step ?? 'keyFrame');
  const onState = vi.fn<(state: TileState) => void>();
  const media = createStore<FeedMedia>(() => ({ videoTrack: null, audioTrack: null, problem: null, currentLayers: null, score: null, producerScore: null }));
  const monitor = TileMonitor.create({
    tileKey: '3',
    feedId: FEED,
    watch: { feedId: FEED, media, wish: () => undefined, refresh, health: () => Promise.resolve(null), audioLevel: () => null, close: () => undefined },
    probe: { sight: () => sight },
    readFeed: () => facts,
    online: () => true,
    clockOffsetMs: () => 5_000,
    now: START,
    onState,
  });
  const beatUntil = (fromMs: number, toMs: number) => {
    for (let at = fromMs; at <= toMs; at += 250) {
      monitor.beat(START + at);
    }
  };
  return { monitor, media, sight, facts, refresh, onState, beatUntil };
}

describe('TileMonitor', () => {
  it('tells live from stale by frames alone and counts how often it went stale', () => {
    const { monitor, sight, onState, beatUntil } = setUp();
    sight.lastFrameAt = START + 500;
    beatUntil(750, 2_500);
    expect(monitor.view.getState().state).toBe('live');
    beatUntil(2_750, 14_500);
    expect(monitor.view.getState()).toMatchObject({ state: 'stale', withoutPictureS: 14, lastFrameAt: START + 5_500 });
    sight.lastFrameAt = START + 15_000;
    beatUntil(15_000, 15_000);
    expect(onState.mock.calls.map(([state]) => state)).toEqual(['live', 'stale', 'live']);
    expect(monitor.report()).toMatchObject({ tileKey: '3', feedId: FEED, state: 'live', staleCount: 1, lastFrameAt: START + 20_000 });
  });

  it('presses for frames only while the feed claims a picture and the tile can be seen', () => {
    const { monitor, facts, refresh, beatUntil } = setUp();
    facts.videoClaimed = false;
    beatUntil(0, 5_000);
    expect(refresh).not.toHaveBeenCalled();
    expect(monitor.view.getState().reason).toBe('noVideo');
    facts.videoClaimed = true;
    beatUntil(5_250, 5_250);
    expect(refresh).toHaveBeenCalledOnce();
    monitor.setVisible(false, START + 5_500);
    beatUntil(5_500, 60_000);
    expect(refresh).toHaveBeenCalledOnce();
  });

  it('changes its view at most about once a second while live', () => {
    const { monitor, sight } = setUp();
    const changed = vi.fn<() => void>();
    monitor.view.subscribe(changed);
    for (let at = 0; at < 10_000; at += 250) {
      sight.lastFrameAt = START + at;
      sight.delayMs = 200 + at / 10;
      monitor.beat(START + at);
    }
    expect(changed.mock.calls.length).toBeGreaterThan(5);
    expect(changed.mock.calls.length).toBeLessThanOrEqual(12);
  });

  /** Frames come all the time; what they show is the test's. */
  const runLive = ({ monitor, sight }: ReturnType<typeof setUp>, fromMs: number, toMs: number) => {
    for (let at = fromMs; at <= toMs; at += 250) {
      sight.lastFrameAt = START + at;
      monitor.beat(START + at);
    }
  };

  it('says at once that a picture is black, mends it once by key frame and new consumer, and then leaves it', () => {
    const tile = setUp();
    runLive(tile, 0, 1_000);
    tile.sight.blackSinceAt = START + 1_000;
    runLive(tile, 1_250, 4_000);
    expect(tile.refresh).not.toHaveBeenCalled();
    runLive(tile, 4_250, 60_000);
    expect(tile.monitor.view.getState()).toMatchObject({ state: 'live', hint: 'black' });
    expect(tile.refresh.mock.calls).toEqual([['keyFrame'], ['consumer']]);
    expect(tile.monitor.report()).toMatchObject({ blackCount: 1, frozenCount: 0, mends: { keyFrames: 1, consumers: 1, transports: 0 } });
    tile.sight.blackSinceAt = null;
    runLive(tile, 60_250, 61_000);
    expect(tile.monitor.view.getState().hint).toBeNull();
  });

  it('calls a picture still only after mending it in vain', () => {
    const tile = setUp();
    tile.sight.stillSinceAt = START;
    runLive(tile, 0, 11_000);
    expect(tile.monitor.view.getState().hint).toBeNull();
    expect(tile.refresh.mock.calls).toEqual([['keyFrame']]);
    runLive(tile, 11_250, 40_000);
    expect(tile.refresh.mock.calls).toEqual([['keyFrame'], ['consumer']]);
    expect(tile.monitor.view.getState().hint).toBe('still');
    expect(tile.monitor.report()).toMatchObject({ frozenCount: 1 });
  });

  it('is in a plight only while the hall says that the source sends, and counts what was done in vain', () => {
    const { monitor, media, facts, beatUntil } = setUp();
    beatUntil(0, 30_000);
    expect(monitor.plight(START + 30_000)).toEqual({ silentMs: 30_000, stepsInVain: 5 });
    media.setState({ producerScore: 0 });
    expect(monitor.plight(START + 30_000)).toBeNull();
    media.setState({ producerScore: 10, problem: 'cannotConsume' });
    expect(monitor.plight(START + 30_000)).toBeNull();
    media.setState({ problem: null });
    facts.videoClaimed = false;
    beatUntil(30_250, 31_000);
    expect(monitor.plight(START + 31_000)).toBeNull();
    facts.videoClaimed = true;
    beatUntil(31_250, 31_250);
    expect(monitor.plight(START + 31_250)).toMatchObject({ silentMs: 0 });
  });
});
