import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandId, FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { SlotRecord } from '../ports/stores.ts';
import { MIGRATIONS } from './migrations.ts';
import { openStorage } from './storage.ts';

const unit = { unitId: crypto.randomUUID() as UnitId, name: 'a', teamName: 'b', courtCode: '闽', courtName: 'c', kind: 'phone', enrolledAt: 5, lastSeenAt: null } as const;
const slot: SlotRecord = { slotId: 'wall-1' as SlotId, mode: 'auto', columns: 1, rows: 1, tiles: [{ feedId: null }], version: 1, placed: true };

describe('storage', () => {
  let folder: string;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'hall-storage-')), 'deep', 'storage');
  });
  afterEach(() => rmSync(path.resolve(folder, '../..'), { recursive: true, force: true }));

  it('makes its folder for its owner alone, keeps the hall id, and migrates once', async () => {
    const first = await openStorage(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, 'hall.sqlite')).mode & 0o777).toBe(0o600);
    await first.units.insert(unit);
    await first.close();
    const second = await openStorage(folder);
    expect(second.hallId).toBe(first.hallId);
    expect(await second.units.list()).toEqual([unit]);
    await second.close();
    const raw = new SqliteDatabase(path.join(folder, 'hall.sqlite'));
    expect(raw.prepare('select name from kysely_migration order by name').pluck().all()).toEqual(Object.keys(MIGRATIONS));
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
    raw.close();
  });

  it('two processes may open a new folder at once and see each other’s writes', async () => {
    const [hall, command] = await Promise.all([openStorage(folder), openStorage(folder)]);
    expect(hall.hallId).toBe(command.hallId);
    await command.units.insert(unit);
    expect(await hall.units.find(unit.unitId)).toEqual(unit);
    await Promise.all([hall.close(), command.close()]);
  });

  it('says in one line why it cannot be used', async () => {
    writeFileSync(path.resolve(folder, '../..', 'file'), '');
    await expect(openStorage(path.resolve(folder, '../..', 'file'))).rejects.toThrow(/^storage folder .*\/file is not a folder$/);
    await expect(openStorage(path.resolve(folder, '../..', 'file', 'inside'))).rejects.toThrow(/a file stands in its place$/);
    await expect(openStorage('/proc/hall')).rejects.toThrow(/^storage folder \/proc\/hall cannot be written: [^\n]+$/);
    const garbage = path.resolve(folder, '../..', 'garbage');
    await (await openStorage(garbage)).close();
    rmSync(path.join(garbage, 'hall.sqlite-wal'), { force: true });
    writeFileSync(path.join(garbage, 'hall.sqlite'), 'no database'.repeat(1_000));
    await expect(openStorage(garbage)).rejects.toThrow(/^database .* cannot be opened: [^\n]+$/);
  });

  it('a feed is found again by unit and label, whoever comes second', async () => {
    const storage = await openStorage(folder);
    await storage.units.insert(unit);
    const feed = (feedId: string) => ({ feedId: feedId as FeedId, unitId: unit.unitId, label: 'camera', generation: 0 });
    const [one, two] = [crypto.randomUUID(), crypto.randomUUID()];
    const kept = await Promise.all([storage.feeds.findOrInsert(feed(one)), storage.feeds.findOrInsert(feed(two))]);
    expect(kept[0].feedId).toBe(kept[1].feedId);
    expect(await storage.feeds.list()).toHaveLength(1);
    await storage.close();
  });

  it('a wall change and its command are kept together or not at all', async () => {
    const storage = await openStorage(folder);
    const command = { commandId: crypto.randomUUID() as CommandId, slotId: slot.slotId, at: 7, answer: slot };
    await storage.wall.commit({ slots: [slot], command });
    await expect(storage.wall.commit({ slots: [{ ...slot, version: 2 }], command })).rejects.toThrow('UNIQUE');
    expect(await storage.wall.list()).toEqual([slot]);
    expect(await storage.wall.answerOf(command.commandId)).toEqual(slot);
    await storage.wall.forgetCommandsBefore(8);
    expect(await storage.wall.answerOf(command.commandId)).toBeUndefined();
    await storage.close();
  });
});
