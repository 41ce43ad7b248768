import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockRegion, readClock } from '#domain/frameClock/frameClock.ts';
import { BLACK_LUMA, paintBox, paintClock, paintLettering, WHITE_LUMA } from './paint.ts';
import { copiedPicture, planarBytes, planarPicture, type Picture } from './planes.ts';

const SIZES = [
  { width: 1280, height: 720 },
  { width: 640, height: 360 },
  { width: 320, height: 180 },
];

function aPicture(size = SIZES[1]!): { picture: Picture; bytes: Uint8Array } {
  const bytes = new Uint8Array(planarBytes(size)).fill(90);
  return { picture: planarPicture(bytes, size), bytes };
}

function readFrom(picture: Picture, now: number) {
  const region = clockRegion(picture);
  return readClock((x, y) => {
    const column = Math.floor(region.x + x * region.width);
    const row = Math.floor(region.y + y * region.height);
    return picture.luma.bytes[row * picture.luma.strideBytes + column]!;
  }, now);
}

describe('painting into planes', () => {
  it.each(SIZES)('burns a clock that reads back at $width × $height', (size) => {
    const now = Date.UTC(2026, 10, 22, 12);
    fc.assert(
      fc.property(fc.integer({ min: now - 1e6, max: now + 1e6 }), fc.integer({ min: 0, max: 255 }), (capturedAt, sourceTag) => {
        const { picture } = aPicture(size);
        paintClock(picture, { capturedAt, sourceTag });
        expect(readFrom(picture, now)).toEqual({ capturedAt, sourceTag });
      }),
      { numRuns: 40 },
    );
  });

  it('leaves everything above the clock strip as it was', () => {
    const { picture } = aPicture();
    paintClock(picture, { capturedAt: 1_763_800_000_000, sourceTag: 9 });
    const above = picture.luma.bytes.subarray(0, Math.floor(clockRegion(picture).y) * 640);
    expect(above.every((value) => value === 90)).toBe(true);
  });

  it('takes the colour out of the strip, so that cells are grey in RGB too', () => {
    const { picture } = aPicture();
    paintClock(picture, { capturedAt: 1_763_800_000_000, sourceTag: 9 });
    const [u] = picture.chroma;
    expect(u.bytes[(u.height - 2) * u.strideBytes + 4]).toBe(128);
    expect(u.bytes[0]).toBe(90);
  });

  it('reads back from an NV12 frame with a padded stride', () => {
    const layout = [
      { offset: 0, stride: 704 },
      { offset: 704 * 360, stride: 704 },
    ];
    const bytes = new Uint8Array(704 * 360 + 704 * 180).fill(60);
    const picture = copiedPicture({ bytes, format: 'NV12', width: 640, height: 360, layout })!;
    const now = 1_763_800_000_123;
    paintClock(picture, { capturedAt: now, sourceTag: 200 });
    expect(readFrom(picture, now)).toEqual({ capturedAt: now, sourceTag: 200 });
  });

  it('knows no packed RGB', () => {
    const options = { bytes: new Uint8Array(16), format: 'RGBA', width: 2, height: 2, layout: [{ offset: 0, stride: 8 }] };
    expect(copiedPicture(options)).toBeNull();
  });

  it('whitens, darkens or leaves alone as the lettering says, and cuts at the edges', () => {
    const { picture } = aPicture();
    const lettering = { width: 3, height: 1, shade: Uint8Array.of(255, 128, 0) };
    paintLettering(picture, lettering, { x: 10, y: 5 });
    expect([...picture.luma.bytes.subarray(5 * 640 + 10, 5 * 640 + 13)]).toEqual([WHITE_LUMA, 90, BLACK_LUMA]);
    paintLettering(picture, lettering, { x: -2, y: 0 });
    expect([...picture.luma.bytes.subarray(0, 2)]).toEqual([BLACK_LUMA, 90]);
    paintLettering(picture, lettering, { x: 639, y: 359 });
    expect(picture.luma.bytes[359 * 640 + 639]).toBe(WHITE_LUMA);
  });

  it('writes white, not a light green, on green', () => {
    const { picture } = aPicture();
    const [u] = picture.chroma;
    u.bytes.fill(30);
    paintLettering(picture, { width: 2, height: 2, shade: new Uint8Array(4).fill(255) }, { x: 100, y: 50 });
    expect(u.bytes[25 * 320 + 50]).toBeGreaterThan(126);
    expect(u.bytes[25 * 320 + 51]).toBe(30);
  });

  it('fills a box in luma and chroma and cuts it to the picture', () => {
    const { picture } = aPicture();
    paintBox(picture, { x: 630, y: 350, width: 50, height: 50 }, { luma: 200, u: 20, v: 30 });
    expect(picture.luma.bytes[355 * 640 + 635]).toBe(200);
    expect(picture.luma.bytes[355 * 640 + 629]).toBe(90);
    expect(picture.chroma[0].bytes[178 * 320 + 318]).toBe(20);
    expect(picture.chroma[1].bytes[178 * 320 + 318]).toBe(30);
  });
});
