import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestData } from '#protocol/contract.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { unpackTrack, type TrackPoint } from '#protocol/telemetry/packedTrack.ts';
import type { Command, HallLog, Outcome } from '../../ports/log.ts';
import type { Session } from '../../ports/session.ts';
import { createTracks } from './tracks.ts';
import { MemoryTrackStore } from './memoryTrackStore.builder.ts';
import { TrackArchive } from './trackArchive.ts';

const NOW = 1_800_000_000_000;
const EPOCH_MS = 60_000;
const unitOf = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}` as UnitId;
const UNIT = unitOf(1);

beforeEach(() => void vi.useFakeTimers({ now: NOW, toFake: ['setInterval', 'clearInterval', 'Date'] }));
afterEach(() => void vi.useRealTimers());

function pointAt(second: number): TrackPoint {
  return { at: NOW + second * 1_000, longitudeDeg: 118 + second / 1_000, latitudeDeg: 24.5 + Math.sin(second) / 100, headingDeg: 45, speedMps: 3, accuracyM: 5 };
}

async function anArchive(store: MemoryTrackStore, { maxHeldBytes }: { maxHeldBytes?: number } = {}) {
  let lost = 0;
  const archive = await TrackArchive.create({
    store, realNow: () => Date.now(), log: pino({ level: 'silent' }), onLost: (fixes) => { lost += fixes; }, epochMs: EPOCH_MS,
    ...(maxHeldBytes === undefined ? {} : { maxHeldBytes }),
  });
  /** A fix a second of each of these units. */
  const drive = async (from: number, until: number, units = [UNIT]) => {
    for (let second = from; second < until; second += 1) {
      vi.setSystemTime(NOW + second * 1_000);
      units.forEach((unitId) => archive.add(unitId, pointAt(second)));
      if (second % 2 === 1) {
        await archive.keep();
      }
    }
  };
  return { archive, drive, lost: () => lost };
}

async function read(store: MemoryTrackStore, archive: TrackArchive, change: Partial<RequestData<'track.read'>> = {}, maxFixes?: number) {
  const commands: Command<unknown>[] = [];
  const log = {
    execute: (command: Command<unknown>): Promise<Outcome<unknown>> => {
      commands.push(command);
      return Promise.resolve({ answer: null, repeated: false });
    },
  } as Pick<HallLog, 'execute'>;
  const { handlers } = createTracks({ store, archive, log, ...(maxFixes === undefined ? {} : { maxFixes }) });
  const session = { courtCode: '闽', actor: { kind: 'hall' }, tokenId: null, ended: new AbortController().signal } as unknown as Session;
  const { tracks } = await handlers['track.read']({ unitIds: [UNIT], from: NOW, until: NOW + 86_400_000, maxPoints: 5_000, ...change }, session);
  return { tracks: tracks.map((track) => ({ ...track, seconds: unpackTrack(Buffer.from(track.packed, 'base64')).map(({ at }) => (at - NOW) / 1_000) })), commands };
}

const seconds = (from: number, until: number) => Array.from({ length: until - from }, (_, index) => from + index);

describe('the archive of tracks', () => {
  it('keeps every fix once: in tails, then in one block a unit and epoch, and answers it in either', async () => {
    const store = new MemoryTrackStore();
    const { archive, drive } = await anArchive(store);
    await drive(0, 50, [UNIT, unitOf(2)]);
    expect(store.blocks.size).toBe(0);
    expect(store.tails).toHaveLength(25);
    expect((await read(store, archive)).tracks[0]).toMatchObject({ seconds: seconds(0, 50), fixes: 50, toleranceM: 0, more: false });
    await drive(50, 200, [UNIT, unitOf(2)]);
    expect(store.blocks.size).toBeGreaterThanOrEqual(4);
    expect((await read(store, archive)).tracks[0]?.seconds).toEqual(seconds(0, 200));
    expect((await read(store, archive, { from: NOW + 30_000, until: NOW + 100_000 })).tracks[0]?.seconds).toEqual(seconds(30, 100));
    await archive.close();
  });

  it('loses nothing that a tail holds when the hall is killed, wherever it was', async () => {
    for (const killedAfter of [1, 30, 61, 63, 64, 66, 130]) {
      const store = new MemoryTrackStore();
      const killed = await anArchive(store);
      await killed.drive(0, killedAfter * 2, Array.from({ length: 450 }, (_, index) => unitOf(index + 1)));
      const next = await anArchive(store);
      expect(store.tails).toEqual([]);
      expect((await read(store, next.archive)).tracks[0]?.seconds).toEqual(seconds(0, killedAfter * 2));
      await next.drive(killedAfter * 2, killedAfter * 2 + 10);
      expect((await read(store, next.archive)).tracks[0]?.seconds).toEqual(seconds(0, killedAfter * 2 + 10));
      await Promise.all([killed.archive.close(), next.archive.close()]);
    }
  });

  it('starts when tails cannot be made into blocks, and makes them at the next start', async () => {
    const store = new MemoryTrackStore();
    const killed = await anArchive(store);
    await killed.drive(0, 10);
    await killed.archive.close();
    store.isFull = true;
    const full = await anArchive(store);
    store.isFull = false;
    await full.drive(10, 20);
    await full.archive.close();
    const next = await anArchive(store);
    expect((await read(store, next.archive)).tracks[0]?.seconds).toEqual(seconds(0, 20));
    await next.archive.close();
  });

  it('waits in memory while the database is away, and keeps it all when it is back', async () => {
    const store = new MemoryTrackStore();
    const { archive, drive, lost } = await anArchive(store);
    await drive(0, 20);
    store.isAway = true;
    await drive(20, 300);
    store.isAway = false;
    await drive(300, 420);
    await archive.close();
    const next = await anArchive(store);
    expect((await read(store, next.archive)).tracks[0]?.seconds).toEqual(seconds(0, 420));
    expect(lost()).toBe(0);
    await next.archive.close();
  });

  it('gives up the oldest when memory is full, counts it, and goes on with the newest', async () => {
    const store = new MemoryTrackStore();
    const { archive, drive, lost } = await anArchive(store, { maxHeldBytes: 4_000 });
    store.isAway = true;
    await drive(0, 1_000);
    store.isAway = false;
    await drive(1_000, 1_200);
    const { tracks: [track] } = await read(store, archive);
    expect(lost()).toBeGreaterThan(0);
    expect(track?.seconds).toEqual(seconds(lost(), 1_200));
    await archive.close();
  });

  it('forgets what is too old', async () => {
    const store = new MemoryTrackStore();
    const { archive, drive } = await anArchive(store);
    await drive(0, 240);
    await archive.forgetBefore(NOW + 90_000);
    const { tracks: [track] } = await read(store, archive);
    expect(track?.seconds[0]).toBeGreaterThan(30);
    expect(track?.seconds.at(-1)).toBe(239);
    await archive.close();
  });
});

describe('track.read', () => {
  it('is in the log before it is answered, once for all units asked for', async () => {
    const store = new MemoryTrackStore();
    const { archive } = await anArchive(store);
    const { commands } = await read(store, archive, { unitIds: [UNIT, unitOf(2), UNIT] });
    expect(commands).toHaveLength(1);
    expect(commands[0]!.decide({} as never, 0).events).toMatchObject([{ name: 'track.read', courtCode: '闽', data: { unitIds: [UNIT, unitOf(2)], unitCount: 2, fromAt: NOW } }]);
    await archive.close();
  });

  it('puts late fixes where they belong, thins, and says when there is more', async () => {
    const store = new MemoryTrackStore();
    const { archive, drive } = await anArchive(store);
    await drive(100, 300);
    archive.add(UNIT, pointAt(10));
    expect((await read(store, archive)).tracks[0]?.seconds).toEqual([10, ...seconds(100, 300)]);
    expect((await read(store, archive, { maxPoints: 100 })).tracks[0]).toMatchObject({ fixes: 201, more: false });
    expect((await read(store, archive, { maxPoints: 100 })).tracks[0]!.seconds.length).toBeLessThanOrEqual(100);
    expect((await read(store, archive, {}, 60)).tracks[0]).toMatchObject({ fixes: 60, more: true });
    await archive.close();
  });

  it('refuses when the log does not take it', async () => {
    const store = new MemoryTrackStore();
    const { archive } = await anArchive(store);
    const { handlers } = createTracks({ store, archive, log: { execute: () => Promise.reject(new Error('no')) } });
    await expect(handlers['track.read']({ unitIds: [UNIT], from: 0, until: 1, maxPoints: 100 }, {} as Session)).rejects.toThrow('no');
    await archive.close();
  });
});
