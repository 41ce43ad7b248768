import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { pino } from 'pino';
import type { CommandId, CourtCode, TokenId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import { GENESIS_HASH, type Actor } from '#protocol/nouns/log.ts';
import { enrolUnit, joinUnit } from '#domain/units/decideUnit.ts';
import { startPostgres, type PostgresServer } from '../scripts/postgres/startPostgres.ts';
import { EventLog } from '../sfu/log/eventLog.ts';
import { verifyJournal } from '../sfu/log/verify/verifyJournal.ts';
import { openStorage, type Storage } from '../sfu/persistence/storage.ts';
import { interleaved } from './bench.ts';
import { quantile, type Measure } from './report/measure.ts';

const CALLERS = [1, 32] as const;
const DIALECTS = ['sqlite', 'postgres'] as const;
const UNITS = 500;
const WARM_MS = 300;
const MEASURED_MS = 2_000;
const COLUMNS = ['sequence', 'at', 'name', 'subject', 'version', 'courtCode', 'actorId', 'actor', 'data', 'commandId', 'via', 'previousHash', 'hash'] as const;

type Dialect = (typeof DIALECTS)[number];
/** Does one thing durably. */
type Act = (index: number) => Promise<unknown> | void;
type Pace = { readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number };

const courtCode = '闽0203' as CourtCode;
const userId = crypto.randomUUID() as UserId;
const actor: Actor = { kind: 'person', userId, name: '林晓', courtCode };
const via = crypto.randomUUID() as TokenId;
const joined = { clientName: '执法记录仪 A12', remoteAddress: '10.20.30.40' };
const key = generateKeyPairSync('ed25519');

/**
 * What it costs that everything is recorded. A command is decided, hashed, chained, committed with its answer and folded; the peer puts the same columns into
 * the same table of another database of the same server or disk, one row a transaction, and does nothing else.
 */
export async function logBench({ rounds, say }: { rounds: number; say: (text: string) => void }): Promise<Measure[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-log-'));
  const measures: Measure[] = [];
  let server: PostgresServer | undefined;
  try {
    server = await startPostgres();
    for (const dialect of DIALECTS) {
      measures.push(...(await benchOf(dialect, { folder, server, rounds, say })));
    }
  } finally {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return measures;
}

async function benchOf(dialect: Dialect, { folder, server, rounds, say }: { folder: string; server: PostgresServer; rounds: number; say: (text: string) => void }): Promise<Measure[]> {
  const places = await Promise.all(['ours', 'peer'].map(async (name) => ({ storageDir: path.join(folder, `${dialect}-${name}`), databaseUrl: dialect === 'sqlite' ? null : await server.createDatabase() })));
  const [own, others] = places;
  if (own === undefined || others === undefined) {
    throw new Error('there are two places');
  }
  const storage = await openStorage({ ...own, exclusive: true });
  // Makes the table that the peer fills.
  await (await openStorage(others)).close();
  const peer = dialect === 'sqlite' ? sqlitePeer(path.join(others.storageDir, 'hall.sqlite')) : postgresPeer(others.databaseUrl ?? '');
  const log = await startedLog(storage);
  const measures: Measure[] = [];
  const verified: number[] = [];
  try {
    for (const callers of CALLERS) {
      const [ours, theirs]: [Pace[], Pace[]] = [[], []];
      await interleaved({
        rounds,
        ours: () => paceOf(commandOn(log), callers),
        peer: () => paceOf(peer.insert, callers),
        each: (round, mine, other) => {
          ours.push(mine);
          theirs.push(other);
          say(`log ${dialect}, ${callers} at once, ${round + 1}/${rounds}: ${Math.round(mine.perSecond)} commands/s, bare ${Math.round(other.perSecond)} rows/s`);
        },
      });
      const row = (what: string, unit: string, pick: (pace: Pace) => number): Measure => ({
        bench: 'log', what: `${dialect}, ${callers} at once: ${what}`, unit, ours: ours.map(pick), peer: { name: 'bare INSERT', values: theirs.map(pick) },
      });
      measures.push(row('durable commands', '/s', (pace) => pace.perSecond), row('p50', 'ms', (pace) => pace.p50Ms), row('p99', 'ms', (pace) => pace.p99Ms));
    }
    for (let round = 0; round < rounds; round += 1) {
      const startedAt = performance.now();
      const { fault, position } = await verifyJournal({ journal: storage.journal, publicKey: key.publicKey });
      if (fault !== null) {
        throw new Error(`the log is broken at ${fault.sequence}: ${fault.kind}`);
      }
      verified.push((position.sequence * 1_000) / (performance.now() - startedAt));
    }
  } finally {
    await log.close();
    await storage.close();
    await peer.close();
  }
  return [...measures, { bench: 'log', what: `${dialect}: entries verified`, unit: '/s', ours: verified, peer: null }];
}

async function startedLog(storage: Storage): Promise<EventLog & { readonly units: readonly UnitId[] }> {
  const log = await EventLog.open({ journal: storage.journal, key, now: Date.now, log: pino({ level: 'warn' }, pino.destination(2)) });
  const units = Array.from({ length: UNITS }, () => crypto.randomUUID() as UnitId);
  await Promise.all(units.map((unitId) => log.execute({
    commandId: crypto.randomUUID() as CommandId, name: 'unit.enrol', input: { unitId }, actor, via,
    decide: (state) => enrolUnit(state, { unitId, courtCode, name: '单兵一号', teamName: '一组', kind: 'phone', expiresAt: 1 }),
  })));
  return Object.assign(log, { units });
}

function commandOn(log: Awaited<ReturnType<typeof startedLog>>): Act {
  return (index) => {
    const unitId = log.units[index % UNITS] ?? (crypto.randomUUID() as UnitId);
    const input = { unitId, ...joined };
    return log.execute({ commandId: crypto.randomUUID() as CommandId, name: 'unit.join', input, actor, via, decide: (state) => joinUnit(state, input) });
  };
}

let rows = 0;
/** A row such as the log writes. */
function nextRow(): unknown[] {
  rows += 1;
  return [
    rows, Date.now(), 'unit.joined', `unit/${crypto.randomUUID()}`, rows, courtCode, userId, JSON.stringify(actor), JSON.stringify(joined),
    crypto.randomUUID(), via, GENESIS_HASH, crypto.randomUUID().replaceAll('-', '').repeat(2),
  ];
}

function sqlitePeer(file: string) {
  const sqlite = new SqliteDatabase(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('cache_size = -32000');
  const statement = sqlite.prepare(`insert into entries (${COLUMNS.map((name) => `"${name}"`).join()}) values (${COLUMNS.map(() => '?').join()})`);
  return {
    insert: (() => void statement.run(...nextRow())) satisfies Act,
    close: async () => void sqlite.close(),
  };
}

/** As many connections as callers, so that the server can commit them together. */
function postgresPeer(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: Math.max(...CALLERS) });
  const text = `insert into entries (${COLUMNS.map((name) => `"${name}"`).join()}) values (${COLUMNS.map((_name, index) => `$${index + 1}`).join()})`;
  return {
    insert: (() => pool.query({ name: 'insert', text, values: nextRow() })) satisfies Act,
    close: () => pool.end(),
  };
}

async function paceOf(act: Act, callers: number): Promise<Pace> {
  await during(WARM_MS, act, callers);
  const startedAt = performance.now();
  const tookMs = await during(MEASURED_MS, act, callers);
  const elapsedMs = performance.now() - startedAt;
  return { perSecond: (tookMs.length * 1_000) / elapsedMs, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99) };
}

async function during(forMs: number, act: Act, callers: number): Promise<number[]> {
  const tookMs: number[] = [];
  const endAt = performance.now() + forMs;
  const caller = async (_value: unknown, which: number) => {
    for (let index = which; performance.now() < endAt; index += callers) {
      const startedAt = performance.now();
      await act(index);
      tookMs.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: callers }).map(caller));
  return tookMs;
}
