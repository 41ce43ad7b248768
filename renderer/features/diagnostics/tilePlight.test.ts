import { describe, expect, it } from 'vitest';
import { shouldReload } from './tilePlight.ts';

const healthy = { silentMs: 0, stepsInVain: 0 };
const ill = (silentMs: number, stepsInVain = 3) => ({ silentMs, stepsInVain });

describe('shouldReload', () => {
  it('reloads for a window whose pictures stand still though everything else was tried', () => {
    expect(shouldReload([ill(20_000), ill(25_000), healthy])).toBe(true);
    expect(shouldReload([ill(20_000)])).toBe(true);
  });

  it('leaves alone what is young, what was not mended yet, and a window without pictures', () => {
    expect(shouldReload([ill(19_000), ill(19_000)])).toBe(false);
    expect(shouldReload([ill(90_000, 1)])).toBe(false);
    expect(shouldReload([healthy, healthy])).toBe(false);
    expect(shouldReload([])).toBe(false);
  });

  it('waits longer with one ill picture among healthy ones', () => {
    expect(shouldReload([ill(30_000), healthy, healthy])).toBe(false);
    expect(shouldReload([ill(60_000), healthy, healthy])).toBe(true);
  });
});
