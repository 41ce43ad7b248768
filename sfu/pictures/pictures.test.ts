import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewEvent } from '#domain/decision/decision.ts';
import { hallWithOperation, operationIdOf, operationOf, planned, stepIdOf } from '#domain/operations/operationRig.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import { court, openTestLog, openTestSession, type TestLog } from '../testing/testLog.ts';
import type { FileShelf } from '../ports/pictures.ts';
import { createShelf } from '../shelf/createShelf.ts';
import { createPictures, picturesOn } from './pictures.ts';

const operationId = operationIdOf(1);
let folder: string;
let shelf: FileShelf;
let test: TestLog;
let handlers: ReturnType<typeof createPictures>['handlers'];
const open: (() => void)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pictures-test-'));
  test = await openTestLog();
  shelf = await createShelf({ folder, now: Date.now });
  handlers = createPictures({ shelf, log: test.log, journal: test.journal }).handlers;
  const { operationId: _, courtCode, state: __, stages: ___, checkIns: ____, version: _____, ...facts } = operationOf(hallWithOperation());
  await test.seed({ name: 'operation.planned', subject: `operation/${operationId}`, courtCode, data: { ...facts, teams: [], title: planned().title } });
});
afterEach(async () => {
  open.splice(0).forEach((end) => end());
  rmSync(folder, { recursive: true, force: true });
});

const MAGIC = { 'image/jpeg': [0xff, 0xd8, 0xff], 'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'image/webp': [...Buffer.from('RIFF....WEBP')] } as const;
type MimeType = keyof typeof MAGIC;

function picture(mimeType: MimeType = 'image/jpeg', size = 300_000) {
  const bytes = Buffer.concat([Buffer.from(MAGIC[mimeType]), randomBytes(size)]).subarray(0, size);
  return { bytes, pictureId: createHash('sha256').update(bytes).digest('hex'), mimeType };
}
type Picture = ReturnType<typeof picture>;
const session = () => {
  const opened = openTestSession({ courtCode: '闽0203' });
  open.push(opened.end);
  return opened;
};
const put = ({ bytes, pictureId, mimeType }: Picture, offset: number, who = session().session, size = PICTURE_CHUNK_BYTES) =>
  handlers['picture.put']({ operationId, pictureId, mimeType, totalBytes: bytes.length, offset, base64: bytes.subarray(offset, offset + size).toString('base64') }, who);
async function putAll(one: Picture, who = session().session): Promise<void> {
  for (let offset = 0; offset < one.bytes.length;) {
    offset = (await put(one, offset, who)).receivedBytes;
  }
}
const note = (pictureIds: string[], of = operationId): NewEvent => ({ name: 'journal.noted', subject: `journal/${of}`, courtCode: court('闽0203'), data: { text: '', pictureIds, mark: null } });
async function readAll({ pictureId }: Pick<Picture, 'pictureId'>, of = operationId): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let offset = 0, total = 1; offset < total;) {
    const { base64, totalBytes } = await handlers['picture.read']({ operationId: of, pictureId, offset }, session().session);
    pieces.push(Buffer.from(base64, 'base64'));
    offset += pieces.at(-1)!.length;
    total = totalBytes;
  }
  return Buffer.concat(pieces);
}
describe('a picture', () => {
  it.each(['image/jpeg', 'image/png', 'image/webp'] as const)('of type %s comes in pieces and goes out the same', async (mimeType) => {
    const one = picture(mimeType);
    await putAll(one);
    expect(await picturesOn(shelf).has(one.pictureId)).toBe(true);
    expect(readFileSync(path.join(folder, 'pictures', one.pictureId.slice(0, 2), one.pictureId)).equals(one.bytes)).toBe(true);
    await test.seed(note([one.pictureId]));
    expect((await readAll(one)).equals(one.bytes)).toBe(true);
    expect(await handlers['picture.read']({ operationId, pictureId: one.pictureId, offset: 0 }, session().session)).toMatchObject({ mimeType, totalBytes: one.bytes.length });
  });

  it('is read only where a note or an item of the operation names it', async () => {
    const one = picture();
    await putAll(one);
    await expect(readAll(one)).rejects.toMatchObject({ code: 'notFound', params: { what: 'picture' } });
    await test.seed(note([one.pictureId], operationIdOf(2)));
    // Naming it in words is not enough.
    await test.seed({ name: 'journal.noted', subject: `journal/${operationId}`, courtCode: court('闽0203'), data: { text: one.pictureId, pictureIds: [], mark: null } });
    await expect(readAll(one)).rejects.toMatchObject({ code: 'notFound' });
    const at = { subject: `step/${stepIdOf(1)}`, courtCode: court('闽0203') };
    await test.seed({ name: 'step.planned', ...at, data: { operationId, template: 'search', facts: [], partyId: null, caseNumber: null, team: null, note: '' } });
    await test.seed({ name: 'step.itemDone', ...at, data: { item: 'record', text: '', pictureId: one.pictureId } });
    expect((await readAll(one)).equals(one.bytes)).toBe(true);
    test.journal.setDown('away');
    expect((await readAll(one)).equals(one.bytes)).toBe(true);
    await expect(readAll(picture())).rejects.toMatchObject({ code: 'logUnavailable' });
  });
});
