import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { RotatingFile } from './RotatingFile.ts';

it('moves full files aside, keeps the newest ones and goes on after a restart', () => {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'hall-log-')), 'logs');
  const options = { file: path.join(folder, 'main.log'), maxBytes: 20, keep: 2 };
  for (let line = 0; line < 4; line += 1) RotatingFile.create(options).write(`line ${line} ........\n`);
  const again = RotatingFile.create(options);
  again.write('short\n');
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  expect(readdirSync(folder).toSorted()).toEqual(['main.1.log', 'main.2.log', 'main.log']);
  expect(read('main.log')).toBe('short\n');
  expect(read('main.1.log')).toContain('line 3');
  expect(read('main.2.log')).toContain('line 2');
});
