import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LastLooked } from './lastLooked.ts';

let folder: string;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  folder = mkdtempSync(path.join(tmpdir(), 'looked-test-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const open = (looking: () => number | null = () => null) => new LastLooked({ folder, looking, logger: pino({ level: 'silent' }) });

it('is known to the next hall, also when this one is killed', () => {
  let now = 1_000;
  expect(open(() => now).before).toBeNull();
  vi.advanceTimersByTime(1_000);
  now = 2_000;
  vi.advanceTimersByTime(1_000);
  now = 2_900;
  expect(open().before).toBe(2_000);
});

it('is the moment at which a hall was closed, and stays while nothing is looked at', () => {
  open(() => 5_500).close();
  const next = open();
  vi.advanceTimersByTime(5_000);
  next.close();
  expect([next.before, open().before]).toEqual([5_500, 5_500]);
});

it('is not known from a file that says nothing', () => {
  writeFileSync(path.join(folder, 'recorders.seen'), '');
  expect(open().before).toBeNull();
});
