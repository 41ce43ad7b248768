/** The thread of `exportThread.ts`: takes entries until it is told that these were all, and answers the file. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Entry } from '#protocol/nouns/log.ts';
import { createExport } from './exportFile.ts';

const writer = createExport(workerData as Parameters<typeof createExport>[0]);

parentPort?.on('message', (entries: readonly Entry[] | null) => {
  if (entries !== null) {
    entries.forEach((entry) => writer.add(entry));
    return;
  }
  const file = new Uint8Array(writer.finish());
  parentPort?.postMessage(file, [file.buffer]);
});
