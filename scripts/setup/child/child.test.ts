import { expect, it } from 'vitest';
import { processName } from '../cache/holder.mjs';
import { rememberedProgress } from '../scratchFolder.ts';
import { runChild } from './child.mjs';

const run = (script: string, more: Partial<Parameters<typeof runChild>[0]> = {}) => {
  const { lines, progress } = rememberedProgress();
  const child = runChild({ title: 'trying', command: 'sh', args: ['-c', script], limitMs: 10_000, progress, ...more });
  return { shown: lines, child };
};

it('returns what the child said, and shows what was read from it', async () => {
  const { shown, child } = run('echo "[1/2] one"; echo other; echo "[2/2] two" >&2', {
    read: (line) => (line.startsWith('[') ? line : undefined),
  });
  expect([...(await child).lines].sort()).toEqual(['[1/2] one', '[2/2] two', 'other']);
  expect(shown).toEqual(expect.arrayContaining(['trying', '[1/2] one', '[2/2] two']));
});

it('fails with the last words of a child that failed', async () => {
  await expect(run('echo the disk is full; exit 3').child).rejects.toThrow(/exit code 3[^]*the disk is full/);
  await expect(run('', { command: 'no-such-command-here' }).child).rejects.toThrow('could not be started');
});

it('ends the whole tree of a child that overruns its limit', async () => {
  let grandchild = 0;
  const { child } = run('sleep 60 & echo $!; wait', { limitMs: 300, stopAt: (line) => (grandchild = Number(line)) === 0 });
  await expect(child).rejects.toThrow('took longer than');
  expect(grandchild).toBeGreaterThan(0);
  await expect.poll(() => processName(grandchild), { timeout: 10_000 }).toBeUndefined();
});

it('ends a child at the line that it is to be stopped at', async () => {
  const { child } = run('echo enough; sleep 60', { stopAt: (line) => line === 'enough' });
  expect((await child).stopped).toBe(true);
});
