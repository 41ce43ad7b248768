import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPictureCheck, SMALL_HEIGHT_PX, SMALL_WIDTH_PX } from './pictureCheck.ts';

const SIZE = SMALL_WIDTH_PX * SMALL_HEIGHT_PX;

function picture(lumaAt: (index: number) => number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(SIZE * 4);
  for (let index = 0; index < SIZE; index += 1) {
    pixels.fill(lumaAt(index), index * 4, index * 4 + 3);
  }
  return pixels;
}

describe('picture check', () => {
  it('finds an all-black picture, and says since when', () => {
    const check = createPictureCheck();
    expect(check.look(picture(() => 90), { now: 0, clock: null }).blackSinceAt).toBeNull();
    check.look(picture(() => 2), { now: 1_000, clock: null });
    expect(check.look(picture(() => 3), { now: 4_000, clock: null }).blackSinceAt).toBe(1_000);
    expect(check.look(picture(() => 90), { now: 5_000, clock: null }).blackSinceAt).toBeNull();
  });

  it('takes a dark night for a picture', () => {
    const check = createPictureCheck();
    const night = picture((index) => (index % 40 === 0 ? 14 : 4));
    const withALamp = picture((index) => (index === 7 ? 200 : 0));
    expect(check.look(night, { now: 0, clock: null }).blackSinceAt).toBeNull();
    expect(check.look(withALamp, { now: 1_000, clock: null }).blackSinceAt).toBeNull();
  });

  it('finds a repeated picture, until anything in it changes', () => {
    const check = createPictureCheck();
    const scene = (index: number) => (index * 7) % 251;
    check.look(picture(scene), { now: 0, clock: null });
    expect(check.look(picture(scene), { now: 1_000, clock: null }).stillSinceAt).toBe(1_000);
    expect(check.look(picture(scene), { now: 9_000, clock: null }).stillSinceAt).toBe(1_000);
    expect(check.look(picture((index) => (index === 300 ? 0 : scene(index))), { now: 10_000, clock: null }).stillSinceAt).toBeNull();
  });

  it('believes the clock in the frame: what shows another time is another frame', () => {
    const check = createPictureCheck();
    const scene = picture(() => 80);
    check.look(scene, { now: 0, clock: 50_000 });
    expect(check.look(scene, { now: 1_000, clock: 51_000 }).stillSinceAt).toBeNull();
    expect(check.look(scene, { now: 2_000, clock: 51_000 }).stillSinceAt).toBe(2_000);
  });

  it('never calls a picture still that differs by one sample from the one before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: SIZE - 1 }), fc.integer({ min: 0, max: 250 }), fc.integer({ min: 1, max: 5 }), (at, luma, step) => {
        const check = createPictureCheck();
        check.look(picture(() => luma), { now: 0, clock: null });
        expect(check.look(picture((index) => luma + (index === at ? step : 0)), { now: 1_000, clock: null }).stillSinceAt).toBeNull();
      }),
    );
  });
});
