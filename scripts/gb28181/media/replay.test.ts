import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Replay } from './replay.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FROM = 1_800_000_000_000;

function played({ scale = 1, lengthS = 60 }: { scale?: number; lengthS?: number } = {}) {
  const shown: number[] = [];
  let ended = 0;
  const replay = new Replay({
    from: FROM, to: FROM + lengthS * 1_000, scale, onEnd: () => void ended++,
    // A picture that says when it was taken.
    source: { codec: 'h264', live: () => () => undefined, recordedAt: (at) => ({ picture: { bytes: Buffer.from(String((at - FROM) / 1_000)), isKeyFrame: at % 1_000 === 0 }, nextAtMs: at + 100 }) },
    onPicture: ({ bytes }) => void shown.push(Number(bytes.toString())),
  });
  replay.play({ seekMs: null, scale: null });
  return { replay, shown, ended: () => ended };
}

describe('a recording that plays', () => {
  it('goes as fast as it is asked to', () => {
    const { replay, shown } = played();
    vi.advanceTimersByTime(2_000);
    expect(shown.at(-1)).toBe(2);
    replay.play({ seekMs: null, scale: 4 });
    vi.advanceTimersByTime(2_000);
    expect(shown.at(-1)).toBeCloseTo(10, 0);
    replay.play({ seekMs: null, scale: 0.5 });
    const from = shown.at(-1)!;
    vi.advanceTimersByTime(2_000);
    expect(shown.at(-1)! - from).toBeCloseTo(1, 0);
  });

  it('stands while it is paused, and goes on from there', () => {
    const { replay, shown } = played();
    vi.advanceTimersByTime(1_000);
    replay.pause();
    vi.advanceTimersByTime(60_000);
    expect(shown.at(-1)).toBe(1);
    replay.play({ seekMs: null, scale: null });
    vi.advanceTimersByTime(500);
    expect(shown.at(-1)).toBeCloseTo(1.6, 1);
  });

  it('goes to a place and begins with the key frame there', () => {
    const { replay, shown } = played();
    replay.play({ seekMs: 30_400, scale: null });
    expect(shown.at(-1)).toBe(30);
  });

  it('sends key frames alone when it goes faster than a picture can be read', () => {
    const { shown } = played({ scale: 8 });
    vi.advanceTimersByTime(1_000);
    expect(shown).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('says once that it is at its end', () => {
    const { shown, ended } = played({ lengthS: 2 });
    vi.advanceTimersByTime(60_000);
    expect([shown.at(-1), ended()]).toEqual([1.9, 1]);
  });
});
