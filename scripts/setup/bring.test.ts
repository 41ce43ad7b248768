import { expect, it } from 'vitest';
import { bringMissing } from './bring.mjs';
import type { Part, PartName, PartState } from './part.ts';
import { rememberedProgress, scratchCache } from './scratchFolder.ts';

const found: PartState = { state: 'found', version: '1', from: 'here' };
const missing: PartState = { state: 'missing', why: 'gone', mend: 'Bring it.' };

function part(name: PartName, { there = false, works = true } = {}) {
  let state = there ? found : missing;
  let brought = 0;
  const made: Part = {
    name,
    check: () => state,
    bring: async () => {
      brought += 1;
      if (works) state = found;
    },
  };
  return { part: made, brought: () => brought };
}

it('brings what is missing, once and in order, and says so', async () => {
  scratchCache();
  const { lines, progress } = rememberedProgress();
  const [a, b, c] = [part('dependencies'), part('node', { there: true }), part('electron')];
  await bringMissing([a.part, b.part, c.part], progress);
  expect([a.brought(), b.brought(), c.brought()]).toEqual([1, 0, 1]);
  expect(lines.map((line) => line.split(':')[0])).toEqual(['dependencies', 'dependencies', 'electron', 'electron']);
  await bringMissing([a.part, b.part, c.part], progress);
  expect(a.brought()).toBe(1);
});

it('stops at a part that stays missing, with its cure', async () => {
  scratchCache();
  const [a, b] = [part('dependencies', { works: false }), part('node')];
  await expect(bringMissing([a.part, b.part], rememberedProgress().progress)).rejects.toThrow('Bring it.');
  expect(b.brought()).toBe(0);
});
