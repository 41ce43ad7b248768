import { expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import { base64Of } from '../../../link/base64.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { pictureIntake } from './pictureTray.ts';
import { readPicture } from './readPicture.ts';

const operationId = 'operation' as OperationId;

it('a picture is put together from its pieces, asked for once by two who look, and again after a failure', async () => {
  const link = new FakeHallLink();
  link.goOnline();
  const bytes = Uint8Array.from({ length: PICTURE_CHUNK_BYTES + 5 }, (_, index) => (index * 31) & 0xff);
  link.answers['picture.read'] = () => {
    throw new AppError('timedOut');
  };
  await expect(readPicture(link, { operationId, pictureId: 'a' })).rejects.toMatchObject({ code: 'timedOut' });
  link.answers['picture.read'] = ({ offset }) => ({ base64: base64Of(bytes.subarray(offset, offset + PICTURE_CHUNK_BYTES)), mimeType: 'image/png', totalBytes: bytes.length });
  const [one, two] = await Promise.all([readPicture(link, { operationId, pictureId: 'a' }), readPicture(link, { operationId, pictureId: 'a' })]);
  expect(one).toBe(two);
  expect(new Uint8Array(await one.arrayBuffer())).toEqual(bytes);
  expect(one.type).toBe('image/png');
  expect(link.inputsOf('picture.read')).toHaveLength(3);
});

it('an operation takes its pictures under its own id', async () => {
  const link = new FakeHallLink();
  link.goOnline();
  link.answers['picture.put'] = () => ({ receivedBytes: 1 });
  await pictureIntake({ link, operationId }).put({ fileId: 'hash', mimeType: 'image/png', totalBytes: 1, offset: 0, base64: 'AA==' });
  expect(link.inputsOf('picture.put')).toEqual([{ operationId, pictureId: 'hash', mimeType: 'image/png', totalBytes: 1, offset: 0, base64: 'AA==' }]);
});
