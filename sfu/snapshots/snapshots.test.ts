import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import { encodeFix } from '#protocol/telemetry/frames.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

const OWN = '闽0203';
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

let test: TestHall;
let desk: RawClient;
let foreign: RawClient;
let above: RawClient;
let feedId: FeedId;
let unitId: string;

beforeAll(async () => {
  test = await startTestHall();
  desk = await test.enter('desk', { courtCode: OWN, roles: ['dispatcher'], name: '林调度' });
  foreign = await test.enter('desk', { courtCode: '闽0206', roles: ['dispatcher'], name: '郑调度' });
  above = await test.enter('desk', { courtCode: '闽02', roles: ['leader'], name: '王院长' });
  const unit = await test.unit({ courtCode: OWN, name: '单兵01' });
  unitId = unit.unitId;
  const sender = await test.enter('unit', { token: unit.token });
  sender.send(encodeFix({ longitudeDeg: 118.1, latitudeDeg: 24.5, headingDeg: 0, speedMps: 0, accuracyM: 5, batteryPercent: 50, signalBars: 3, charging: false, at: Date.now() }));
  await sender.request('session.ping', {});
  ({ feedId } = await test.feeds.open(unit.unitId, 'camera'));
});
afterAll(() => test.close());

function frame(size = 300_000) {
  const bytes = Buffer.concat([Buffer.from(PNG), randomBytes(size)]).subarray(0, size);
  return { bytes, pictureId: createHash('sha256').update(bytes).digest('hex') };
}
type Frame = ReturnType<typeof frame>;

async function put({ bytes, pictureId }: Frame, who = desk, of: FeedId = feedId): Promise<number> {
  let offset = 0;
  while (offset < bytes.length) {
    const base64 = bytes.subarray(offset, offset + PICTURE_CHUNK_BYTES).toString('base64');
    ({ receivedBytes: offset } = await who.request('snapshot.put', { feedId: of, pictureId, mimeType: 'image/png', totalBytes: bytes.length, offset, base64 }));
  }
  return offset;
}
const command = ({ pictureId }: Frame): RequestInput<'snapshot.take'> => ({ commandId: newCommandId(), feedId, pictureId, mimeType: 'image/png', takenAt: Date.now(), capturedAt: null, widthPx: 1280, heightPx: 720 });
const list = async (who = desk) => (await who.request('snapshot.list', { feedId: null, limit: 100 })).snapshots;
const code = async (answer: Promise<unknown>) => answer.then(() => 'ok', (error: { code: string }) => error.code);

describe('a snapshot', () => {
  it('is kept with unit, place and hash, and read back the same by those who see the court', async () => {
    const one = frame();
    await put(one);
    const { snapshotId } = await desk.request('snapshot.take', command(one));
    const [newest] = await list();
    expect(newest).toMatchObject({ snapshotId, courtCode: OWN, feedId, unitId, operationId: null, pictureId: one.pictureId, byName: '林调度', widthPx: 1280, heightPx: 720, position: { longitudeDeg: expect.closeTo(118.1, 4), latitudeDeg: expect.closeTo(24.5, 4), accuracyM: 5 } });
    for (const reader of [desk, above]) {
      const pieces: Buffer[] = [];
      for (let offset = 0, total = 1; offset < total;) {
        const { base64, totalBytes } = await reader.request('snapshot.read', { snapshotId, offset });
        pieces.push(Buffer.from(base64, 'base64'));
        offset += pieces.at(-1)!.length;
        total = totalBytes;
      }
      expect(Buffer.concat(pieces).equals(one.bytes)).toBe(true);
    }
    expect((await above.request('snapshot.list', { feedId, limit: 10 })).snapshots.map((each) => each.snapshotId)).toContain(snapshotId);
  });

  it('whose bytes do not have the hash it says is refused, and nothing of it is recorded', async () => {
    const one = frame();
    const lie = { ...one, pictureId: frame().pictureId };
    expect(await code(put(lie))).toBe('badPicture');
    const before = (await list()).length;
    expect(await code(desk.request('snapshot.take', command(lie)))).toBe('notFound');
    expect(await code(desk.request('snapshot.take', command(one)))).toBe('notFound');
    expect((await list()).length).toBe(before);
  });

  it('is not there for another court, neither its feed nor itself', async () => {
    const one = frame(1_000);
    await put(one);
    const { snapshotId } = await desk.request('snapshot.take', command(one));
    expect(await code(put(frame(1_000), foreign))).toBe('notFound');
    expect(await code(foreign.request('snapshot.take', command(one)))).toBe('notFound');
    expect(await code(foreign.request('snapshot.read', { snapshotId, offset: 0 }))).toBe('notFound');
    expect(await code(foreign.request('snapshot.list', { feedId, limit: 10 }))).toBe('notFound');
    expect(await list(foreign)).toEqual([]);
  });

  it('asked for again with the same command is recorded once', async () => {
    const one = frame(1_000);
    await put(one);
    const asked = command(one);
    const first = await desk.request('snapshot.take', asked);
    expect(await desk.request('snapshot.take', asked)).toEqual(first);
    expect((await list()).filter(({ pictureId }) => pictureId === one.pictureId)).toHaveLength(1);
  });

  it('is taken by nobody who may not see pictures, and seen by none of them', async () => {
    const clerk = await test.enter('desk', { courtCode: OWN, roles: ['clerk'], name: '书记员' });
    const one = frame(1_000);
    await put(one);
    expect(await code(put(frame(1_000), clerk))).toBe('forbidden');
    expect(await code(clerk.request('snapshot.take', command(one)))).toBe('forbidden');
    expect(await code(list(clerk))).toBe('forbidden');
    const leader = await code(above.request('snapshot.take', command(one)));
    expect(leader).toBe('forbidden');
  });

  it('of a unit in an operation is in its journal, where its picture is read, too', async () => {
    const now = Date.now();
    const teams = [{ team: 1, name: '一组', unitIds: [unitId], vehicles: [], members: [] }];
    const { operation } = await desk.request('operation.plan', { commandId: newCommandId(), courtCode: OWN, title: '夜间集中执行', campaignId: null, risk: 'low', plannedFrom: now, plannedTo: now + 3_600_000, note: '', caseNumbers: [], place: { name: '思明区', position: null }, teams });
    await desk.request('operation.advance', { commandId: newCommandId(), operationId: operation.operationId, expectedVersion: operation.version, to: 'assembled', reason: null });
    const one = frame(1_000);
    await put(one);
    expect(await desk.request('snapshot.take', command(one))).toMatchObject({ operationId: operation.operationId });
    const { entries } = await desk.request('journal.read', { operationId: operation.operationId, limit: 10 });
    expect(entries[0]).toMatchObject({ name: 'journal.noted', data: { pictureIds: [one.pictureId], mark: { feedId } } });
    const { base64 } = await desk.request('picture.read', { operationId: operation.operationId, pictureId: one.pictureId, offset: 0 });
    expect(Buffer.from(base64, 'base64').equals(one.bytes)).toBe(true);
  });
});
