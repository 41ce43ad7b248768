import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_STATE, snapshotOf } from '#domain/hallState/hallState.ts';
import { AppError } from '#protocol/errors.ts';
import type { TokenId, UnitId } from '#protocol/nouns/ids.ts';
import type { StoredAnswer } from '../ports/journal.ts';
import type { Stores, TokenRecord } from '../ports/stores.ts';
import type { Storage } from './storage.ts';
import { batchOf, DIALECTS, endOf, GENESIS, START_AT, TestDatabases, testCommandId, testEntries, testPerson, testUserId, type TestPlace } from './testDatabases.ts';

const databases = new TestDatabases();
afterEach(() => databases.closeStorages());
afterAll(() => databases.close());

const answer = (number: number, at = START_AT): StoredAnswer => ({ commandId: testCommandId(number), name: 'unit.change', inputHash: 'ab'.repeat(32), answer: '{"unit":"闽"}', at });
const token: TokenRecord = { tokenId: crypto.randomUUID() as TokenId, role: 'unit', unitId: crypto.randomUUID() as UnitId, deviceId: null, userId: null, courtCode: testEntries(GENESIS, [{}])[0]!.courtCode, clientName: 'a', remoteAddress: '::1', issuedAt: 1, expiresAt: 2 ** 41, revokedAt: null };

describe.each(DIALECTS)('journal on %s', (dialect) => {
  let place: TestPlace;
  let storage: Storage;
  beforeEach(async () => {
    place = await databases.place(dialect);
    storage = await databases.open(place);
  });
  const faultOf = (promise: Promise<unknown>) => promise.then(() => 'none', (error: { fault?: string }) => error.fault);

  it('is empty at first', async () => {
    const { journal } = storage;
    expect(await journal.head()).toEqual(GENESIS);
    expect(await journal.read({ after: 0, limit: 10 })).toEqual([]);
    expect(await journal.heads()).toEqual([]);
    expect(await journal.latestSnapshot()).toBeUndefined();
    expect(await journal.answerOf(testCommandId(1))).toBeUndefined();
    await journal.probe();
  });

  it('gives entries back exactly as they were put in, however many', async () => {
    const odd = [
      { data: { text: '引号" 反斜\\ 换行\n 空字符\u0000 𠮷', numbers: [0, -1.5, 1e21, Number.MAX_SAFE_INTEGER], nested: { 空: null } }, actor: { kind: 'hall' } as const, commandId: null },
      { data: null, actor: { kind: 'operator', name: 'root' } as const, via: crypto.randomUUID() as TokenId },
      { data: [], actor: { kind: 'device', deviceId: crypto.randomUUID(), name: '大屏', courtCode: token.courtCode } as never },
      { data: '字', at: 8_640_000_000_000_000, version: Number.MAX_SAFE_INTEGER },
    ];
    const entries = testEntries(GENESIS, [...odd, ...Array.from({ length: 1_200 }, () => ({}))]);
    await storage.journal.append(batchOf(entries));
    expect(await storage.journal.head()).toEqual(endOf(entries));
    expect(await storage.journal.read({ after: 0, limit: 5_000 })).toEqual(entries);
    expect(await storage.journal.read({ after: 3, limit: 2 })).toEqual(entries.slice(3, 5));
  });

  it('refuses what does not follow the head, and then holds nothing of it', async () => {
    const first = testEntries(GENESIS, [{}, {}]);
    const { journal } = storage;
    await journal.append(batchOf(first));
    const other = testEntries(GENESIS, [{ name: 'court.changed' }, {}]);
    const gap = testEntries({ ...endOf(first), sequence: 5 }, [{}]);
    const branch = testEntries({ sequence: 2, hash: 'f'.repeat(64) }, [{}]);
    for (const entries of [other, gap, branch]) {
      expect(await faultOf(journal.append(batchOf(entries, { answers: [answer(9)] })))).toBe('conflict');
    }
    expect(await journal.read({ after: 0, limit: 10 })).toEqual(first);
    expect(await journal.answerOf(testCommandId(9))).toBeUndefined();
  });

  it('of two that append at the same place one wins', async () => {
    const other = await databases.open(place);
    for (let round = 0; round < 5; round += 1) {
      const head = await storage.journal.head();
      const faults = await Promise.all([storage, other].map(({ journal }, index) => faultOf(journal.append(batchOf(testEntries(head, [{ data: index }, { data: index }]))))));
      expect(new Set(faults)).toEqual(new Set(['conflict', 'none']));
    }
    const entries = await other.journal.read({ after: 0, limit: 100 });
    expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
    expect(entries.slice(1).every((entry, index) => entry.previousHash === entries[index]?.hash)).toBe(true);
  });

  it('a command answered twice is a conflict', async () => {
    const { journal } = storage;
    await journal.append(batchOf([], { answers: [answer(1)] }));
    expect(await faultOf(journal.append(batchOf(testEntries(GENESIS, [{}]), { answers: [answer(1)] })))).toBe('conflict');
    expect(await journal.head()).toEqual(GENESIS);
    expect(await journal.answerOf(testCommandId(1))).toEqual(answer(1));
    await journal.append(batchOf([], { answers: [answer(2, START_AT + 5)] }));
    await journal.forgetAnswersBefore(START_AT + 5);
    expect(await journal.answerOf(testCommandId(1))).toBeUndefined();
    expect(await journal.answerOf(testCommandId(2))).toEqual(answer(2, START_AT + 5));
  });

  it('what is kept beside the entries comes and goes with them', async () => {
    const { journal, stores } = storage;
    const insert = (bound: Stores) => bound.tokens.insert(token);
    const refused = new AppError('conflict', { detail: 'taken' });
    const lost = journal.append(batchOf(testEntries(GENESIS, [{}]), { answers: [answer(1)], also: [insert, () => Promise.reject(refused)] }));
    await expect(lost).rejects.toBe(refused);
    expect([await journal.head(), await journal.answerOf(testCommandId(1)), await stores.tokens.find(token.tokenId)]).toEqual([GENESIS, undefined, undefined]);

    const entries = testEntries(GENESIS, [{}]);
    const seen: unknown[] = [];
    const look = async (bound: Stores) => void seen.push(await bound.tokens.find(token.tokenId));
    await journal.append(batchOf(entries, { answers: [answer(1)], also: [insert, look] }));
    expect(seen).toEqual([token]);
    expect([await journal.head(), await journal.answerOf(testCommandId(1)), await stores.tokens.find(token.tokenId)]).toEqual([endOf(entries), answer(1), token]);
  });

  it('a store that failed fails the whole, even if its caller passes over that', async () => {
    const { journal, stores } = storage;
    await stores.tokens.insert(token);
    const careless = (bound: Stores) => bound.tokens.insert(token).catch(() => undefined);
    const bare = () => Promise.reject(new TypeError('broken'));
    for (const also of [careless, bare]) {
      await expect(journal.append(batchOf(testEntries(GENESIS, [{}]), { also: [also] }))).rejects.toMatchObject({ name: 'JournalError', fault: 'failed' });
      expect(await journal.head()).toEqual(GENESIS);
    }
    await journal.append(batchOf(testEntries(GENESIS, [{}])));
  });

  it('keeps the newest three snapshots, and passes over one it cannot read', async () => {
    const { journal } = storage;
    const empty = snapshotOf(EMPTY_STATE);
    const snapshot = (sequence: number, state: unknown = empty) => ({ position: { sequence, hash: 'a'.repeat(64) }, state: state as typeof empty });
    for (const sequence of [1, 2, 3, 4]) {
      await journal.putSnapshot(snapshot(sequence));
    }
    expect(await journal.latestSnapshot()).toEqual(snapshot(4));
    await journal.putSnapshot(snapshot(4));
    await journal.putSnapshot(snapshot(9, { ...empty, users: [{ oldShape: true }] }));
    expect(await journal.latestSnapshot()).toEqual(snapshot(4));
    for (const sequence of [10, 11, 12]) {
      await journal.putSnapshot(snapshot(sequence, { courts: 'none' }));
    }
    expect(await journal.latestSnapshot()).toBeUndefined();
  });

  it('keeps one signed head a day', async () => {
    const { journal } = storage;
    const head = (day: string, sequence: number) => ({ day, sequence, hash: 'b'.repeat(64), signedAt: START_AT, signature: 'sig' });
    await journal.putHead(head('2026-11-23', 7));
    await journal.putHead(head('2026-11-22', 3));
    await journal.putHead(head('2026-11-22', 5));
    expect(await journal.heads()).toEqual([head('2026-11-22', 5), head('2026-11-23', 7)]);
  });

  it('knows who acted in which courts, under the name they had last', async () => {
    const { journal } = storage;
    const acts = async (number: number, name: string, courtCode: string) => {
      await journal.append(batchOf(testEntries(await journal.head(), [{ actor: testPerson(number, { name }), courtCode }])));
    };
    const names = async (court: string) => (await journal.actors(court as never)).map(({ name }) => name);
    await acts(1, '陈一', '闽0203');
    await acts(2, '林二', '闽0802');
    await acts(1, '陈壹', '闽0802');
    await acts(1, '陈壹', '闽0203');
    await journal.append(batchOf(testEntries(await journal.head(), [{ actor: { kind: 'hall' } }, { actor: { kind: 'operator', name: 'root' } }])));
    expect(await names('闽02')).toEqual(['陈壹']);
    expect(await names('闽08')).toEqual(['陈壹', '林二']);
    expect(await names('闽09')).toEqual([]);
    // Back under the first name, in a court where that is what was written last.
    await acts(1, '陈三', '闽0203');
    await acts(1, '陈壹', '闽0802');
    expect(await names('闽')).toEqual(['陈壹', '林二']);
    expect(await journal.actors('闽08' as never)).toContainEqual({ userId: testUserId(2), name: '林二', courtCode: '闽' });
  });

  it('remembers nothing of actors whose entries did not become durable', async () => {
    const { journal } = storage;
    const entries = testEntries(GENESIS, [{}]);
    await expect(journal.append(batchOf(entries, { also: [() => Promise.reject(new AppError('conflict'))] }))).rejects.toThrow(AppError);
    expect(await journal.actors('闽' as never)).toEqual([]);
    await journal.append(batchOf(entries));
    expect(await journal.actors('闽' as never)).toHaveLength(1);
  });
});
