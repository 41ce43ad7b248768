import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTile } from '#domain/wall/layouts.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { nextStage, PATIENCE_MS, type Stage } from './nextStage.ts';
import type { Item, Scene } from './scene.ts';

type Wanted = { readonly at: number; readonly feed: string | null; readonly waits?: boolean; readonly ahead?: string };

const itemOf = ({ at, feed, waits = true, ahead }: Wanted): Item => ({
  tileKey: `${at}-0`,
  tile: newTile({ column: at, row: 0, columnSpan: 1, rowSpan: 1 }),
  frame: { left: at / 4, top: 0, width: 0.25, height: 1 },
  part: null,
  density: 'full',
  feedId: feed as FeedId | null,
  content: feed === null ? { kind: 'clock' } : { kind: 'feed', feedId: feed as FeedId },
  alarm: null,
  waits,
  aheadFeedId: (ahead ?? null) as FeedId | null,
});
const scene = (arrangement: string, wanted: readonly Wanted[], notBefore: number | null = null): Scene => ({ arrangement, notBefore, items: wanted.map(itemOf) });
/** Of the arrangements in the stories. */
const TILES: Readonly<Record<string, number>> = { one: 4, two: 3, three: 2 };
const nobody = () => false;
const opened = (wanted: readonly Wanted[]): Stage => nextStage(null, scene('one', wanted), { now: 0, isReady: nobody }).stage;
const shown = ({ placements }: Stage) => Object.fromEntries(placements.filter(({ role }) => role === 'shown').map(({ item, key }) => [item.tileKey, key]));
const beneath = ({ placements }: Stage) => placements.filter(({ role }) => role === 'beneath').map(({ key, item }) => `${key} in ${item.tileKey}`);

describe('a new arrangement', () => {
  it('is connected beneath the old one, and seen when all of it is live', () => {
    const next = scene('two', [{ at: 0, feed: 'c' }, { at: 1, feed: 'd' }]);
    const first = nextStage(opened([{ at: 0, feed: 'a' }, { at: 1, feed: 'b' }]), next, { now: 100, isReady: nobody });
    expect(shown(first.stage)).toEqual({ '0-0': 'feed a #0', '1-0': 'feed b #0' });
    expect(beneath(first.stage)).toEqual(['feed c #0 in 0-0', 'feed d #0 in 1-0']);
    const half = nextStage(first.stage, next, { now: 200, isReady: (key) => key === 'feed c #0' });
    expect(shown(half.stage)).toEqual(shown(first.stage));
    const done = nextStage(half.stage, next, { now: 300, isReady: () => true });
    expect(shown(done.stage)).toEqual({ '0-0': 'feed c #0', '1-0': 'feed d #0' });
    expect(beneath(done.stage)).toEqual([]);
    expect(done.wakeAt).toBeNull();
  });

  it('does not wait for ever, and not at all for a feed that is not live', () => {
    const next = scene('two', [{ at: 0, feed: 'c' }]);
    const first = nextStage(opened([{ at: 0, feed: 'a' }]), next, { now: 100, isReady: nobody });
    expect(first.wakeAt).toBe(100 + PATIENCE_MS);
    expect(shown(nextStage(first.stage, next, { now: 100 + PATIENCE_MS, isReady: nobody }).stage)).toEqual({ '0-0': 'feed c #0' });
    const absent = scene('two', [{ at: 0, feed: 'c', waits: false }]);
    expect(shown(nextStage(opened([{ at: 0, feed: 'a' }]), absent, { now: 100, isReady: nobody }).stage)).toEqual({ '0-0': 'feed c #0' });
  });

  it('waits for the moment at which all windows change, but not for a clock that is wrong', () => {
    const next = scene('two', [{ at: 0, feed: 'c' }], 500);
    const first = nextStage(opened([{ at: 0, feed: 'a' }]), next, { now: 100, isReady: () => true });
    expect(first.wakeAt).toBe(500);
    expect(shown(first.stage)).toEqual({ '0-0': 'feed a #0' });
    expect(shown(nextStage(first.stage, next, { now: 500, isReady: () => true }).stage)).toEqual({ '0-0': 'feed c #0' });
    expect(nextStage(opened([{ at: 0, feed: 'a' }]), scene('two', [{ at: 0, feed: 'c' }], 9_999_999), { now: 100, isReady: () => true }).wakeAt).toBe(1_100);
  });

  it('takes the element of a picture along to where it goes', () => {
    const next = scene('two', [{ at: 0, feed: 'b' }, { at: 1, feed: 'a' }, { at: 2, feed: 'a' }]);
    const moved = nextStage(opened([{ at: 0, feed: 'a' }, { at: 1, feed: 'b' }, { at: 2, feed: 'a' }]), next, { now: 100, isReady: nobody }).stage;
    expect(shown(moved)).toEqual({ '0-0': 'feed b #0', '1-0': 'feed a #0', '2-0': 'feed a #1' });
  });

  it('that is taken back before it was seen leaves nothing behind', () => {
    const old = [{ at: 0, feed: 'a' }];
    const first = nextStage(opened(old), scene('two', [{ at: 0, feed: 'c' }]), { now: 100, isReady: nobody });
    const back = nextStage(first.stage, scene('one', old), { now: 200, isReady: nobody });
    expect(back).toMatchObject({ wakeAt: null });
    expect(back.stage.placements.map(({ key }) => key)).toEqual(['feed a #0']);
  });
});

describe('a tile that changes alone', () => {
  it('waits for its own picture and for no other', () => {
    const next = scene('one', [{ at: 0, feed: 'c' }, { at: 1, feed: 'd' }]);
    const first = nextStage(opened([{ at: 0, feed: 'a' }, { at: 1, feed: 'b' }]), next, { now: 0, isReady: (key) => key === 'feed d #0' });
    expect(shown(first.stage)).toEqual({ '0-0': 'feed a #0', '1-0': 'feed d #0' });
    expect(first.wakeAt).toBe(PATIENCE_MS);
  });

  it('has its next stop connected, and goes to it with the same element', () => {
    const near = nextStage(opened([{ at: 0, feed: 'a' }]), scene('one', [{ at: 0, feed: 'a', ahead: 'b' }]), { now: 0, isReady: nobody });
    expect(beneath(near.stage)).toEqual(['feed b #0 in 0-0']);
    const there = nextStage(near.stage, scene('one', [{ at: 0, feed: 'b' }]), { now: 2_000, isReady: (key) => key === 'feed b #0' });
    expect(shown(there.stage)).toEqual({ '0-0': 'feed b #0' });
    expect(beneath(there.stage)).toEqual([]);
  });

  it('does not take a picture away from a tile that shows it', () => {
    const next = scene('one', [{ at: 0, feed: 'b' }, { at: 1, feed: 'c' }]);
    const step = nextStage(opened([{ at: 0, feed: 'a' }, { at: 1, feed: 'b' }]), next, { now: 0, isReady: (key) => key === 'feed b #1' });
    expect(shown(step.stage)).toEqual({ '0-0': 'feed b #1', '1-0': 'feed b #0' });
  });

  it('is not held up for ever by a tour that steps faster than pictures come', () => {
    let { stage } = nextStage(null, scene('one', [{ at: 0, feed: 'a' }]), { now: 0, isReady: nobody });
    for (let now = 100; now <= 1_700; now += 100) {
      ({ stage } = nextStage(stage, scene('one', [{ at: 0, feed: `f${now}` }]), { now, isReady: nobody }));
    }
    expect(shown(stage)['0-0']).not.toBe('feed a #0');
  });
});

describe('whatever happens', () => {
  const feeds = fc.constantFrom('a', 'b', 'c', 'd', null);
  const steps = fc.array(
    fc.record({
      arrangement: fc.constantFrom('one', 'two', 'three'),
      feeds: fc.array(feeds, { minLength: 1, maxLength: 4 }),
      ahead: fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined }),
      ready: fc.subarray(['feed a', 'feed b', 'feed c', 'feed d', '{"kind":"clock"}']),
      afterMs: fc.integer({ min: 0, max: 2_000 }),
    }),
    { minLength: 1, maxLength: 25 },
  );

  it('every tile of the arrangement on show has one picture, and a picture that comes into sight was ready or had its time', () => {
    fc.assert(fc.property(steps, (story) => {
      let stage: Stage | null = null;
      let now = 0;
      const mountedSince = new Map<string, number>();
      for (const step of story) {
        now += step.afterMs;
        const tiles = TILES[step.arrangement] ?? 0;
        const target = scene(step.arrangement, Array.from({ length: tiles }, (_, at) => ({ at, feed: step.feeds[at % step.feeds.length] ?? null, ...(at === 0 && step.ahead !== undefined ? { ahead: step.ahead } : {}) })));
        const isReady = (key: string) => step.ready.some((subject) => key.startsWith(subject));
        const before: Stage | null = stage;
        stage = nextStage(stage, target, { now, isReady }).stage;
        const keys = stage.placements.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
        expect(Object.keys(shown(stage))).toHaveLength(TILES[stage.arrangement] ?? 0);
        expect(stage.placements.filter(({ role }) => role === 'shown')).toHaveLength(Object.keys(shown(stage)).length);
        for (const { key, subject } of stage.placements) {
          expect(key.startsWith(`${subject} #`)).toBe(true);
          mountedSince.set(key, before?.placements.some((placement) => placement.key === key) === true ? mountedSince.get(key)! : now);
        }
        const was = before?.arrangement === stage.arrangement && stage.arrangement === target.arrangement ? shown(before) : shown(stage);
        const waited = (tileKey: string) => now - (before?.waitingSince.get(tileKey) ?? now);
        const tooSoon = Object.entries(shown(stage)).filter(([tileKey, key]) => was[tileKey] !== key && !isReady(key) && waited(tileKey) < PATIENCE_MS);
        expect(tooSoon).toEqual([]);
      }
    }), { numRuns: 300 });
  });
});
