import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalReport } from '#domain/reports/canonicalReport.ts';
import type { RequestInput } from '#protocol/contract.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

let test: TestHall;
let desk: RawClient;
let foreign: RawClient;
let clerk: RawClient;
let unit: { unitId: UnitId; token: string };
let phone: RawClient;

beforeAll(async () => {
  test = await startTestHall();
  desk = await test.enter('desk', { courtCode: '闽02', roles: ['dispatcher'] });
  foreign = await test.enter('desk', { courtCode: '闽0206', roles: ['dispatcher'] });
  clerk = await test.enter('desk', { courtCode: '闽0203', roles: ['clerk'] });
  unit = await test.unit({ courtCode: '闽0203', name: '单兵07' });
  phone = await test.enter('unit', { token: unit.token });
});
afterAll(() => test.close());

const CHAIN = crypto.randomUUID();
type Said = RequestInput<'report.submit'>;
const said = (more: Partial<Said> = {}): Said => ({
  commandId: newCommandId(), chainId: CHAIN, deviceSequence: 1, previousHash: null, kind: 'note', text: '门已打开', picture: null, takenAt: Date.now(), clockOffsetMs: 3, position: { longitudeDeg: 118.1, latitudeDeg: 24.5, accuracyM: 8, at: Date.now() }, operationId: null, ...more,
});
function photo(size = 300_000) {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), randomBytes(size)]).subarray(0, size);
  return { bytes, pictureId: createHash('sha256').update(bytes).digest('hex'), mimeType: 'image/jpeg' as const, totalBytes: size };
}
async function put({ bytes, ...picture }: ReturnType<typeof photo>, by = phone): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    ({ receivedBytes: offset } = await by.request('report.putPicture', { ...picture, offset, base64: bytes.subarray(offset, offset + PICTURE_CHUNK_BYTES).toString('base64') }));
  }
}
const refusal = (asked: Promise<unknown>) => asked.then(() => 'ok', (error: { code: string }) => error.code);
const list = (by: RawClient, more: Partial<RequestInput<'report.list'>> = {}) => by.request('report.list', { operationId: null, unitId: null, limit: 100, ...more });

describe('a report', () => {
  it('is kept once with the hash that the device computes, too, and stands in its chain', async () => {
    const first = said();
    const answer = await phone.request('report.submit', first);
    expect(await phone.request('report.submit', first)).toEqual(answer);
    const { commandId: _, ...rest } = first;
    expect(answer).toMatchObject({ hash: createHash('sha256').update(canonicalReport(unit.unitId, rest)).digest('hex'), chain: 'whole' });
    const second = await phone.request('report.submit', said({ deviceSequence: 2, previousHash: answer.hash, text: '已进入' }));
    const lost = await phone.request('report.submit', said({ deviceSequence: 4, previousHash: 'e'.repeat(64), text: '第四条' }));
    expect([second.chain, lost.chain]).toEqual(['whole', 'gap']);
    const { reports } = await list(desk, { unitId: unit.unitId });
    expect(reports.map(({ text, chain, missing, byName, courtCode }) => [text, chain, missing, byName, courtCode])).toEqual([
      ['第四条', 'gap', 1, '单兵07', '闽0203'],
      ['已进入', 'whole', 0, '单兵07', '闽0203'],
      ['门已打开', 'whole', 0, '单兵07', '闽0203'],
    ]);
    // Whoever has the log alone can compute the hash again.
    const { chainId, deviceSequence, previousHash, kind, text, picture, takenAt, clockOffsetMs, position, operationId, hash } = reports[1]!;
    expect(createHash('sha256').update(canonicalReport(unit.unitId, { chainId, deviceSequence, previousHash, kind, text, picture, takenAt, clockOffsetMs, position, operationId })).digest('hex')).toBe(hash);
  });

  it('has its photo whole before it, and gives it back byte for byte to those who may see', async () => {
    const { bytes, ...picture } = photo();
    const taken = said({ chainId: crypto.randomUUID(), kind: 'photo', text: '', picture });
    expect(await refusal(phone.request('report.submit', { ...taken, commandId: newCommandId() }))).toBe('notFound');
    await put({ bytes, ...picture });
    expect(await refusal(phone.request('report.submit', { ...taken, commandId: newCommandId(), picture: { ...picture, totalBytes: 1 } }))).toBe('notFound');
    const { reportId } = await phone.request('report.submit', taken);
    const pieces: Buffer[] = [];
    for (let offset = 0; offset < bytes.length; offset += pieces.at(-1)!.length) {
      pieces.push(Buffer.from((await desk.request('report.readPicture', { reportId, offset })).base64, 'base64'));
    }
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    expect(await refusal(foreign.request('report.readPicture', { reportId, offset: 0 }))).toBe('notFound');
    // A clerk's desk sees no pictures.
    expect(await refusal(clerk.request('report.readPicture', { reportId, offset: 0 }))).toBe('forbidden');
  });

  it('comes from units alone, and is seen by nobody of another court', async () => {
    expect(await refusal(desk.request('report.submit', said()))).toBe('forbidden');
    expect(await refusal(put(photo(10), desk))).toBe('forbidden');
    expect((await list(foreign)).reports).toEqual([]);
    expect(await refusal(list(foreign, { unitId: unit.unitId }))).toBe('notFound');
    expect(await refusal(phone.request('report.submit', said({ text: '' })))).toBe('emptyNote');
    expect(await refusal(put({ ...photo(), pictureId: 'b'.repeat(64) }))).toBe('badPicture');
    expect(await refusal(put({ ...photo(10), totalBytes: 13 * 1024 * 1024 }))).toBe('badInput');
  });

  it('is listed page by page', async () => {
    const first = await list(desk, { limit: 2 });
    const second = await list(desk, { limit: 100, before: first.reports.at(-1)!.sequence });
    expect([first.more, first.reports.length, second.more]).toEqual([true, 2, false]);
    expect([...first.reports, ...second.reports]).toEqual((await list(desk)).reports);
  });
});
