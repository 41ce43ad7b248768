import { describe, expect, it } from 'vitest';
import { interleaved } from './bench.ts';

describe('interleaved', () => {
  it('alternates who goes first, and pairs what belongs to one round', async () => {
    const order: string[] = [];
    const pairs: [number, string, string][] = [];
    const runner = (name: string) => async (round: number) => {
      order.push(`${name}${round}`);
      return `${name}${round}`;
    };
    await interleaved({
      rounds: 3,
      before: async (round) => {
        order.push(`before${round}`);
      },
      ours: runner('ours'),
      peer: runner('peer'),
      each: (round, ours, peer) => {
        pairs.push([round, ours, peer]);
      },
    });
    expect(order).toEqual(['before0', 'ours0', 'peer0', 'before1', 'peer1', 'ours1', 'before2', 'ours2', 'peer2']);
    expect(pairs).toEqual([[0, 'ours0', 'peer0'], [1, 'ours1', 'peer1'], [2, 'ours2', 'peer2']]);
  });
});
