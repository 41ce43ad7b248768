import { generateKeyPairSync } from 'node:crypto';
import { pino } from 'pino';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { CommandId, CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { Entry, LogStatus } from '#protocol/nouns/log.ts';
import { fold } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, snapshotOf, type HallState } from '#domain/hallState/hallState.ts';
import { changeUnit, enrolUnit, revokeUnit } from '#domain/units/decideUnit.ts';
import { eventOf } from '#protocol/events.ts';
import type { Command } from '../ports/log.ts';
import type { Stores } from '../ports/stores.ts';
import { EventLog, type EventLogOptions } from './eventLog.ts';
import { createMemoryJournal, type MemoryJournal } from './memoryJournal.ts';
import { verifyJournal } from './verify/verifyJournal.ts';

const missing = (): never => {
  throw new Error('it should be there');
};
const key = generateKeyPairSync('ed25519');
const silent = pino({ level: 'silent' });
const courtCode = '闽02' as CourtCode;
const hall = { actor: { kind: 'hall' }, via: null } as const;
const newUnit = () => crypto.randomUUID() as UnitId;
const newCommand = () => crypto.randomUUID() as CommandId;
const facts = { name: '单兵一号', teamName: '一组', kind: 'phone' } as const;

const enrol = (unitId: UnitId, commandId: CommandId | null = null): Command<{ unit: { unitId: UnitId; version: number } }> => ({
  ...hall, commandId, name: 'unit.enrol', input: { unitId },
  decide: (state) => enrolUnit(state, { unitId, courtCode, ...facts, expiresAt: 1 }),
});
const rename = (unitId: UnitId, expectedVersion: number, name: string, commandId: CommandId | null = null) => ({
  ...hall, commandId, name: 'unit.change', input: { unitId, expectedVersion, name },
  decide: (state: HallState) => changeUnit(state, { unitId, expectedVersion, ...facts, name }),
});
const nothing = (commandId: CommandId | null = null): Command<number> => ({
  ...hall, commandId, name: 'unit.count', input: {}, decide: () => ({ events: [], answer: (after) => after.units.size }),
});

const opened: EventLog[] = [];
async function open(journal: MemoryJournal, options: Partial<EventLogOptions> = {}) {
  const log = await EventLog.open({ journal, key, now: Date.now, log: silent, ...options });
  opened.push(log);
  return log;
}
const writable = (log: EventLog) => vi.waitFor(() => expect(log.status.writable).toBe(true), { timeout: 3_000, interval: 10 });
const refold = (entries: readonly Entry[]) => entries.reduce((state, entry) => fold(state, eventOf(entry) ?? missing()), EMPTY_STATE);
const codeOf = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : String(error)));

describe('event log', () => {
  it('answers, moves the state and tells followers, in this order and only when durable', async () => {
    const journal = createMemoryJournal();
    const log = await open(journal);
    const told: unknown[] = [];
    log.onAppended(() => {
      throw new Error('a follower that fails');
    });
    log.onAppended(({ entries, after, upTo, state }) => told.push([after.sequence, upTo.sequence, entries.length, state === log.state, upTo === log.position]));
    const release = journal.hold();
    const unitId = newUnit();
    const answer = log.execute(enrol(unitId));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([log.state.units.size, told]).toEqual([0, []]);
    release();
    expect(await answer).toMatchObject({ repeated: false, answer: { unit: { unitId, version: 2 } } });
    expect(told).toEqual([[0, 2, 2, true, true]]);
    await log.close();
  });

  it('commits together what comes while the journal is busy; the second sees the first before it is durable', async () => {
    const journal = createMemoryJournal();
    const log = await open(journal);
    const release = journal.hold();
    const unitId = newUnit();
    const first = log.execute(enrol(unitId));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const others = Array.from({ length: 50 }, (_, index) => log.execute(rename(unitId, index + 2, `名 ${index}`)));
    const looked = log.execute(nothing());
    release();
    await Promise.all([first, ...others]);
    expect(await looked).toEqual({ answer: 1, repeated: false });
    expect(journal.appends).toBe(2);
    expect(log.state.units.get(unitId)).toMatchObject({ name: '名 49', version: 52 });
  });

  it('does a repeated command once: at the same time, later, and after a restart', async () => {
    const journal = createMemoryJournal();
    const log = await open(journal);
    const [unitId, commandId] = [newUnit(), newCommand()];
    const [one, two] = await Promise.all([log.execute(enrol(unitId, commandId)), log.execute(enrol(unitId, commandId))]);
    expect([one.repeated, two.repeated]).toEqual([false, true]);
    expect(two.answer).toEqual(one.answer);
    expect(await log.execute(enrol(unitId, commandId))).toEqual({ answer: one.answer, repeated: true });
    expect(await codeOf(log.execute(enrol(newUnit(), commandId)))).toBe('conflict');
    expect(await codeOf(log.execute({ ...enrol(unitId, commandId), name: 'unit.change' }))).toBe('conflict');
    expect(await codeOf(log.execute({ ...enrol(unitId, commandId), actor: { kind: 'operator', name: 'root' } }))).toBe('conflict');
    const counted = newCommand();
    await log.execute(nothing(counted));
    await log.execute(enrol(newUnit()));
    const again = await open(journal);
    expect(await again.execute(enrol(unitId, commandId))).toEqual({ answer: one.answer, repeated: true });
    expect(await again.execute(nothing(counted))).toEqual({ answer: 1, repeated: true });
    expect(journal.rows).toHaveLength(4);
  });

  it('never lets time go back', async () => {
    const journal = createMemoryJournal();
    let at = 1_000;
    const log = await open(journal, { now: () => at });
    const unitId = newUnit();
    await log.execute(enrol(unitId));
    at = 400;
    await log.execute(rename(unitId, 2, '甲'));
    const again = await open(journal, { now: () => at });
    await again.execute(rename(unitId, 3, '乙'));
    expect((await journal.read({ after: 0, limit: 9 })).map((entry) => entry.at)).toEqual([1_000, 1_000, 1_000, 1_000]);
  });

  it('keeps the last entries at hand for who was away', async () => {
    const journal = createMemoryJournal();
    const log = await open(journal, { ringSize: 10 });
    const start = log.position;
    const unitId = newUnit();
    await log.execute(enrol(unitId));
    const early = log.position;
    expect(log.since(start)).toHaveLength(2);
    expect(log.since(early)).toEqual([]);
    for (let index = 0; index < 40; index += 1) {
      await log.execute(rename(unitId, index + 2, `名 ${index}`));
    }
    expect([log.since(start), log.since(early)]).toEqual([null, null]);
    const late = (await journal.read({ after: 36, limit: 1 }))[0] ?? missing();
    expect(log.since(late)?.map(({ sequence }) => sequence)).toEqual([38, 39, 40, 41, 42]);
    expect(log.since({ ...late, hash: '0'.repeat(64) })).toBeNull();
    expect(log.since({ sequence: 43, hash: late.hash })).toBeNull();
    const again = await open(journal, { ringSize: 10 });
    expect(again.since(late)).toHaveLength(5);
  });

  it.each(['away', 'diskFull', 'readOnly', 'failed', 'conflict'] as const)('%s before the write: all are refused, and it comes back by itself', async (fault) => {
    const journal = createMemoryJournal();
    const log = await open(journal);
    const statuses: LogStatus[] = [];
    log.onStatus((status) => statuses.push(status));
    journal.setDown(fault);
    const commandId = newCommand();
    const unitId = newUnit();
    const refused = Promise.all([enrol(unitId), rename(unitId, 2, '乙'), nothing(), enrol(newUnit(), commandId)].map((command) => codeOf(log.execute(command as Command<unknown>))));
    expect(await refused).toEqual(Array.from({ length: 4 }, () => 'logUnavailable'));
    expect(await codeOf(log.execute(enrol(newUnit())))).toBe('logUnavailable');
    journal.setDown(null);
    await writable(log);
    expect(statuses.map(({ writable: may, reason }) => [may, reason])).toEqual([
      [false, { away: 'databaseAway', diskFull: 'diskFull', readOnly: 'readOnly', failed: 'failed', conflict: 'failed' }[fault]],
      [true, null],
    ]);
    expect(log.state.units.size).toBe(0);
    expect(await log.execute(enrol(unitId))).toMatchObject({ repeated: false });
  });

  it('an append that was committed though the answer was lost is found again, published, and answered to the retry', async () => {
    const journal = createMemoryJournal();
    const log = await open(journal);
    const told: number[] = [];
    log.onAppended(({ entries }) => told.push(...entries.map(({ sequence }) => sequence)));
    const [unitId, commandId] = [newUnit(), newCommand()];
    journal.failNext('away', 'after');
    expect(await codeOf(log.execute(enrol(unitId, commandId)))).toBe('logUnavailable');
    expect(log.state.units.size).toBe(0);
    await writable(log);
    expect(log.state.units.has(unitId)).toBe(true);
    expect(told).toEqual([1, 2]);
    expect(await log.execute(enrol(unitId, commandId))).toMatchObject({ repeated: true, answer: { unit: { unitId } } });
    expect(journal.rows).toHaveLength(2);
  });

  it('reads what somebody else wrote, and goes on behind it', async () => {
    const journal = createMemoryJournal();
    const log = await open(journal);
    const other = createMemoryJournal();
    const otherLog = await open(other);
    await otherLog.execute(enrol(newUnit()));
    journal.slipIn(await other.read({ after: 0, limit: 10 }));
    expect(await codeOf(log.execute(enrol(newUnit())))).toBe('logUnavailable');
    await writable(log);
    await log.execute(enrol(newUnit()));
    expect(log.state.units.size).toBe(2);
    expect(await verifyJournal({ journal, publicKey: key.publicKey })).toMatchObject({ fault: null, position: { sequence: 4 } });
  });

  it('does not go on when the database lost what was acknowledged', async () => {
    const journal = createMemoryJournal();
    const log = await open(journal);
    await log.execute(enrol(newUnit()));
    const kept = journal.rows.splice(1);
    expect(await codeOf(log.execute(enrol(newUnit())))).toBe('logUnavailable');
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(log.status).toMatchObject({ writable: false, reason: 'failed' });
    journal.rows.push(...kept);
    await writable(log);
  });

  it('a part beside the log that is refused costs that command alone; what was decided on it is decided anew', async () => {
    const journal = createMemoryJournal({ stores: {} as Stores });
    const log = await open(journal);
    const release = journal.hold();
    const first = log.execute(enrol(newUnit()));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [bad, good] = [newUnit(), newUnit()];
    const refuse = async () => {
      throw new AppError('codeInvalid');
    };
    const outcomes = [
      log.execute({ ...enrol(bad), also: refuse }),
      log.execute(enrol(good)),
      log.execute(rename(bad, 2, '不存在')),
      log.execute(rename(good, 2, '乙')),
      log.execute({ ...enrol(newUnit()), also: () => Promise.reject(new TypeError('a bug')) }),
    ].map((work) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? error.code : error instanceof Error ? error.name : '')));
    release();
    await first;
    expect(await Promise.all(outcomes)).toEqual(['codeInvalid', 'done', 'notFound', 'done', 'TypeError']);
    expect(log.status.writable).toBe(true);
    expect(log.state.units.map(({ name }) => name).get(good)).toBe('乙');
    expect(log.state.units.size).toBe(2);
    expect(await verifyJournal({ journal, publicKey: key.publicKey })).toMatchObject({ fault: null });
  });

  it('refuses what no log can keep, and more than it can queue', async () => {
    const journal = createMemoryJournal();
    const log = await open(journal, { queueLimit: 3 });
    const unitId = newUnit();
    await log.execute(enrol(unitId));
    expect(await codeOf(log.execute(rename(unitId, 2, 'a\u0000b')))).toBe('badInput');
    expect(await codeOf(log.execute(rename(unitId, 2, 'a\ud800b')))).toBe('badInput');
    const release = journal.hold();
    const many = Array.from({ length: 5 }, () => codeOf(log.execute(enrol(newUnit()))));
    release();
    expect(await Promise.all(many)).toEqual(['done', 'done', 'done', 'logUnavailable', 'logUnavailable']);
    await log.close();
    expect(await codeOf(log.execute(enrol(newUnit())))).toBe('closing');
  });

  it('waits at its end for what was begun', async () => {
    const journal = createMemoryJournal();
    const log = await open(journal);
    const many = Array.from({ length: 700 }, () => log.execute(enrol(newUnit())));
    await Promise.all([log.close(), log.close()]);
    expect(await Promise.all(many)).toHaveLength(700);
    expect(journal.snapshots.at(-1)?.sequence).toBe(1_400);
    expect(journal.signed.at(-1)).toMatchObject(log.position);
  });

  it('folds to the state for any commands, together, repeated or failing, over faults and restarts', async () => {
    const units = Array.from({ length: 4 }, () => newUnit());
    const ids = Array.from({ length: 6 }, () => newCommand());
    const step = fc.record({
      kind: fc.constantFrom('enrol', 'rename', 'revoke', 'nothing', 'refused'),
      unit: fc.nat(3), version: fc.nat(6), id: fc.option(fc.nat(5)), pause: fc.boolean(),
      fault: fc.option(fc.record({ fault: fc.constantFrom('away', 'conflict', 'failed'), when: fc.constantFrom('before', 'after') } as const), { freq: 12 }),
      reopen: fc.integer({ min: 0, max: 14 }),
    });
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const journal = createMemoryJournal({ stores: {} as Stores });
      const timers = { after: (delayMs: number, run: () => void) => {
        const timer = setTimeout(run, delayMs / 100);
        return () => clearTimeout(timer);
      } };
      const options = { journal, key, now: Date.now, log: silent, snapshotEvery: 5, timers };
      let log = await EventLog.open(options);
      const refusals: unknown[] = [];
      const all: Promise<unknown>[] = [];
      for (const { kind, unit, version, id, pause, fault, reopen } of steps) {
        const unitId = units[unit] ?? missing();
        const commandId = id === null ? null : (ids[id] ?? null);
        if (fault !== null) {
          journal.failNext(fault.fault, fault.when);
        }
        const command = ({
          enrol: { ...enrol(unitId), decide: (state: HallState) => (state.units.has(unitId) ? changeUnit(state, { unitId, expectedVersion: -1, ...facts }) : enrolUnit(state, { unitId, courtCode, ...facts, expiresAt: 1 })) },
          rename: rename(unitId, version, '改名'),
          revoke: { ...hall, name: 'unit.revoke', input: { unitId, version }, decide: (state: HallState) => revokeUnit(state, { unitId, expectedVersion: version, reason: '遗失' }) },
          nothing: nothing(),
          refused: { ...enrol(newUnit()), also: () => Promise.reject(new AppError('codeInvalid')) },
        } as const)[kind] as Command<unknown>;
        const done = log.execute({ ...command, commandId }).catch((error: unknown) => refusals.push(error));
        all.push(done);
        if (pause || reopen === 0) {
          await done;
        }
        if (reopen === 0) {
          await log.close();
          log = await EventLog.open(options);
        }
      }
      await Promise.all(all);
      expect(refusals.filter((error) => !(error instanceof AppError))).toEqual([]);
      await vi.waitFor(() => expect(log.status.writable).toBe(true), { timeout: 5_000, interval: 1 });
      await log.close();
      const entries = await journal.read({ after: 0, limit: 10_000 });
      expect(snapshotOf(log.state)).toEqual(snapshotOf(refold(entries)));
      expect(log.position.sequence).toBe(entries.length);
      const effects = entries.filter(({ name, commandId }) => name !== 'unit.codeIssued' && commandId !== null).map(({ commandId }) => commandId);
      expect(new Set(effects).size).toBe(effects.length);
      expect(await verifyJournal({ journal, publicKey: key.publicKey })).toMatchObject({ fault: null });
    }), { numRuns: 300 });
  }, 120_000);
});
