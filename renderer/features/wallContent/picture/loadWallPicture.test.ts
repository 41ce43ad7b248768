import { describe, expect, it } from 'vitest';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { base64Of } from '../../../link/base64.ts';
import { loadWallPicture } from './loadWallPicture.ts';

const PIECE = 3;

/** A hall that has the first `held` of a picture's ten bytes, and hands out three at a time. */
function setUp({ held = 10 } = {}) {
  const link = new FakeHallLink();
  const bytes = Uint8Array.from({ length: 10 }, (_, index) => index * 25);
  const offsets: number[] = [];
  link.goOnline();
  link.answers['wallPicture.read'] = ({ offset }) => {
    offsets.push(offset);
    return { base64: base64Of(bytes.subarray(offset, Math.min(held, offset + PIECE))), mimeType: 'image/png', totalBytes: bytes.length };
  };
  return { link, bytes, offsets };
}

describe('a picture for the wall', () => {
  it('is put together from its pieces', async () => {
    const { link, bytes, offsets } = setUp();
    const blob = await loadWallPicture(link, 'a'.repeat(64));
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
    expect(blob.type).toBe('image/png');
    expect(offsets).toEqual([0, 3, 6, 9]);
  });

  it('is not waited for without end when the hall has but a part of it', async () => {
    const { link } = setUp({ held: 6 });
    await expect(loadWallPicture(link, 'a'.repeat(64))).rejects.toMatchObject({ code: 'badPicture' });
  });
});
