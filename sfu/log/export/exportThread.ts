import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Entry } from '#protocol/nouns/log.ts';
import type { createExport } from './exportFile.ts';

type ExportOptions = Parameters<typeof createExport>[0];

const AT_A_TIME = 500;

/**
 * As `createExport`, but the file is put together and signed on a thread of its own: for a large one that takes seconds, in which the
 * hall must go on. Errors of `finish`: whatever ended the thread.
 */
export function createExportOnThread(options: ExportOptions): { add(entry: Entry): void; finish(): Promise<Buffer> } {
  const entries: Entry[] = [];
  return {
    add: (entry) => void entries.push(entry),
    async finish() {
      const worker = new Worker(new URL('exportThreadMain.ts', import.meta.url), { workerData: options });
      const file = new Promise<Uint8Array>((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.once('exit', (code) => reject(new Error(`the thread that writes an export ended with ${code}`)));
      });
      // It is waited for below, once all has been handed over.
      file.catch(() => {});
      try {
        for (let from = 0; from < entries.length; from += AT_A_TIME) {
          worker.postMessage(entries.slice(from, from + AT_A_TIME), []);
          await setImmediate();
        }
        worker.postMessage(null, []);
        const { buffer, byteOffset, byteLength } = await file;
        return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
      } finally {
        await worker.terminate();
      }
    },
  };
}
