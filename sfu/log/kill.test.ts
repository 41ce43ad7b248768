import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type PostgresServer } from '../../scripts/postgres/startPostgres.ts';
import type { CommandId, UnitId } from '#protocol/nouns/ids.ts';
import type { LoadOrders } from '../testing/logLoadChild.ts';
import { openStorage } from '../persistence/storage.ts';
import { verifyJournal } from './verify/verifyJournal.ts';

const CHILD = path.resolve(import.meta.dirname, '../testing/logLoadChild.ts');
const COMMANDS = 150;
const CALLERS = 24;

type Command = { readonly commandId: CommandId; readonly unitId: UnitId };
type Child = ReturnType<typeof startChild>;

/** Has loaded its code and waits for its orders when the one before it dies. */
function startChild() {
  const child = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.on('error', () => {});
  return { child, exited: once(child, 'close'), lines: () => said.split('\n').slice(0, -1), order: (orders: LoadOrders) => child.stdin.write(`${JSON.stringify(orders)}\n`) };
}

function newCommands(count: number): Command[] {
  return Array.from({ length: count }, () => ({ commandId: crypto.randomUUID() as CommandId, unitId: crypto.randomUUID() as UnitId }));
}

/** Orders a load, and kills it some time after its first acknowledgement (or, in some rounds, before it). Answers what was acknowledged. */
async function killedUnderLoad({ child, exited, lines, order }: Child, orders: LoadOrders, round: number): Promise<string[]> {
  order(orders);
  if (round % 5 === 0) {
    await setTimeout(round * 3);
  } else {
    while (lines().length === 0 && child.exitCode === null) {
      await setTimeout(1);
    }
    await setTimeout(Math.random() * 25);
  }
  child.kill('SIGKILL');
  await exited;
  return lines().flatMap((line) => (line === 'done' ? [] : [line.split(' ')[0] ?? '']));
}

describe('killed under load', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  it.each([['sqlite', 40], ['postgres', 10]] as const)('%s: nothing acknowledged is lost and nothing is done twice', async (dialect, kills) => {
    const storageDir = mkdtempSync(path.join(tmpdir(), 'hall-kill-'));
    const databaseUrl = dialect === 'postgres' ? await server.createDatabase() : null;
    const { publicKey } = generateKeyPairSync('ed25519');
    const issued: Command[] = [];
    const acknowledged = new Set<string>();
    let open: Command[] = [];
    let cutShort = 0;
    let next = startChild();

    const check = async () => {
      const storage = await openStorage({ storageDir, databaseUrl });
      const verdict = await verifyJournal({ journal: { ...storage.journal, heads: async () => [] }, publicKey });
      expect(verdict.fault).toBeNull();
      const entries = await storage.journal.read({ after: 0, limit: 1_000_000 });
      const done = entries.filter(({ name }) => name === 'unit.enrolled').map(({ commandId }) => commandId);
      expect(new Set(done).size).toBe(done.length);
      expect(entries).toHaveLength(2 * done.length);
      expect([...acknowledged].filter((id) => !done.includes(id as CommandId))).toEqual([]);
      // What goes with an entry is there if the entry is.
      expect((await storage.stores.sightings.list()).length).toBe(done.length);
      await storage.close();
      return done.length;
    };

    try {
      for (let round = 1; round <= kills; round += 1) {
        const child = next;
        next = startChild();
        const fresh = newCommands(COMMANDS - Math.min(open.length, 100));
        issued.push(...fresh);
        // A few that were acknowledged are asked again as well.
        const again = issued.filter(({ commandId }) => acknowledged.has(commandId)).slice(-5);
        const said = await killedUnderLoad(child, { storageDir, databaseUrl, callers: CALLERS, commands: [...again, ...open, ...fresh] }, round);
        said.forEach((commandId) => acknowledged.add(commandId));
        open = issued.filter(({ commandId }) => !acknowledged.has(commandId));
        cutShort += open.length > 0 ? 1 : 0;
        await check();
      }
      next.order({ storageDir, databaseUrl, callers: CALLERS, commands: open });
      await next.exited;
      expect(next.lines().at(-1)).toBe('done');
      next.lines().filter((line) => line !== 'done').forEach((line) => acknowledged.add(line.split(' ')[0] ?? ''));
      expect(await check()).toBe(issued.length);
      // Most kills met a hall at work.
      expect(cutShort).toBeGreaterThan(kills / 2);
    } finally {
      next.child.kill('SIGKILL');
      rmSync(storageDir, { recursive: true, force: true });
    }
  }, 120_000);
});
