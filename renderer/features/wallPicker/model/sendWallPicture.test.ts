import { expect, it } from 'vitest';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { sendWallPicture } from './sendWallPicture.ts';

const ABC_SHA256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const never = () => new AbortController().signal;

it('sends a picture in pieces, from where the hall says, under the hash of its bytes', async () => {
  const link = new FakeHallLink();
  link.goOnline();
  const size = 300_000;
  const shares: number[] = [];
  link.answers['wallPicture.put'] = ({ offset, base64 }) => ({ receivedBytes: offset + Math.floor((base64.length * 3) / 4) - (base64.match(/=+$/)?.[0].length ?? 0) });
  await sendWallPicture({ link, picture: new Blob([new Uint8Array(size)], { type: 'image/png' }), onProgress: (share) => shares.push(share), signal: never() });
  expect(link.inputsOf('wallPicture.put').map(({ offset }) => offset)).toEqual([0, 131_072, 262_144]);
  expect(shares.at(-1)).toBe(1);
  expect(await sendWallPicture({ link, picture: new Blob(['abc'], { type: 'image/webp' }), onProgress: () => undefined, signal: never() })).toBe(ABC_SHA256);
});

it('refuses what no tile can show before anything is sent', async () => {
  const link = new FakeHallLink();
  link.goOnline();
  const send = (picture: Blob) => sendWallPicture({ link, picture, onProgress: () => undefined, signal: never() });
  await expect(send(new Blob(['x'], { type: 'text/plain' }))).rejects.toMatchObject({ code: 'badPicture' });
  await expect(send(new Blob([new Uint8Array(12 * 1024 * 1024 + 1)], { type: 'image/png' }))).rejects.toMatchObject({ code: 'tooLarge' });
  expect(link.asked).toEqual([]);
});
