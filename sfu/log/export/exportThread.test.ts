import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { GENESIS_HASH, type Entry } from '#protocol/nouns/log.ts';
import { entryHash } from '../entryHash.ts';
import { createExport, type ExportHeader } from './exportFile.ts';
import { createExportOnThread } from './exportThread.ts';
import { verifyExport } from './verifyExport.ts';

const key = generateKeyPairSync('ed25519');
const entries: Entry[] = [];
for (let sequence = 1; sequence <= 1_200; sequence += 1) {
  const content = {
    sequence, at: sequence, name: 'unit.changed', subject: 'unit/1', version: sequence, courtCode: '闽' as CourtCode, actor: { kind: 'hall' } as const,
    data: { name: `单兵 ${sequence}` }, commandId: null, via: null, previousHash: entries.at(-1)?.hash ?? GENESIS_HASH,
  };
  entries.push({ ...content, hash: entryHash(content) });
}
const header: ExportHeader = {
  hallId: 'hall-1', hallName: '执行指挥中心', exportedAt: 1, exportedBy: { kind: 'hall' }, purpose: '院内检查', filter: {},
  position: { sequence: 1_200, hash: entries.at(-1)!.hash },
};

it.each(['json', 'csv'] as const)('writes the same %s as without a thread', async (format) => {
  const [onThread, here] = [createExportOnThread({ format, header, key }), createExport({ format, header, key })];
  for (const entry of entries.toReversed()) {
    onThread.add(entry);
    here.add(entry);
  }
  const file = await onThread.finish();
  expect(file.equals(here.finish())).toBe(true);
  expect(verifyExport(file)).toMatchObject({ fault: null, entries: 1_200 });
});

it('fails with what ended the thread', async () => {
  const broken = createExportOnThread({ format: 'json', header, key: { ...key, privateKey: key.publicKey } });
  await expect(broken.finish()).rejects.toThrow(/key/i);
});
