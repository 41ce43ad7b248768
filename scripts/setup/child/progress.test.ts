import { expect, it } from 'vitest';
import { streamProgress } from './progress.mjs';

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 30, write: (text: string) => void written.push(text) };
}

it('replaces one line on a terminal, never wider than it', () => {
  const out = stream(true);
  const progress = streamProgress(out);
  progress.update('[1/9]');
  progress.update('x'.repeat(99));
  progress.say('done');
  expect(out.written).toEqual(['\r\u001b[Kset-up: [1/9]', `\r\u001b[Kset-up: ${'x'.repeat(21)}`, '\n', 'set-up: done\n']);
});

it('thins updates out elsewhere', () => {
  const out = stream(false);
  let now = 0;
  const progress = streamProgress(out, () => now);
  for (; now < 12_000; now += 100) progress.update(`at ${now}`);
  expect(out.written).toEqual(['set-up: at 0\n', 'set-up: at 5000\n', 'set-up: at 10000\n']);
});
