import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TalkId } from '#protocol/nouns/ids.ts';
import { claimFloor, FREE_FLOOR, placeIn, releaseFloor, type Claim, type Floor, type TalkRank } from './floor.ts';

const claim = (talkId: string, rank: TalkRank = 'unit', claimant = talkId): Claim => ({ talkId: talkId as TalkId, claimant, rank });
const after = (...claims: Claim[]): Floor => claims.reduce((floor, next) => claimFloor(floor, next).floor, FREE_FLOOR);

describe('the floor', () => {
  it('is given at once when it is free, and to the others in the order they came', () => {
    const floor = after(claim('a'), claim('b'), claim('c'));
    expect(floor.holder?.talkId).toBe('a');
    expect([placeIn(floor, 'b' as TalkId), placeIn(floor, 'c' as TalkId)]).toEqual([1, 2]);
    const { floor: next, granted } = releaseFloor(floor, 'a' as TalkId);
    expect(granted?.talkId).toBe('b');
    expect(placeIn(next, 'c' as TalkId)).toBe(1);
  });

  it('is taken from a unit by a desk, and from a desk by nobody', () => {
    expect(claimFloor(after(claim('unit')), claim('desk', 'desk'))).toMatchObject({ floor: { holder: { talkId: 'desk' } }, preempted: { talkId: 'unit' } });
    expect(claimFloor(after(claim('desk', 'desk')), claim('other', 'desk'))).toMatchObject({ floor: { holder: { talkId: 'desk' } }, preempted: null });
    expect(claimFloor(after(claim('desk', 'desk')), claim('unit'))).toMatchObject({ floor: { holder: { talkId: 'desk' } }, preempted: null });
  });

  it('lets a waiting unit whose SOS comes up go before the others', () => {
    const floor = after(claim('desk', 'desk'), claim('one'), claim('two'));
    expect(claimFloor(floor, claim('urgent', 'desk', 'two')).floor.queue.map(({ talkId }) => talkId)).toEqual(['urgent', 'one']);
  });

  it('keeps its rules whatever people do', () => {
    const rank = fc.constantFrom<TalkRank>('unit', 'desk');
    const act = fc.oneof(fc.record({ who: fc.integer({ min: 0, max: 6 }), rank }), fc.record({ leaves: fc.nat(8) }));
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const model = new Model();
        let floor = FREE_FLOOR;
        for (const [number, step] of acts.entries()) {
          const asked = 'who' in step ? claim(`t${number}`, step.rank, `p${step.who}`) : null;
          const leaving = model.nth('leaves' in step ? step.leaves : 0);
          const { floor: next, ...told } = asked === null ? releaseFloor(floor, leaving) : claimFloor(floor, asked);
          floor = next;
          expect(told).toEqual(asked === null ? { granted: model.release(leaving) } : model.claim(asked));
          expect([floor.holder, ...floor.queue].map((one) => one?.talkId)).toEqual([model.holder?.talkId, ...model.ordered.map(({ talkId }) => talkId)]);
          const claimants = [floor.holder, ...floor.queue].flatMap((one) => one?.claimant ?? []);
          expect(new Set(claimants).size).toBe(claimants.length);
          // No lost wake-up: nobody waits for a free floor.
          expect(floor.holder !== null || floor.queue.length === 0).toBe(true);
        }
      }),
    );
  });
});

/** The same rules, said as simply as can be: everybody who asked, and was neither served, thrown out nor left, in the order they came. */
class Model {
  holder: Claim | null = null;
  waiting: Claim[] = [];

  get ordered(): Claim[] {
    return [...this.waiting.filter(({ rank }) => rank === 'desk'), ...this.waiting.filter(({ rank }) => rank === 'unit')];
  }

  nth(index: number): TalkId {
    const all = [this.holder, ...this.waiting].flatMap((one) => one?.talkId ?? []);
    return all[index % Math.max(1, all.length)] ?? ('nobody' as TalkId);
  }

  claim(asked: Claim): { talkId: TalkId; preempted: Claim | null } {
    const { holder } = this;
    const before = this.waiting.find(({ claimant }) => claimant === asked.claimant);
    if (holder?.claimant === asked.claimant) return { talkId: holder.talkId, preempted: null };
    const isServed = holder === null || (asked.rank === 'desk' && holder.rank === 'unit');
    if (!isServed && before !== undefined && (asked.rank === 'unit' || before.rank === 'desk')) return { talkId: before.talkId, preempted: null };
    this.waiting = this.waiting.filter((one) => one !== before);
    if (isServed) this.holder = asked;
    else this.waiting.push(asked);
    return { talkId: asked.talkId, preempted: isServed ? holder : null };
  }

  release(talkId: TalkId): Claim | null {
    if (this.holder?.talkId !== talkId) {
      this.waiting = this.waiting.filter((one) => one.talkId !== talkId);
      return null;
    }
    const next = this.ordered[0] ?? null;
    this.holder = next;
    this.waiting = this.waiting.filter((one) => one !== next);
    return next;
  }
}
