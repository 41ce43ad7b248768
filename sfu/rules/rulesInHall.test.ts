import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestHall } from '../testing/testHall.ts';
import { readRuleBook, RuleBookError } from './readRuleBook.ts';

const OWN = path.join(import.meta.dirname, '../../assets/rules');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rules-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a hall', () => {
  it('tells its rules to everybody who is in', async () => {
    const hall = await startTestHall();
    try {
      for (const purpose of ['desk', 'wall', 'unit'] as const) {
        const client = await hall.enter(purpose);
        expect(await client.request('rules.read', {})).toEqual({ book: readRuleBook(OWN) });
      }
    } finally {
      await hall.close();
    }
  });

  it('works by the folder that it was given, and does not start by wrong rules, nor touch its storage', async () => {
    const rulesDir = path.join(folder, 'rules');
    cpSync(OWN, rulesDir, { recursive: true });
    writeFileSync(path.join(rulesDir, 'counters.json'), '[]');
    const storageDir = path.join(folder, 'storage');
    await expect(startTestHall({ storageDir, config: { rulesDir } })).rejects.toThrow(RuleBookError);
    expect(existsSync(storageDir)).toBe(false);
  });
});
