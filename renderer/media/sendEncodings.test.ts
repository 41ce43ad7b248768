import { describe, expect, it } from 'vitest';
import { sendEncodings } from './sendEncodings.ts';

const heights = (widthPx: number, heightPx: number) =>
  sendEncodings({ widthPx, heightPx }).map(({ scaleResolutionDownBy }) => heightPx / (scaleResolutionDownBy ?? 1));

describe('send encodings', () => {
  it('sends layers of 180, 360 and 720 lines, smallest first, as far as the camera goes', () => {
    expect(heights(1280, 720)).toEqual([180, 360, 720]);
    expect(heights(640, 360)).toEqual([180, 360]);
    expect(heights(320, 180)).toEqual([180]);
  });

  it('counts the short side of a phone held upright', () => {
    expect(sendEncodings({ widthPx: 720, heightPx: 1280 })).toHaveLength(3);
  });

  it('gives each layer more than the one below', () => {
    const rates = sendEncodings({ widthPx: 1920, heightPx: 1080 }).map(({ maxBitrate }) => maxBitrate ?? 0);
    expect(rates).toEqual(rates.toSorted((one, other) => one - other));
    expect(new Set(rates).size).toBe(3);
  });

  it('leaves frames out only of simulcast layers', () => {
    const modes = (widthPx: number, heightPx: number) => sendEncodings({ widthPx, heightPx }).map(({ scalabilityMode }) => scalabilityMode);
    expect(modes(640, 360)).toEqual(['L1T3', 'L1T3']);
    expect(modes(320, 180)).toEqual([undefined]);
  });
});
