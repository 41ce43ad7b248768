import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NewEvent } from '#domain/decision/decision.ts';
import { hallWithOperation, operationIdOf, operationOf, planned, stepIdOf } from '#domain/operations/operationRig.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import { court, openTestLog, openTestSession, type TestLog } from '../testing/testLog.ts';
import { PictureFolder } from './pictureFolder.ts';
import { createPictures } from './pictures.ts';

const operationId = operationIdOf(1);
let folder: string;
let pictures: PictureFolder;
let test: TestLog;
let handlers: ReturnType<typeof createPictures>['handlers'];
let now = 0;
const HOURLY_BYTES = 4 * 1024 * 1024;
const open: (() => void)[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pictures-test-'));
  pictures = await PictureFolder.create({ folder });
  test = await openTestLog();
  now = 0;
  handlers = createPictures({ folder: pictures, log: test.log, journal: test.journal, now: () => now, hourlyBytes: HOURLY_BYTES }).handlers;
  const { operationId: _, courtCode, state: __, stages: ___, checkIns: ____, version: _____, ...facts } = operationOf(hallWithOperation());
  await test.seed({ name: 'operation.planned', subject: `operation/${operationId}`, courtCode, data: { ...facts, teams: [], title: planned().title } });
});
afterEach(async () => {
  open.splice(0).forEach((end) => end());
  await vi.waitUntil(() => readdirSync(path.join(folder, 'pictures', 'unfinished')).length === 0);
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
const files = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);

describe('a picture', () => {
  it.each(['image/jpeg', 'image/png', 'image/webp'] as const)('of type %s comes in pieces and goes out the same', async (mimeType) => {
    const one = picture(mimeType);
    await putAll(one);
    expect(await pictures.has(one.pictureId)).toBe(true);
    expect(readFileSync(path.join(folder, 'pictures', one.pictureId.slice(0, 2), one.pictureId)).equals(one.bytes)).toBe(true);
    await test.seed(note([one.pictureId]));
    expect((await readAll(one)).equals(one.bytes)).toBe(true);
    expect(await handlers['picture.read']({ operationId, pictureId: one.pictureId, offset: 0 }, session().session)).toMatchObject({ mimeType, totalBytes: one.bytes.length });
  });

  it('that is there is not taken again', async () => {
    const one = picture();
    await putAll(one);
    expect(await put(one, 0)).toEqual({ receivedBytes: one.bytes.length });
    expect(files()).toEqual([one.pictureId]);
  });

  it('goes on where it stopped, whatever piece is sent', async () => {
    const one = picture();
    const who = session().session;
    expect(await put(one, PICTURE_CHUNK_BYTES, who)).toEqual({ receivedBytes: 0 });
    await put(one, 0, who);
    expect(await put(one, 0, who)).toEqual({ receivedBytes: PICTURE_CHUNK_BYTES });
    expect(await Promise.all([put(one, PICTURE_CHUNK_BYTES, who), put(one, 2 * PICTURE_CHUNK_BYTES, who)])).toEqual([{ receivedBytes: 2 * PICTURE_CHUNK_BYTES }, { receivedBytes: one.bytes.length }]);
    expect(await pictures.has(one.pictureId)).toBe(true);
  });

  it.each<[string, (one: Picture) => Picture]>([
    ['other bytes than it is named by', (one) => ({ ...one, pictureId: 'b'.repeat(64) })],
    ['another type than it says', (one) => ({ ...one, mimeType: 'image/png' })],
    ['bytes of no picture', () => {
      const bytes = Buffer.from('<svg onload="alert(1)">');
      return { bytes, pictureId: createHash('sha256').update(bytes).digest('hex'), mimeType: 'image/png' };
    }],
  ])('with %s is refused, and nothing of it stays', async (_, change) => {
    const one = change(picture());
    await expect(putAll(one)).rejects.toMatchObject({ code: 'badPicture' });
    expect(files()).toEqual([]);
  });

  it('with more bytes than it said is refused', async () => {
    const one = picture('image/jpeg', 1_000);
    const more = { operationId, pictureId: one.pictureId, mimeType: one.mimeType, totalBytes: 900, offset: 0, base64: one.bytes.toString('base64') };
    await expect(handlers['picture.put'](more, session().session)).rejects.toMatchObject({ code: 'tooLarge' });
    expect(files()).toEqual([]);
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

describe('what was begun', () => {
  it('goes with its session', async () => {
    const sender = session();
    await put(picture(), 0, sender.session);
    expect(files()).toHaveLength(1);
    sender.end();
    await vi.waitUntil(() => files().length === 0);
  });

  it('goes with the start of the hall, when that was killed', async () => {
    await put(picture(), 0);
    const one = picture();
    await putAll(one);
    writeFileSync(path.join(folder, 'pictures', 'unfinished', 'rest'), 'x');
    await PictureFolder.create({ folder });
    expect(files()).toEqual([one.pictureId]);
  });

  it('is given up for what one begins after it', async () => {
    const sender = session().session;
    const all = Array.from({ length: 6 }, () => picture());
    for (const one of all) {
      await put(one, 0, sender);
    }
    expect(files()).toHaveLength(4);
    expect(await put(all[0]!, PICTURE_CHUNK_BYTES, sender)).toEqual({ receivedBytes: 0 });
    expect(await put(all[5]!, PICTURE_CHUNK_BYTES, sender)).toEqual({ receivedBytes: 2 * PICTURE_CHUNK_BYTES });
  });

  it('is refused when there is no room on the disk, or the session has sent enough for an hour', async () => {
    const room = vi.spyOn(pictures, 'hasRoomFor').mockResolvedValueOnce(false);
    await expect(put(picture(), 0)).rejects.toMatchObject({ code: 'logUnavailable', params: { reason: 'diskFull' } });
    expect(room).toHaveBeenCalledOnce();
    const { session: sender } = session();
    const send = async () => {
      const one = picture('image/jpeg', 3 * PICTURE_CHUNK_BYTES);
      return put(one, 0, sender, 3 * PICTURE_CHUNK_BYTES);
    };
    let sent = 0;
    const error = await (async () => {
      for (;;) {
        sent += (await send()).receivedBytes;
      }
    })().catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'tooManyRequests' });
    expect(sent).toBeGreaterThan(HOURLY_BYTES - 3 * PICTURE_CHUNK_BYTES);
    now += 3_600_000;
    expect((await send()).receivedBytes).toBe(3 * PICTURE_CHUNK_BYTES);
  });
});
