import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { unitId, type UnitId } from '#protocol/nouns/ids.ts';
import { packTrack } from '#protocol/telemetry/packedTrack.ts';
import type { TrackBlock, TrackStore } from '../../ports/tracks.ts';
import { DIALECTS, TestDatabases, type TestPlace } from '../testDatabases.ts';
import { openTrackStore, TRACKS_FILE } from './openTrackStore.ts';

const unitOf = (number: number) => unitId.parse(`01900000-0000-7000-8000-${String(number).padStart(12, '0')}`);

function blockOf(id: UnitId, epoch: number, change: Partial<TrackBlock> = {}): TrackBlock {
  const at = epoch * 1_000;
  return { unitId: id, epoch, fromAt: at, untilAt: at + 999, points: 1, packed: packTrack([{ at, longitudeDeg: 118, latitudeDeg: 24, headingDeg: 0, speedMps: 0, accuracyM: 0 }]), ...change };
}

describe.each(DIALECTS)('tracks in %s', (dialect) => {
  const databases = new TestDatabases();
  const stores: TrackStore[] = [];
  const open = async (place: TestPlace) => {
    const { folder } = await databases.open(place);
    const store = await openTrackStore({ folder, databaseUrl: place.databaseUrl });
    stores.push(store);
    return store;
  };
  const everything = { from: 0, until: 1e15, afterEpoch: 0, beforeEpoch: 1e9, limit: 1_000 };
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await databases.closeStorages();
  });
  afterAll(() => databases.close());

  it('tails come back byte for byte and in order, also after it was closed', async () => {
    const place = await databases.place(dialect);
    const store = await open(place);
    expect(await store.lastEpoch()).toBe(0);
    const bytes = new Uint8Array(Array.from({ length: 256 }, (_, value) => value));
    await store.putTail({ epoch: 2, bytes });
    await store.putTail({ epoch: 2, bytes: bytes.subarray(0, 3) });
    await store.putTail({ epoch: 3, bytes: bytes.subarray(5, 6) });
    await store.close();
    const again = await open(place);
    expect(await again.epochsWithTails()).toEqual([2, 3]);
    expect((await again.tailsOf(2)).map((tail) => [...tail])).toEqual([[...bytes], [0, 1, 2]]);
    expect(await again.lastEpoch()).toBe(3);
  });

  it('blocks take the place of their own, and the last of an epoch takes its tails away', async () => {
    const store = await open(await databases.place(dialect));
    await store.putTail({ epoch: 1, bytes: new Uint8Array([1]) });
    await store.putTail({ epoch: 2, bytes: new Uint8Array([2]) });
    await store.putBlocks([blockOf(unitOf(1), 1), blockOf(unitOf(2), 1)], { endedEpoch: null });
    await store.putBlocks([blockOf(unitOf(1), 1, { points: 7, untilAt: 5_000 })], { endedEpoch: 1 });
    expect(await store.epochsWithTails()).toEqual([2]);
    const [block, ...others] = await store.blocksOf({ unitId: unitOf(1), ...everything });
    expect(others).toEqual([]);
    expect({ ...block, packed: [...block!.packed] }).toEqual({ ...blockOf(unitOf(1), 1, { points: 7, untilAt: 5_000 }), packed: [...blockOf(unitOf(1), 1).packed] });
    await store.putBlocks([], { endedEpoch: 2 });
    expect(await store.epochsWithTails()).toEqual([]);
    expect(await store.lastEpoch()).toBe(1);
  });

  it('finds blocks by unit, time and epoch', async () => {
    const store = await open(await databases.place(dialect));
    await store.putBlocks(Array.from({ length: 600 }, (_, index) => blockOf(unitOf(index % 2), Math.floor(index / 2) + 1)), { endedEpoch: null });
    const epochs = async (change: object) => (await store.blocksOf({ unitId: unitOf(1), ...everything, ...change })).map(({ epoch }) => epoch);
    expect(await epochs({})).toHaveLength(300);
    expect(await epochs({ from: 5_000, until: 8_000 })).toEqual([5, 6, 7]);
    expect(await epochs({ from: 5_999, until: 6_000 })).toEqual([5]);
    expect(await epochs({ afterEpoch: 10, beforeEpoch: 20, limit: 3 })).toEqual([11, 12, 13]);
  });

  it('forgets the oldest first, so many at a time', async () => {
    const store = await open(await databases.place(dialect));
    await store.putBlocks(Array.from({ length: 10 }, (_, index) => blockOf(unitOf(1), index + 1)), { endedEpoch: null });
    expect(await store.forgetBefore(6_000, 3)).toBe(3);
    expect(await store.forgetBefore(6_000, 3)).toBe(2);
    expect(await store.forgetBefore(6_000, 3)).toBe(0);
    expect((await store.blocksOf({ unitId: unitOf(1), ...everything })).map(({ epoch }) => epoch)).toEqual([6, 7, 8, 9, 10]);
  });

  it('says what is wrong as the journal does', async () => {
    const store = await open(await databases.place(dialect));
    await store.close();
    await expect(store.lastEpoch()).rejects.toMatchObject({ name: 'JournalError' });
  });

  it('lies in a file of its own that only its owner reads, or in the server', async () => {
    const place = await databases.place(dialect);
    await open(place);
    const file = path.join(place.storageDir, TRACKS_FILE);
    expect(existsSync(file) ? statSync(file).mode & 0o777 : null).toBe(dialect === 'sqlite' ? 0o600 : null);
  });
});
