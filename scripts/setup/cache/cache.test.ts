import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchCache, scratchFolder } from '../scratchFolder.ts';
import { cached, cacheRoot, publish, recipeHash, sweepUnfinished } from './cache.mjs';

describe('cacheRoot', () => {
  it('honours an absolute XDG_CACHE_HOME and ignores a relative one', () => {
    expect(cacheRoot({ XDG_CACHE_HOME: '/elsewhere' })).toBe('/elsewhere/command-hall/v1');
    expect(cacheRoot({ XDG_CACHE_HOME: 'elsewhere' })).toBe(cacheRoot({}));
  });
});

describe('recipeHash', () => {
  it('depends on the names and contents of the files, and on the words', () => {
    const recipe = { 'a/one.txt': '1', 'two.txt': '2' };
    const base = recipeHash({ folder: scratchFolder(recipe) });
    expect(recipeHash({ folder: scratchFolder(recipe) })).toBe(base);
    expect(recipeHash({ folder: scratchFolder({ ...recipe, 'two.txt': '3' }) })).not.toBe(base);
    expect(recipeHash({ folder: scratchFolder({ 'a/uno.txt': '1', 'two.txt': '2' }) })).not.toBe(base);
    expect(recipeHash({ folder: scratchFolder(recipe), words: ['-O3'] })).not.toBe(base);
  });

  it('does not confuse one split of the words with another', () => {
    expect(recipeHash({ words: ['ab', 'c'] })).not.toBe(recipeHash({ words: ['a', 'bc'] }));
  });
});

describe('publish', () => {
  it('shows a thing only when it is whole', async () => {
    const root = scratchCache();
    const place = await publish('thing', async (folder) => {
      writeFileSync(path.join(folder, 'file'), 'x');
      expect(existsSync(cached('thing'))).toBe(false);
    });
    expect(readdirSync(place)).toEqual(['file']);
    expect(readdirSync(root)).toEqual(['thing']);
  });

  it('leaves nothing when the making fails', async () => {
    const root = scratchCache();
    await expect(publish('thing', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readdirSync(root)).toEqual([]);
  });
});

it('sweeps away what killed set-ups left, and nothing else', () => {
  const root = scratchCache();
  for (const name of ['unfinished-0a1b', 'thing']) mkdirSync(path.join(root, name), { recursive: true });
  sweepUnfinished();
  expect(readdirSync(root)).toEqual(['thing']);
});
