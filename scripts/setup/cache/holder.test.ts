import { spawn, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { processName, stillRuns } from './holder.mjs';

it('names a running process, and tells when it is gone', async () => {
  const child = spawn('sleep', ['60']);
  const name = processName(child.pid ?? 0) ?? '';
  expect(name.startsWith(String(child.pid))).toBe(true);
  expect(stillRuns(name)).toBe(true);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  expect(stillRuns(name)).toBe(false);
});

it('does not take what is not a process for one', () => {
  expect(processName(spawnSync('true').pid)).toBeUndefined();
  for (const pid of [0, -1, Number.NaN]) expect(processName(pid)).toBeUndefined();
});

it.runIf(process.platform === 'linux')('does not take a later process of the same number for the earlier one', () => {
  expect(stillRuns(`${process.pid} since 1`)).toBe(false);
});
