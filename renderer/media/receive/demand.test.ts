import { describe, expect, it } from 'vitest';
import { demandOf } from './demand.ts';

describe('demand', () => {
  it('is on while wanted', () => {
    expect(demandOf({ unwantedSinceAt: null, held: true, now: 9 })).toEqual({ demand: 'on', wakeAt: null });
  });

  it('outlasts a moment, pauses after 300 ms and gives up after 30 s', () => {
    const at = (now: number) => demandOf({ unwantedSinceAt: 1_000, held: true, now });
    expect(at(1_299)).toEqual({ demand: 'on', wakeAt: 1_300 });
    expect(at(1_300)).toEqual({ demand: 'paused', wakeAt: 31_000 });
    expect(at(30_999).demand).toBe('paused');
    expect(at(31_000)).toEqual({ demand: 'off', wakeAt: null });
  });

  it('gives up after a second when no tile holds the feed', () => {
    expect(demandOf({ unwantedSinceAt: 1_000, held: false, now: 2_000 }).demand).toBe('off');
  });

  it('is off for what was never wanted', () => {
    expect(demandOf({ unwantedSinceAt: Number.NEGATIVE_INFINITY, held: true, now: 0 })).toEqual({ demand: 'off', wakeAt: null });
  });
});
