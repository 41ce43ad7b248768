import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { Feed, Unit } from '#protocol/nouns/hall.ts';
import type { FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { WallSlot } from '#protocol/nouns/wall.ts';
import { FakeHallLink } from '../link/fakeHallLink.ts';
import { createHallReplica } from './createHallReplica.ts';

afterEach(() => void vi.useRealTimers());

const idOf = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;

function unitOf(number: number, version: number): Unit {
  return {
    unitId: idOf(number) as UnitId,
    telemetryIndex: number,
    name: `单兵 ${version}`,
    teamName: '',
    courtCode: '',
    courtName: '',
    kind: 'phone',
    online: version % 2 === 0,
    lastSeenAt: version,
  };
}

function feedOf(number: number, version: number): Feed {
  return { feedId: idOf(number) as FeedId, unitId: idOf(number) as UnitId, label: 'camera', tracks: [], generation: version, sinceAt: version };
}

function slotOf(number: number, version: number): WallSlot {
  return { slotId: `wall-${number + 1}` as SlotId, mode: 'auto', columns: 1, rows: 1, tiles: [{ feedId: null }], version, shown: true };
}

/** The hall as its own list: what the replica has to end as. */
class ModelHall {
  readonly units = new Map<string, Unit>();
  readonly feeds = new Map<string, Feed>();
  readonly wall = new Map<string, WallSlot>();
  /** Frames on their way to the client, in order. */
  readonly wire: (() => void)[] = [];
  #following = false;
  #version = 0;
  readonly #link: FakeHallLink;

  constructor(link: FakeHallLink, snapshotAt: () => 'follow' | 'answer') {
    this.#link = link;
    link.answers['hall.follow'] = () =>
      new Promise((resolve) => {
        this.#following = true;
        const early = this.snapshot();
        // A hall may look at its state when it is asked, or only when it writes the answer.
        if (snapshotAt() === 'follow') {
          this.wire.push(() => resolve(early));
        } else {
          this.#beforeNext = () => {
            const late = this.snapshot();
            this.wire.push(() => resolve(late));
          };
        }
      });
  }

  #beforeNext: (() => void) | null = null;

  answerNow(): void {
    this.#beforeNext?.();
    this.#beforeNext = null;
  }

  change(kind: 'unit' | 'feed' | 'slot', number: number): void {
    this.#version += 1;
    const version = this.#version;
    if (kind === 'unit') {
      const unit = unitOf(number, version);
      this.units.set(unit.unitId, unit);
      this.#tell(() => this.#link.notify('unit.changed', { unit }));
    } else if (kind === 'feed') {
      const feed = feedOf(number, version);
      this.feeds.set(feed.feedId, feed);
      this.#tell(() => this.#link.notify('feed.changed', { feed }));
    } else {
      const slot = slotOf(number, version);
      this.wall.set(slot.slotId, slot);
      this.#tell(() => this.#link.notify('wall.changed', { slot }));
    }
  }

  disconnected(): void {
    this.#following = false;
    this.#beforeNext = null;
    this.wire.length = 0;
  }

  snapshot(): RequestOutput<'hall.follow'> {
    return { units: [...this.units.values()], feeds: [...this.feeds.values()], wall: [...this.wall.values()] };
  }

  #tell(frame: () => void): void {
    if (this.#following) {
      this.wire.push(frame);
    }
  }
}

const settle = async () => {
  for (let turn = 0; turn < 8; turn += 1) {
    await Promise.resolve();
  }
};

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('change' as const), kind: fc.constantFrom('unit' as const, 'feed' as const, 'slot' as const), number: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const), frames: fc.integer({ min: 1, max: 3 }), settle: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('answer' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect' as const), offlineFirst: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
);

describe('hall replica', () => {
  it('ends equal to the hall after any interleaving of changes, frames, snapshots and reconnects', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.array(fc.boolean(), { minLength: 1 }), async (steps, lateness) => {
        let follows = 0;
        const link = new FakeHallLink();
        const hall = new ModelHall(link, () => (lateness[follows++ % lateness.length] ? 'answer' : 'follow'));
        hall.change('unit', 0);
        hall.change('feed', 1);
        const replica = createHallReplica({ link });
        const differences: unknown[] = [];
        link.goOnline();
        for (const next of steps) {
          switch (next.do) {
            case 'change':
              hall.change(next.kind, next.number);
              break;
            case 'deliver':
              for (const frame of hall.wire.splice(0, next.frames)) {
                frame();
                if (next.settle) {
                  await settle();
                }
              }
              break;
            case 'answer':
              hall.answerNow();
              break;
            case 'reconnect':
              hall.disconnected();
              link.goOffline();
              differences.push(...(replica.state.getState().synced ? [next] : []));
              if (next.offlineFirst) {
                hall.change('unit', 2);
                await settle();
              }
              link.goOnline();
              break;
            case 'settle':
              await settle();
              break;
          }
          await settle();
          if (replica.state.getState().synced && hall.wire.length === 0) {
            differences.push(...(isDeepStrictEqual(mapsOf(replica.state.getState()), mapsOf(hall)) ? [] : [next]));
          }
        }
        await settle();
        hall.answerNow();
        await settle();
        for (const frame of hall.wire.splice(0)) {
          frame();
        }
        await settle();
        expect(replica.state.getState().synced).toBe(true);
        expect(differences).toEqual([]);
        expect(mapsOf(replica.state.getState())).toEqual(mapsOf(hall));
        replica.close();
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the last state readable while the hall is away', async () => {
    const link = new FakeHallLink();
    const hall = new ModelHall(link, () => 'follow');
    hall.change('unit', 0);
    const replica = createHallReplica({ link });
    expect(replica.state.getState()).toMatchObject({ synced: false, syncedAt: null });
    link.goOnline();
    await settle();
    hall.wire.splice(0).forEach((frame) => frame());
    await settle();
    link.goOffline();
    expect(replica.state.getState().synced).toBe(false);
    expect(replica.state.getState().syncedAt).not.toBeNull();
    expect(replica.state.getState().units.size).toBe(1);
  });

  it('asks again, ever more slowly, when the snapshot fails', async () => {
    vi.useFakeTimers();
    const link = new FakeHallLink();
    let failures = 2;
    link.answers['hall.follow'] = () => {
      failures -= 1;
      if (failures >= 0) {
        throw new AppError('timedOut');
      }
      return { units: [unitOf(1, 1)], feeds: [], wall: [] };
    };
    const replica = createHallReplica({ link });
    link.goOnline();
    await vi.advanceTimersByTimeAsync(199);
    expect(link.inputsOf('hall.follow')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(link.inputsOf('hall.follow')).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(400);
    expect(replica.state.getState().synced).toBe(true);
    replica.close();
  });

  it('leaves maps that nothing happened to as the same objects', async () => {
    const link = new FakeHallLink();
    link.answers['hall.follow'] = () => ({ units: [unitOf(1, 1)], feeds: [feedOf(1, 1)], wall: [] });
    const replica = createHallReplica({ link });
    link.goOnline();
    await settle();
    const { feeds } = replica.state.getState();
    link.notify('unit.changed', { unit: unitOf(1, 2) });
    expect(replica.state.getState().feeds).toBe(feeds);
    expect(replica.state.getState().units.get(idOf(1) as UnitId)?.name).toBe('单兵 2');
  });

  it('hears nothing more after close', async () => {
    const link = new FakeHallLink();
    link.answers['hall.follow'] = () => ({ units: [], feeds: [], wall: [] });
    const replica = createHallReplica({ link });
    link.goOnline();
    await settle();
    replica.close();
    link.notify('unit.changed', { unit: unitOf(1, 2) });
    expect(replica.state.getState()).toMatchObject({ synced: false, units: new Map() });
  });
});

function mapsOf({ units, feeds, wall }: { units: unknown; feeds: unknown; wall: unknown }): unknown {
  return { units, feeds, wall };
}
