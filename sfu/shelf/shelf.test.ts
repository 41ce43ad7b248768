import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statfsSync, truncateSync, utimesSync } from 'node:fs';
import * as fsPromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { FileShelf, FileType } from '../ports/pictures.ts';
import { openTestSession } from '../testing/testLog.ts';
import { createShelf } from './createShelf.ts';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fsPromises>();
  return { ...real, statfs: vi.fn<typeof fsPromises.statfs>(real.statfs) };
});

const HOURLY_BYTES = 4 * 1024 * 1024;
const PIECE = 128 * 1024;
const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
const MAGIC: Record<FileType, readonly number[]> = { 'image/jpeg': [0xff, 0xd8, 0xff], 'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'image/webp': [...Buffer.from('RIFF....WEBP')], 'application/pdf': [...Buffer.from('%PDF-1.7')] };

let folder: string;
let shelf: FileShelf;
let now: number;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'shelf-test-'));
  now = Date.now();
  await open();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As after a start of the hall. */
async function open(): Promise<void> {
  shelf = await createShelf({ folder, now: () => now, hourlyBytes: HOURLY_BYTES });
}

function file(mimeType: FileType = 'image/jpeg', size = 300_000) {
  const bytes = Buffer.concat([Buffer.from(MAGIC[mimeType]), randomBytes(size)]).subarray(0, size);
  return { bytes, fileId: createHash('sha256').update(bytes).digest('hex'), mimeType };
}
type File = ReturnType<typeof file>;
const unit = () => crypto.randomUUID() as UnitId;
const sender = (unitId = unit()) => openTestSession({ courtCode: '闽0203', unitId }).session;
const put = ({ bytes, fileId, mimeType }: File, offset: number, who = sender(), size = PIECE) =>
  shelf.put({ fileId, mimeType, totalBytes: bytes.length, offset, base64: bytes.subarray(offset, offset + size).toString('base64') }, who);
async function putAll(one: File, who = sender()): Promise<void> {
  for (let offset = 0; offset < one.bytes.length;) offset = await put(one, offset, who);
}
const whole = async ({ fileId, bytes }: File) => (await shelf.read(fileId, { offset: 0, length: bytes.length, types: TYPES }))?.bytes.equals(bytes) ?? false;
const begun = () => readdirSync(path.join(folder, 'pictures', 'unfinished'));

describe('a file', () => {
  it.each(TYPES)('of type %s comes in pieces and goes out the same, to those who ask for its type', async (mimeType) => {
    const one = file(mimeType);
    await putAll(one);
    expect(await whole(one)).toBe(true);
    expect(await shelf.read(one.fileId, { offset: PIECE, length: 10, types: [mimeType] })).toEqual({ bytes: one.bytes.subarray(PIECE, PIECE + 10), mimeType, totalBytes: one.bytes.length });
    expect(await shelf.read(one.fileId, { offset: 0, length: 1, types: TYPES.filter((type) => type !== mimeType) })).toBeNull();
  });

  it('that is there is not taken again', async () => {
    const one = file();
    await putAll(one);
    expect(await put(one, 0)).toBe(one.bytes.length);
    expect(begun()).toEqual([]);
  });

  it('goes on where it stopped, whatever piece is sent', async () => {
    const one = file();
    const who = sender();
    expect(await put(one, PIECE, who)).toBe(0);
    await put(one, 0, who);
    expect(await put(one, 0, who)).toBe(PIECE);
    expect(await Promise.all([put(one, PIECE, who), put(one, 2 * PIECE, who)])).toEqual([2 * PIECE, one.bytes.length]);
    expect(await whole(one)).toBe(true);
  });

  it('goes on in another session of the same sender and after a restart, and is nobody else’s to go on with', async () => {
    const one = file();
    const unitId = unit();
    await put(one, 0, sender(unitId));
    await open();
    expect(await put(one, PIECE, sender())).toBe(0);
    expect(await put(one, PIECE, sender(unitId))).toBe(2 * PIECE);
    expect(await put(one, 2 * PIECE, sender(unitId))).toBe(one.bytes.length);
    expect(await whole(one)).toBe(true);
  });

  it('has its name in the end though the hall was killed between its last byte and that', async () => {
    const [one, wrong] = [file(), { ...file(), fileId: 'c'.repeat(64) }];
    const who = sender();
    for (const each of [one, wrong]) {
      await put(each, 0, who);
      appendFileSync(path.join(folder, 'pictures', 'unfinished', begun().find((name) => name.endsWith(each.fileId))!), each.bytes.subarray(PIECE));
    }
    await open();
    expect(await put(one, 0, who)).toBe(one.bytes.length);
    expect(await whole(one)).toBe(true);
    await expect(put(wrong, 0, who)).rejects.toMatchObject({ code: 'badPicture' });
    expect(begun()).toEqual([]);
  });

  it('goes on in the middle of a piece that a killed hall wrote a part of', async () => {
    const one = file();
    const who = sender();
    await put(one, 0, who);
    truncateSync(path.join(folder, 'pictures', 'unfinished', begun()[0]!), 1_234);
    await open();
    expect(await put(one, PIECE, who)).toBe(1_234);
    for (let offset = 1_234; offset < one.bytes.length;) offset = await put(one, offset, who);
    expect(await whole(one)).toBe(true);
  });

  it.each<[string, (one: File) => File]>([
    ['other bytes than it is named by', (one) => ({ ...one, fileId: 'b'.repeat(64) })],
    ['another type than it says', (one) => ({ ...one, mimeType: 'image/png' })],
    ['bytes of no known kind', () => {
      const bytes = Buffer.from('<svg onload="alert(1)">');
      return { bytes, fileId: createHash('sha256').update(bytes).digest('hex'), mimeType: 'image/png' };
    }],
  ])('with %s is refused, and nothing of it stays', async (_, change) => {
    const one = change(file());
    await expect(putAll(one)).rejects.toMatchObject({ code: 'badPicture' });
    expect([begun(), await whole(one)]).toEqual([[], false]);
  });

  it('with more bytes than it said is refused', async () => {
    const one = file('image/jpeg', 1_000);
    await expect(shelf.put({ fileId: one.fileId, mimeType: one.mimeType, totalBytes: 900, offset: 0, base64: one.bytes.toString('base64') }, sender())).rejects.toMatchObject({ code: 'tooLarge' });
    expect(begun()).toEqual([]);
  });
});

describe('what was begun', () => {
  it('is given up for what the same sender begins after it, and for nobody else’s', async () => {
    const who = sender();
    const other = file();
    await put(other, 0);
    const all = Array.from({ length: 6 }, () => file());
    for (const [age, one] of all.entries()) {
      await put(one, 0, who);
      const seconds = Date.now() / 1_000 - 100 + age;
      utimesSync(path.join(folder, 'pictures', 'unfinished', begun().find((name) => name.endsWith(one.fileId))!), seconds, seconds);
    }
    expect(begun()).toHaveLength(5);
    expect(await put(all[0]!, PIECE, who)).toBe(0);
    expect(await put(all[5]!, PIECE, who)).toBe(2 * PIECE);
  });

  it('is gone when nobody has sent anything of it for a week', async () => {
    const one = file();
    const who = sender();
    await put(one, 0, who);
    now += 6 * 86_400_000;
    await put(file(), 0);
    expect(begun()).toHaveLength(2);
    now += 2 * 86_400_000;
    const late = file();
    await put(late, 0);
    expect(begun().map((name) => name.endsWith(late.fileId))).toEqual([true]);
    expect(await put(one, PIECE, who)).toBe(0);
  });

  it('is refused when there is no room on the disk, or the sender has sent enough for an hour', async () => {
    vi.mocked(fsPromises.statfs).mockResolvedValueOnce({ ...statfsSync(folder), bavail: 1 });
    await expect(put(file(), 0)).rejects.toMatchObject({ code: 'logUnavailable', params: { reason: 'diskFull' } });
    const who = sender();
    const send = () => put(file('image/jpeg', 3 * PIECE), 0, who, 3 * PIECE);
    let sent = 0;
    const error = await (async () => {
      for (;;) sent += await send();
    })().catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'tooManyRequests' });
    expect(sent).toBeGreaterThan(HOURLY_BYTES - 3 * PIECE);
    now += 3_600_000;
    expect(await send()).toBe(3 * PIECE);
  });
});
