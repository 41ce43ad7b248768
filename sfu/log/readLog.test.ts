import { describe, expect, it } from 'vitest';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { GENESIS_HASH, type Entry } from '#protocol/nouns/log.ts';
import { EMPTY_STATE } from '#domain/hallState/hallState.ts';
import { entryHash } from './entryHash.ts';
import { createMemoryJournal } from './memoryJournal.ts';
import { readBefore } from './readLog.ts';

/** A chain of entries; `restoredAt` makes one the restoring of a broken log. */
function chainOf(count: number, restoredAt: number | null): Entry[] {
  const entries: Entry[] = [];
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const restored = sequence === restoredAt;
    const content: Omit<Entry, 'hash'> = {
      sequence,
      at: sequence,
      name: restored ? 'log.restored' : 'centre.returned',
      subject: restored ? 'log/restore' : 'centre/闽02',
      version: 0,
      courtCode: '闽' as CourtCode,
      actor: { kind: 'hall' },
      data: restored ? { backupAt: 1, upToSequence: sequence - 1, broken: true } : {},
      commandId: null,
      via: null,
      previousHash: entries.at(-1)?.hash ?? GENESIS_HASH,
    };
    entries.push({ ...content, hash: entryHash(content) });
  }
  return entries;
}

async function readAltered(options: { altered: number; restoredAt: number | null }): Promise<number[]> {
  const entries = chainOf(10, options.restoredAt);
  const last = entries.at(-1)!;
  const journal = createMemoryJournal();
  await journal.append({ entries: entries.map((entry) => (entry.sequence === options.altered ? { ...entry, at: 99 } : entry)), answers: [], also: [] });
  const read = await readBefore(journal, { position: { sequence: 10, hash: last.hash }, at: last.at, state: EMPTY_STATE }, 10);
  return read.map(({ sequence }) => sequence);
}

describe('the entries before a start', () => {
  it('are refused when one was altered', async () => {
    await expect(readAltered({ altered: 4, restoredAt: null })).rejects.toMatchObject({ fault: { sequence: 4 } });
  });

  it('begin after a restore that accepted the break, and are checked from there', async () => {
    expect(await readAltered({ altered: 4, restoredAt: 7 })).toEqual([8, 9, 10]);
    await expect(readAltered({ altered: 9, restoredAt: 7 })).rejects.toMatchObject({ fault: { sequence: 9 } });
  });
});
