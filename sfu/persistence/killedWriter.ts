import { writeSync } from 'node:fs';
import { openStorage } from './storage.ts';
import { batchOf, testEntries } from './testDatabases.ts';

/** For tests: appends until it is killed, and says on stdout what has been acknowledged. */
const [storageDir = '', databaseUrl = ''] = process.argv.slice(2);
const { journal } = await openStorage({ storageDir, databaseUrl: databaseUrl === '' ? null : databaseUrl, exclusive: true });
for (let head = await journal.head(); ;) {
  const entries = testEntries(head, Array.from({ length: 1 + (head.sequence % 7) }, () => ({})));
  const last = entries.at(-1) ?? head;
  await journal.append(batchOf(entries, { answers: entries.map(({ sequence, commandId }) => ({ commandId: commandId!, name: 'x', inputHash: '', answer: String(sequence), at: 0 })) }));
  head = { sequence: last.sequence, hash: last.hash };
  writeSync(1, `${head.sequence}\n`);
}
