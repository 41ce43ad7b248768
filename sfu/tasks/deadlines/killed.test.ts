import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openStorage } from '../../persistence/storage.ts';
import { at } from '../../testing/tasks/deadlinesRig.ts';
import type { DeadlineOrders } from '../../testing/tasks/deadlinesChild.ts';

/** Half of them urgent. */
const TASKS = 500;
const KILLS = 6;

/** Has loaded its code and waits for its orders when the one before it dies. */
function startChild() {
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, '../../testing/tasks/deadlinesChild.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.on('error', () => {});
  return { child, exited: once(child, 'close'), lines: () => said.split('\n').slice(0, -1), order: (orders: DeadlineOrders) => child.stdin.write(`${JSON.stringify(orders)}\n`) };
}

it('tells of every task once and in order, however often the hall is killed while it does', async () => {
  const storageDir = mkdtempSync(path.join(tmpdir(), 'deadlines-kill-'));
  // Ordinary ones are due on Thursday at 00:00, urgent ones on Tuesday at 10:00; the courts above are told one each workday.
  const [startAt, untilAt] = [at('2026-03-02 10:00'), at('2026-03-13 00:00')];
  const done = async () => {
    const storage = await openStorage({ storageDir, databaseUrl: null });
    const entries = await storage.journal.read({ after: 0, limit: 1_000_000 });
    await storage.close();
    const told = new Map<string, string[]>();
    for (const { subject, name, data } of entries) {
      const { what, toCourtCode, step, clockId } = data as { what?: string; toCourtCode?: string; step?: string; clockId?: string };
      if (name === 'task.told') told.set(subject, [...(told.get(subject) ?? []), `${clockId} ${what} ${toCourtCode}`]);
      if (name === 'task.stepped' && step === 'lapse') told.set(subject, [...(told.get(subject) ?? []), 'lapse']);
    }
    return told;
  };
  let next = startChild();
  let fromAt = startAt;
  let cutShort = 0;
  try {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const { child, exited, lines, order } = next;
      next = startChild();
      order({ storageDir, tasks: TASKS, fromAt, untilAt });
      // There are three commands to each moment at which something is due.
      const commands = 1 + Math.floor(Math.random() * 5);
      while (child.exitCode === null && lines().filter((line) => line === 'told').length < commands) {
        await setTimeout(1);
      }
      child.kill('SIGKILL');
      await exited;
      fromAt = Math.max(fromAt, ...lines().filter((line) => line !== 'told').map(Number));
      const count = [...(await done()).values()].reduce((sum, told) => sum + told.length, 0);
      cutShort += count % (TASKS / 2) === 0 ? 0 : 1;
    }
    next.order({ storageDir, tasks: TASKS, fromAt, untilAt });
    await next.exited;
    expect(next.lines().at(-1)).toBe('done');
    const told = await done();
    expect(told.size).toBe(TASKS);
    const climb = ['receipt amber 闽0603', 'receipt due 闽0603', 'receipt escalated 闽06', 'receipt escalated 闽'];
    for (const happened of told.values()) {
      expect(happened.filter((line) => line.startsWith('receipt'))).toEqual(climb);
      expect(happened.filter((line) => !line.startsWith('receipt'))).toEqual(['validity amber 闽0603', 'validity due 闽0603', 'lapse']);
    }
    // Enough of the kills met it at work.
    expect(cutShort).toBeGreaterThan(0);
  } finally {
    next.child.kill('SIGKILL');
    rmSync(storageDir, { recursive: true, force: true });
  }
}, 120_000);
