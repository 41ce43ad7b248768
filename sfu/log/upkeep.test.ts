import { generateKeyPairSync } from 'node:crypto';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import type { CommandId, CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { snapshotOf } from '#domain/hallState/hallState.ts';
import { changeUnit, enrolUnit } from '#domain/units/decideUnit.ts';
import { EventLog } from './eventLog.ts';
import { BrokenLogError } from './faults.ts';
import { createMemoryJournal, type MemoryJournal } from './memoryJournal.ts';
import { isSignedBy, untilMidnightMs } from './signedHeads.ts';
import { verifyJournal } from './verify/verifyJournal.ts';

const missing = (): never => {
  throw new Error('it should be there');
};
const key = generateKeyPairSync('ed25519');
const silent = pino({ level: 'silent' });
const HOUR_MS = 3_600_000;
/** 20:00 in Beijing on 22 November. */
const EVENING = Date.UTC(2026, 10, 22, 12);
const unitId = crypto.randomUUID() as UnitId;

/** A clock that is turned by hand, with everything that waits for it. */
function handClock(at: number) {
  let waiting: { at: number; run: () => void }[] = [];
  return {
    now: () => at,
    timers: {
      after: (delayMs: number, run: () => void) => {
        const alarm = { at: at + delayMs, run };
        waiting.push(alarm);
        return () => {
          waiting = waiting.filter((other) => other !== alarm);
        };
      },
    },
    async turn(byMs: number) {
      const until = at + byMs;
      for (;;) {
        const next = waiting.toSorted((one, other) => one.at - other.at)[0];
        if (next === undefined || next.at > until) {
          break;
        }
        waiting = waiting.filter((other) => other !== next);
        at = next.at;
        next.run();
        await new Promise((resolve) => setImmediate(resolve));
        await new Promise((resolve) => setImmediate(resolve));
      }
      at = until;
    },
  };
}

async function open(journal: MemoryJournal, clock = handClock(EVENING), snapshotEvery = 1_000) {
  const log = await EventLog.open({ journal, key, now: clock.now, timers: clock.timers, log: silent, snapshotEvery });
  const write = async (commandId: CommandId | null = null) => log.execute({
    commandId, name: 'unit.change', input: {}, actor: { kind: 'hall' }, via: null,
    decide: (state) => {
      const expectedVersion = state.units.get(unitId)?.version;
      const facts = { unitId, courtCode: '闽' as CourtCode, name: `第 ${expectedVersion ?? 0} 版`, teamName: '一组', kind: 'phone' } as const;
      return expectedVersion === undefined ? enrolUnit(state, { ...facts, expiresAt: 1 }) : changeUnit(state, { ...facts, expectedVersion });
    },
  });
  return { log, write };
}
const heads = (journal: MemoryJournal) => journal.signed.map(({ day, sequence }) => [day, sequence]);

describe('signed heads', () => {
  it('one at each midnight of Beijing, over the last entry of the day', async () => {
    const [journal, clock] = [createMemoryJournal(), handClock(EVENING)];
    expect(untilMidnightMs(EVENING)).toBe(4 * HOUR_MS);
    const { log, write } = await open(journal, clock);
    await write();
    await clock.turn(4 * HOUR_MS - 1);
    await write();
    expect(journal.signed).toEqual([]);
    await clock.turn(1);
    await vi.waitFor(() => expect(heads(journal)).toEqual([['2026-11-22', 3]]));
    await write();
    // A day without entries has no head.
    await clock.turn(72 * HOUR_MS);
    await write();
    await vi.waitFor(() => expect(heads(journal)).toEqual([['2026-11-22', 3], ['2026-11-23', 4]]));
    await log.close();
    expect(heads(journal)).toEqual([['2026-11-22', 3], ['2026-11-23', 4], ['2026-11-26', 5]]);
    expect(journal.signed.every((head) => isSignedBy(head, key.publicKey))).toBe(true);
    expect(await verifyJournal({ journal, publicKey: key.publicKey })).toMatchObject({ fault: null, heads: 3, snapshot: 'equal' });
  });

  it('are made up for at the start, also where a day went on after its head', async () => {
    const [journal, clock] = [createMemoryJournal(), handClock(EVENING)];
    const first = await open(journal, clock);
    await first.write();
    await first.log.close();
    expect(heads(journal)).toEqual([['2026-11-22', 2]]);
    const second = await open(journal, clock);
    for (let hour = 0; hour < 60; hour += 5) {
      await second.write();
      await clock.turn(5 * HOUR_MS);
    }
    journal.signed.splice(1);
    const third = await open(journal, clock);
    await vi.waitFor(() => expect(heads(journal)).toEqual([['2026-11-22', 3], ['2026-11-23', 8], ['2026-11-24', 13]]));
    await third.log.close();
    expect(await verifyJournal({ journal, publicKey: key.publicKey })).toMatchObject({ fault: null });
  });

  it('are tried again when the journal could not take them', async () => {
    const [journal, clock] = [createMemoryJournal(), handClock(EVENING)];
    const { write } = await open(journal, clock);
    await write();
    const putHead = vi.spyOn(journal, 'putHead').mockRejectedValueOnce(new Error('busy'));
    await clock.turn(5 * HOUR_MS);
    expect(putHead).toHaveBeenCalledTimes(2);
    expect(heads(journal)).toEqual([['2026-11-22', 2]]);
  });
});

describe('snapshots', () => {
  it('are taken as the log grows and at its end, and a start reads what follows alone', async () => {
    const journal = createMemoryJournal();
    const { log, write } = await open(journal, handClock(EVENING), 10);
    for (let index = 0; index < 34; index += 1) {
      await write();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await log.close();
    const taken = journal.snapshots.map(({ sequence }) => sequence);
    expect(taken.at(-1)).toBe(35);
    expect(taken.length).toBeGreaterThanOrEqual(4);
    const again = await open(journal);
    expect(snapshotOf(again.log.state)).toEqual(snapshotOf(log.state));
    expect(again.log.position).toEqual(log.position);
  });

  it('that cannot be read are passed over; that stand beside the log stop the start', async () => {
    const journal = createMemoryJournal();
    const first = await open(journal, handClock(EVENING), 4);
    for (let index = 0; index < 12; index += 1) {
      await first.write();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await first.log.close();
    const newest = journal.snapshots.at(-1) ?? missing();
    const text = newest.text;
    for (const broken of ['no JSON', JSON.stringify({ position: first.log.position, state: {} })]) {
      newest.text = broken;
      const again = await open(journal);
      expect(snapshotOf(again.log.state)).toEqual(snapshotOf(first.log.state));
    }
    newest.text = text.replace(first.log.position.hash, 'a'.repeat(64));
    await expect(open(journal)).rejects.toMatchObject({ fault: { sequence: 13, kind: 'snapshotMismatch' } });
    newest.text = text;
    newest.text = text.replaceAll('第 11 版', '第 99 版');
    expect((await verifyJournal({ journal, publicKey: key.publicKey })).fault).toBeNull();
    newest.text = text.replaceAll('第 12 版', '第 99 版');
    expect((await verifyJournal({ journal, publicKey: key.publicKey })).fault).toEqual({ sequence: 13, kind: 'snapshotMismatch' });
    newest.text = text;
    journal.rows.pop();
    await expect(open(journal)).rejects.toMatchObject({ fault: { sequence: 13, kind: 'missing' } });
    expect((await verifyJournal({ journal, publicKey: key.publicKey })).fault).toEqual({ sequence: 13, kind: 'missing' });
  });

  it('old answers are forgotten after thirty days', async () => {
    const [journal, clock] = [createMemoryJournal(), handClock(EVENING)];
    const { write, log } = await open(journal, clock);
    const commandId = crypto.randomUUID() as CommandId;
    await write(commandId);
    await clock.turn(29 * 24 * HOUR_MS);
    expect(await journal.answerOf(commandId)).toBeDefined();
    await clock.turn(2 * 24 * HOUR_MS);
    expect(await journal.answerOf(commandId)).toBeUndefined();
    await log.close();
  });
});

describe('a start', () => {
  it('refuses a log that was tampered with, in what it reads', async () => {
    const journal = createMemoryJournal();
    const { log, write } = await open(journal);
    for (let index = 0; index < 9; index += 1) {
      await write();
    }
    await log.close();
    const whole = [...journal.rows];
    for (const [tamper, fault] of [
      [() => journal.rows.splice(3, 1), { sequence: 4, kind: 'missing' }],
      [() => journal.rows.splice(3, 1, (whole[3] ?? '').replace('第', '弟')), { sequence: 4, kind: 'altered' }],
      [() => journal.rows.splice(9, 1, (whole[9] ?? '').replace('第', '弟')), { sequence: 10, kind: 'altered' }],
      [() => journal.rows.splice(3, 1, (whole[3] ?? '').replace(/"previousHash":"\w{8}/, '"previousHash":"00000000')), { sequence: 4, kind: 'alteredLink' }],
    ] as const) {
      journal.rows.splice(0, Infinity, ...whole);
      tamper();
      const error: unknown = await open(journal).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(BrokenLogError);
      expect(error).toMatchObject({ fault });
    }
    journal.rows.splice(0, Infinity, ...whole);
    journal.snapshots.splice(0);
    journal.signed.splice(0, 1, { ...(journal.signed[0] ?? missing()), sequence: 99 });
    // Signed by nobody: the hall starts, and says so in its log.
    await (await open(journal)).log.close();
  });

  it('begins without being able to write, and goes on when it can', async () => {
    const [journal, clock] = [createMemoryJournal(), handClock(EVENING)];
    vi.spyOn(journal, 'probe').mockRejectedValueOnce(new Error('no'));
    const { log, write } = await open(journal, clock);
    expect(log.status.writable).toBe(false);
    await expect(write()).rejects.toMatchObject({ code: 'logUnavailable' });
    await clock.turn(200);
    expect(log.status).toEqual({ writable: true, reason: null, sinceAt: EVENING + 200 });
    await write();
  });

  it('a journal that goes away in a quiet hour is missed before anyone wants to write', async () => {
    const [journal, clock] = [createMemoryJournal(), handClock(EVENING)];
    const { log } = await open(journal, clock);
    journal.setDown('away');
    await clock.turn(3_000);
    await vi.waitFor(() => expect(log.status).toMatchObject({ writable: false, reason: 'databaseAway' }));
    journal.setDown(null);
    await clock.turn(200);
    await vi.waitFor(() => expect(log.status.writable).toBe(true));
  });

  it('a journal that never answers counts as away, and nobody waits for ever', async () => {
    const [journal, clock] = [createMemoryJournal(), handClock(EVENING)];
    const { log, write } = await open(journal, clock);
    const release = journal.hold();
    const outcome = write().catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.turn(10_000);
    expect(await outcome).toMatchObject({ code: 'logUnavailable', params: { reason: 'databaseAway' } });
    release();
    await clock.turn(200);
    await vi.waitFor(() => expect(log.status.writable).toBe(true));
    // It was committed all the same, late.
    expect(log.position.sequence).toBe(2);
  });
});
