import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Played } from './playScenario.ts';

const VERIFY = path.resolve(import.meta.dirname, '../../sfu/commands/logVerify.ts');

/** What `npm run log:verify` says of the hall in which it was played. */
export function logProof({ test }: Pick<Played, 'test'>): Promise<{ readonly code: number; readonly text: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], HALL_STORAGE_DIR: test.storageDir };
    execFile(process.execPath, [VERIFY], { env }, (error, out, complaint) => resolve({ code: error === null ? 0 : Number(error.code), text: out + complaint }));
  });
}

/** Names of everything that an auditor reads of the exercise, one for each entry. */
export async function auditedNames({ test, drill }: Pick<Played, 'test' | 'drill'>): Promise<string[]> {
  const auditor = await test.enter('desk', { courtCode: '闽', roles: ['auditor'] });
  const names: string[] = [];
  for (let before: number | undefined; ;) {
    const { entries, more } = await auditor.request('audit.query', { filter: {}, limit: 200, ...(before === undefined ? {} : { before }) });
    names.push(...entries.filter(({ sequence }) => sequence >= drill.startedIn).map(({ name }) => name));
    before = entries.at(-1)?.sequence;
    if (!more || before === undefined || before <= drill.startedIn) {
      return names;
    }
  }
}
