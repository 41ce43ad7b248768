import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import SqliteDatabase from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CallId, CourtCode, DeviceId, PartnerId, PartyId, SourceId, TaskDraftId, TaskId, TokenId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import { entryHash } from '../../log/entryHash.ts';
import { faultSentence } from '../../log/faults.ts';
import { signHead } from '../../log/signedHeads.ts';
import { ChainChecker } from '../../log/verify/verify.ts';
import type { Dialect } from '../database/database.ts';
import type { Storage } from '../storage.ts';
import { batchOf, GENESIS, START_AT, TestDatabases, testCommandId, testEntries, testUserId, type TestPlace } from '../testDatabases.ts';
import { fingerprintOf, signedBytes } from './format.ts';
import { restoreBackup, type RestoreOptions } from './restoreBackup.ts';
import { writeBackup } from './writeBackup.ts';

const databases = new TestDatabases();
afterEach(() => databases.closeStorages());
afterAll(() => databases.close());

const key = generateKeyPairSync('ed25519');
const AT = START_AT + 1_000_000_000;
const COUNT = 2_600;
const PARTY = crypto.randomUUID() as PartyId;
const CALL = crypto.randomUUID() as CallId;
const SOURCE = crypto.randomUUID() as SourceId;
const TASK = crypto.randomUUID() as TaskId;
const DRAFT = crypto.randomUUID() as TaskDraftId;
const SIGNING_KEY = { keyId: 'a'.repeat(64), userId: crypto.randomUUID() as UserId, publicKey: 'AA==', enrolledAt: 7, revokedAt: null, sealed: 'sealed as well', failures: 2, lockedUntilAt: null };
const PARTNER = crypto.randomUUID() as PartnerId;

function fileIn(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'hall-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'hall.backup');
}

/** A hall's database with something in every table. */
async function filled(dialect: Dialect): Promise<{ place: TestPlace; storage: Storage; entries: Entry[] }> {
  const place = await databases.place(dialect);
  const storage = await databases.open(place);
  const entries = testEntries(GENESIS, Array.from({ length: COUNT }, (_, index) => ({ data: { text: `第${index}条\n"`, at: index } })), entryHash);
  const { sequence, hash, at } = entries[1_234]!;
  const { journal, stores } = storage;
  await journal.append(batchOf(entries, { answers: [{ commandId: testCommandId(1), name: 'unit.change', inputHash: 'ab', answer: '{}', at: START_AT }] }));
  await journal.putHead(signHead({ day: new Date(at + 8 * 3_600_000).toISOString().slice(0, 10), sequence, hash, signedAt: AT }, key));
  await stores.tokens.insert({ tokenId: crypto.randomUUID() as TokenId, role: 'person', unitId: null, deviceId: null, userId: testUserId(1), courtCode: '闽' as CourtCode, clientName: '台', remoteAddress: '::1', issuedAt: 1, expiresAt: 2 ** 42, revokedAt: null });
  await stores.credentials.put({ userId: testUserId(1), passwordHash: '$argon2id$', mustChange: true, failures: 2, lockedUntilAt: 7, oidcSubject: null });
  await stores.codes.put({ codeHash: 'c', unitId: null, deviceId: crypto.randomUUID() as DeviceId, expiresAt: 9 });
  await stores.contacts.setPhone(testUserId(1), '13900000000');
  await stores.sightings.put([{ unitId: crypto.randomUUID() as UnitId, lastSeenAt: 5 }]);
  await stores.parties.put(PARTY, { name: '柯大明', idNumber: '3502', phone: '139', address: '厦门' });
  await stores.callers.put({ callId: CALL, name: '陈建国', phone: '138' });
  await stores.sourceSecrets.put(SOURCE, 'sealed');
  await stores.taskForms.put(TASK, 'sealed, too');
  await stores.taskDrafts.save({ taskDraftId: DRAFT, userId: testUserId(1), sealed: 'sealed, as well', savedAt: 8, expectedRevision: 0 });
  await stores.signingKeys.put(SIGNING_KEY);
  await stores.partners.putKeys(PARTNER, 'sealed as well');
  await stores.partners.noteReceived({ partnerId: PARTNER, taskId: TASK, number: 7 });
  return { place, storage, entries };
}

const backUp = ({ storageDir, databaseUrl }: TestPlace, file: string) => writeBackup({ folder: storageDir, databaseUrl, file, at: AT, key });

function restore(place: TestPlace, file: string, more: Partial<RestoreOptions> = {}) {
  return restoreBackup({
    ...place,
    file,
    replace: false,
    acceptBroken: false,
    knownKeys: [fingerprintOf(key.publicKey)],
    createCheck: ({ signed, publicKey }) => {
      const chain = new ChainChecker({ source: 'sorted', heads: { signed, publicKey } });
      const told = (fault: ReturnType<ChainChecker['end']>) => (fault === null ? null : faultSentence(fault));
      return { take: (entry) => told(chain.take(entry)), end: () => told(chain.end()) };
    },
    lastEntry: ({ position, lastAt, backupAt, broken }) => {
      const data = { backupAt, upToSequence: position.sequence, broken };
      return testEntries(position, [{ at: Math.max(AT, lastAt), name: 'log.restored', subject: 'log/restore', version: 0, courtCode: '闽', actor: { kind: 'operator', name: 'root' }, commandId: null, data }], entryHash)[0]!;
    },
    ...more,
  });
}

/** Everything that a hall knows. */
async function contentOf({ hallId, journal, stores }: Storage, upTo = COUNT) {
  return {
    hallId,
    entries: (await journal.read({ after: 0, limit: upTo })).map((entry) => JSON.stringify(entry)),
    heads: await journal.heads(),
    answer: await journal.answerOf(testCommandId(1)),
    actors: await journal.actors('闽' as CourtCode),
    tokens: await stores.tokens.signedIn(0),
    credential: await stores.credentials.find(testUserId(1)),
    code: await stores.codes.find('c'),
    phone: await stores.contacts.phoneOf(testUserId(1)),
    sightings: await stores.sightings.list(),
    party: await stores.parties.find(PARTY),
    caller: await stores.callers.find(CALL),
    sourceSecret: await stores.sourceSecrets.find(SOURCE),
    taskForm: await stores.taskForms.find(TASK),
    taskDrafts: await stores.taskDrafts.list(testUserId(1)),
    signingKey: await stores.signingKeys.find(SIGNING_KEY.keyId),
    partnerKeys: await stores.partners.keysOf(PARTNER),
    received: await stores.partners.receivedUpTo({ partnerId: PARTNER, taskId: TASK }),
  };
}

/** Another backup with these lines. */
function rewritten(file: string, change: (lines: string[]) => string[]): string {
  const changed = `${file}.changed`;
  writeFileSync(changed, gzipSync(change(gunzipSync(readFileSync(file)).toString().split('\n')).join('\n')));
  return changed;
}

describe.each<[Dialect, Dialect]>([['sqlite', 'postgres'], ['postgres', 'sqlite'], ['sqlite', 'sqlite'], ['postgres', 'postgres']])('a backup of %s restored into %s', (from, to) => {
  it('is the same hall, with one entry more that says so', async () => {
    const { place, storage, entries } = await filled(from);
    const file = fileIn();
    const header = await backUp(place, file);
    expect(header).toMatchObject({ hallId: storage.hallId, at: AT, position: { sequence: COUNT, hash: entries.at(-1)?.hash }, counts: { entries: COUNT, heads: 1, tokens: 1 } });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)]);

    const target = await databases.place(to);
    expect(await restore(target, file)).toEqual({ header, fault: null, signedBy: fingerprintOf(key.publicKey), movedTo: null });
    const restored = await databases.open(target);
    expect(await contentOf(restored)).toEqual(await contentOf(storage));
    const [last, ...none] = await restored.journal.read({ after: COUNT, limit: 9 });
    expect(none).toEqual([]);
    expect(last).toMatchObject({ name: 'log.restored', subject: 'log/restore', previousHash: header.position.hash, data: { backupAt: AT, upToSequence: COUNT, broken: false } });
    expect(last?.hash).toBe(entryHash(last!));
    // The log goes on from there.
    await restored.journal.append(batchOf(testEntries(await restored.journal.head(), [{}], entryHash)));
  });
});

describe.each<Dialect>(['sqlite', 'postgres'])('a backup of %s', (dialect) => {
  it('holds one moment, while the hall writes on', async () => {
    const { place, storage } = await filled(dialect);
    const file = fileIn();
    const state = { writing: true };
    const work = (async () => {
      while (state.writing) {
        await storage.journal.append(batchOf(testEntries(await storage.journal.head(), [{}], entryHash)));
        await new Promise((resolve) => { setImmediate(resolve); });
      }
    })();
    const header = await backUp(place, file);
    state.writing = false;
    await work;
    expect((await storage.journal.head()).sequence).toBeGreaterThan(header.position.sequence);
    expect(header.counts.entries).toBe(header.position.sequence);
    await restore(await databases.place('sqlite'), file);
  });

  it('is not restored over anything, nor while a hall is running', async () => {
    const { place, storage } = await filled(dialect);
    const file = fileIn();
    await backUp(place, file);
    await expect(backUp(place, file)).rejects.toThrow('已经存在');
    await expect(restore(place, file)).rejects.toThrow('数据库里已有数据');
    await storage.close();
    const target = await databases.place(dialect);
    const hall = await databases.open(target, { exclusive: true });
    await expect(restore(target, file)).rejects.toThrow(/^另一个大厅正在使用/);
    expect(await hall.journal.head()).toEqual(GENESIS);
    await hall.close();
    await restore(target, file);
  });

  it('a chain that does not hold is named, and taken only when told', async () => {
    const { place } = await filled(dialect);
    const tampered = await databases.open(place);
    const [entry] = await tampered.journal.read({ after: 1_999, limit: 1 });
    await tamper(place, `update entries set data = '{"text":"改"}' where sequence = 2000`);
    const file = fileIn();
    await backUp(place, file);
    const target = await databases.place('sqlite');
    await expect(restore(target, file)).rejects.toThrow(/日志第 2000 条有误.*--accept-broken/);
    expect(existsSync(path.join(target.storageDir, 'hall.sqlite'))).toBe(false);
    expect((await restore(target, file, { acceptBroken: true })).fault).toMatch(/第 2000 条/);
    const { journal } = await databases.open(target);
    const [taken] = await journal.read({ after: 1_999, limit: 1 });
    expect(taken).toEqual({ ...entry, data: { text: '改' } });
    expect((await journal.read({ after: COUNT, limit: 1 }))[0]).toMatchObject({ name: 'log.restored', data: { broken: true } });
  });
});

describe('a backup file', () => {
  it('of a hall that knew no parties yet is restored', async () => {
    const { place, storage } = await filled('sqlite');
    const file = fileIn();
    await backUp(place, file);
    const older = rewritten(file, (lines) => {
      const [head = '', ...rest] = lines.filter((line) => line !== '' && !line.startsWith('{"parties"'));
      const header = JSON.parse(head) as { counts: Record<string, number> };
      delete header.counts['parties'];
      const kept = [JSON.stringify(header), ...rest.slice(0, -1)];
      const sha256 = createHash('sha256').update(kept.map((line) => `${line}\n`).join('')).digest('hex');
      return [...kept, JSON.stringify({ sha256, signature: sign(null, signedBytes(sha256), key.privateKey).toString('base64url') }), ''];
    });
    const target = await databases.place('sqlite');
    await restore(target, older);
    expect(await contentOf(await databases.open(target))).toEqual({ ...(await contentOf(storage)), party: undefined });
  });

  async function tried() {
    const { place } = await filled('sqlite');
    const file = fileIn();
    await backUp(place, file);
    return file;
  }

  it('that was altered anywhere is refused, and nothing is written', async () => {
    const file = await tried();
    const target = await databases.place('sqlite');
    const broken = [
      rewritten(file, (lines) => lines.with(5, lines[5]!.replace('第', '弟'))),
      rewritten(file, (lines) => lines.toSpliced(7, 1)),
      rewritten(file, (lines) => lines.toSpliced(-2, 1)),
      rewritten(file, ([header = '', ...lines]) => [header.replace(`"at":${AT}`, `"at":${AT + 1}`), ...lines]),
      rewritten(file, ([header = '', ...lines]) => [header.replace('"version":1', '"version":2'), ...lines]),
      rewritten(file, (lines) => [...lines.slice(0, -2), JSON.stringify({ ...JSON.parse(lines.at(-2)!), signature: 'AAAA' }), '']),
      rewritten(file, (lines) => [...lines.slice(0, -1), '{"contacts":{}}', '']),
    ];
    const half = `${file}.half`;
    writeFileSync(half, readFileSync(file).subarray(0, 9_000));
    const foreign = `${file}.foreign`;
    writeFileSync(foreign, 'no backup');
    for (const altered of [...broken, half, foreign]) {
      await expect(restore(target, altered, { acceptBroken: true })).rejects.toThrow('备份文件不完整或被改动过');
    }
    await expect(restore(target, `${file}.gone`)).rejects.toThrow('找不到文件');
    expect(existsSync(path.join(target.storageDir, 'hall.sqlite'))).toBe(false);
  });

  it('of a key that is not known is refused, unless its fingerprint is given or there is none to compare', async () => {
    const file = await tried();
    const signedBy = createHash('sha256').update(key.publicKey.export({ type: 'spki', format: 'der' })).digest('hex');
    await expect(restore(await databases.place('sqlite'), file, { knownKeys: ['0'.repeat(64)] })).rejects.toThrow(`--key ${signedBy}`);
    expect((await restore(await databases.place('sqlite'), file, { knownKeys: [signedBy] })).signedBy).toBe(signedBy);
    expect((await restore(await databases.place('sqlite'), file, { knownKeys: [] })).signedBy).toBe(signedBy);
  });

  it('takes the place of what is there, which is kept under another name', async () => {
    const file = await tried();
    const { place, storage } = await filled('sqlite');
    await expect(restore(place, file, { replace: true, lastEntry: () => { throw new Error('no room'); } })).rejects.toThrow('no room');
    expect((await storage.journal.head()).sequence).toBe(COUNT);
    await storage.close();
    const again = await databases.open(place);
    expect(again.hallId).toBe(storage.hallId);
    await again.close();
    const { movedTo } = await restore(place, file, { replace: true });
    expect(statSync(movedTo ?? '').size).toBeGreaterThan(100_000);
    const old = new SqliteDatabase(movedTo ?? '', { readonly: true });
    expect(old.prepare('select max(sequence) from entries').pluck().get()).toBe(COUNT);
    old.close();
    const restored = await databases.open(place);
    expect(restored.hallId).not.toBe(storage.hallId);
    expect((await restored.journal.head()).sequence).toBe(COUNT + 1);
    await expect(restore({ ...place, databaseUrl: 'postgres://x/y' }, file, { replace: true })).rejects.toThrow('请新建一个空数据库');
  });
});

async function tamper(place: TestPlace, statement: string): Promise<void> {
  if (place.databaseUrl === null) {
    const file = new SqliteDatabase(path.join(place.storageDir, 'hall.sqlite'));
    file.exec(statement);
    file.close();
    return;
  }
  const { Client } = await import('pg');
  const client = new Client({ connectionString: place.databaseUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}
