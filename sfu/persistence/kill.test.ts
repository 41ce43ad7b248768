import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { GENESIS_HASH } from '#protocol/nouns/log.ts';
import { DIALECTS, TestDatabases, testCommandId, type TestPlace } from './testDatabases.ts';

const databases = new TestDatabases();
afterEach(() => databases.closeStorages());
afterAll(() => databases.close());

const KILLS = 10;

/** Lets a process append for about this long, kills it, and answers the last sequence that it was told is durable. */
async function writeAndKill(place: TestPlace, forMs: number): Promise<number> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'killedWriter.ts'), place.storageDir, place.databaseUrl ?? ''], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { said += text; });
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed.then(([code]) => Promise.reject(new Error(`the writer ended with ${String(code)}`)))]);
  await setTimeout(forMs);
  child.kill('SIGKILL');
  await closed;
  return Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));
}

describe.each(DIALECTS)('a process killed while it appends to %s', (dialect) => {
  it(`has lost nothing that was acknowledged, ${KILLS} times`, { timeout: 120_000 }, async () => {
    const place = await databases.place(dialect);
    let before = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const acknowledged = await writeAndKill(place, 20 + Math.random() * 60);
      const { journal } = await databases.open(place);
      const { sequence } = await journal.head();
      // At most the one batch that was under way is there besides.
      expect(acknowledged).toBeGreaterThan(before);
      expect(sequence).toBeGreaterThanOrEqual(acknowledged);
      expect(sequence).toBeLessThanOrEqual(acknowledged + 7);
      expect(await journal.answerOf(testCommandId(sequence))).toMatchObject({ answer: String(sequence) });
      before = sequence;
      await databases.closeStorages();
    }
    const entries = await (await databases.open(place)).journal.read({ after: 0, limit: before + 1 });
    expect(entries.map((entry) => entry.sequence)).toEqual(Array.from({ length: before }, (_, index) => index + 1));
    expect(entries.every((entry, index) => entry.previousHash === (entries[index - 1]?.hash ?? GENESIS_HASH))).toBe(true);
  });
});
