import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { rememberedProgress, scratchCache } from '../scratchFolder.ts';
import { withLock } from './lock.mjs';

it('lets one work at a time and says that it waits', async () => {
  scratchCache();
  const { lines, progress } = rememberedProgress();
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await sleep(50);
    order.push(`${name} ends`);
  };
  await Promise.all([withLock(progress, work('a')), withLock(progress, work('b'))]);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect(lines.join()).toContain('waiting');
});

it('is free again after a failure, and takes over from a holder that was killed', async () => {
  const root = scratchCache();
  const { progress } = rememberedProgress();
  await expect(withLock(progress, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(path.join(root, 'set-up.lock'))).toBe(false);

  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  mkdirSync(root, { recursive: true });
  writeFileSync(path.join(root, 'set-up.lock'), `${dead} since 1`);
  expect(await withLock(progress, async () => 'done')).toBe('done');
  expect(readdirSync(root)).toEqual([]);
});
