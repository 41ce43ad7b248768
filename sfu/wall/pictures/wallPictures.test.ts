import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newTile, uniformLayout } from '#domain/wall/layouts.ts';
import { newCommandId } from '../../testing/newCommandId.ts';
import type { RawClient } from '../../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../../testing/testHall.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';

const OWN = '闽0203';
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

let test: TestHall;
let desk: RawClient;
let second: RawClient;
let above: RawClient;
let foreign: RawClient;

beforeAll(async () => {
  test = await startTestHall();
  desk = await test.enter('desk', { courtCode: OWN, roles: ['dispatcher'], name: '林调度' });
  second = await test.enter('desk', { courtCode: OWN, roles: ['dispatcher'], name: '王调度' });
  above = await test.enter('desk', { courtCode: '闽02', roles: ['dispatcher'], name: '陈调度' });
  foreign = await test.enter('desk', { courtCode: '闽0206', roles: ['dispatcher'], name: '郑调度' });
});
afterAll(() => test.close());

function drawn(size = 300_000) {
  const bytes = Buffer.concat([Buffer.from(PNG), randomBytes(size)]).subarray(0, size);
  return { bytes, pictureId: createHash('sha256').update(bytes).digest('hex') };
}

async function put({ bytes, pictureId }: ReturnType<typeof drawn>): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    const base64 = bytes.subarray(offset, offset + PICTURE_CHUNK_BYTES).toString('base64');
    ({ receivedBytes: offset } = await desk.request('wallPicture.put', { pictureId, mimeType: 'image/png', totalBytes: bytes.length, offset, base64 }));
  }
}

async function read(pictureId: string, who: RawClient): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let offset = 0, total = 1; offset < total;) {
    const piece = await who.request('wallPicture.read', { pictureId, offset });
    pieces.push(Buffer.from(piece.base64, 'base64'));
    offset += pieces.at(-1)?.length ?? 0;
    total = piece.totalBytes;
  }
  return Buffer.concat(pieces);
}

it('is the sender’s alone until a layout names it, then of everybody who sees that court', async () => {
  const picture = drawn();
  await put(picture);
  expect(await read(picture.pictureId, desk)).toEqual(picture.bytes);
  await expect(read(picture.pictureId, second)).rejects.toMatchObject({ code: 'notFound' });

  const layout = { ...uniformLayout({ columns: 1, rows: 1 }), tiles: [newTile({ column: 0, row: 0, columnSpan: 1, rowSpan: 1 }, { kind: 'picture', pictureId: picture.pictureId, title: '部署图' })] };
  await desk.request('preset.save', { commandId: newCommandId(), presetId: null, expectedVersion: 0, name: '图', scope: 'court', operationId: null, key: null, slots: [{ slotId: 'wall-1', layout }] });
  expect(await read(picture.pictureId, second)).toEqual(picture.bytes);
  expect(await read(picture.pictureId, above)).toEqual(picture.bytes);
  await expect(read(picture.pictureId, foreign)).rejects.toMatchObject({ code: 'notFound' });
});

it('takes no bytes that are not what their name says', async () => {
  const { bytes } = drawn(1_000);
  const sent = desk.request('wallPicture.put', { pictureId: 'b'.repeat(64), mimeType: 'image/png', totalBytes: bytes.length, offset: 0, base64: bytes.toString('base64') });
  await expect(sent).rejects.toMatchObject({ code: 'badPicture' });
});
