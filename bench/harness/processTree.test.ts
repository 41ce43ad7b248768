import { spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cpuPercent, processTree, readCpu, treePss } from './processTree.ts';

/** A shell whose child is a Node that runs `script` and says so. */
async function grandchild(script: string): Promise<number> {
  const child = spawn('sh', ['-c', '"$0" -e "$1" & wait', process.execPath, `console.log(process.pid); ${script}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))));
  onTestFinished(() => {
    process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
  });
  return pid;
}

describe('process tree', () => {
  it('reaches grandchildren, and their processor time counts', async () => {
    const pid = await grandchild('for (const until = Date.now() + 20_000; Date.now() < until; );');
    expect(processTree(process.pid)).toContain(pid);
    expect(processTree(pid)).toEqual([pid]);
    const before = readCpu(process.pid);
    const alone = readCpu(pid);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const spent = cpuPercent(alone, readCpu(pid));
    expect(spent).toBeGreaterThan(5);
    expect(spent).toBeLessThan(130);
    expect(cpuPercent(before, readCpu(process.pid))).toBeGreaterThan(spent / 2);
  });

  it('weighs what is really held', async () => {
    const small = await grandchild('setTimeout(() => {}, 20_000)');
    const large = await grandchild('globalThis.held = Buffer.alloc(64 << 20, 1); console.log("filled"); setTimeout(() => {}, 20_000)');
    await expect.poll(() => (treePss(large) ?? 0) - (treePss(small) ?? 0), { timeout: 10_000 }).toBeGreaterThan(50 << 20);
  });

  it('finds nothing of a process that is not there', () => {
    expect(processTree(2 ** 22 + 1)).toEqual([]);
    expect(treePss(2 ** 22 + 1)).toBe(0);
  });
});
