import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { slotId } from '#protocol/nouns/ids.ts';
import type { WallHand } from '#protocol/wall/wall.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { createWallHands } from './createWallHands.ts';

const hand = (column: number): WallHand => ({ slotId: slotId.parse('wall-1'), cell: { column, row: 0 }, doing: 'pointing' });

function setUp() {
  const link = new FakeHallLink();
  link.goOnline();
  link.answers['wall.showHand'] = () => ({});
  const hands = createWallHands({ link });
  return { link, hands, end: hands.follow(), columns: () => link.inputsOf('wall.showHand').map((input) => input.hand?.cell?.column ?? null) };
}

describe('the hand at the wall', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is shown at most four times a second, and where it came to rest', () => {
    const { hands, columns } = setUp();
    for (let column = 0; column < 12; column += 1) {
      hands.show(hand(column));
    }
    expect(columns()).toEqual([0]);
    vi.advanceTimersByTime(1_000);
    expect(columns()).toEqual([0, 11]);
    hands.show(hand(11));
    vi.advanceTimersByTime(1_000);
    expect(columns()).toEqual([0, 11]);
  });

  it('is taken away with the panel', () => {
    const { hands, columns, end } = setUp();
    hands.show(hand(3));
    end();
    vi.advanceTimersByTime(1_000);
    expect(columns()).toEqual([3, null]);
  });
});
