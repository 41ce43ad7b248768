import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const entry = path.resolve(import.meta.dirname, '../../sfu/enrol.ts');
const enrolled = z.object({ token: z.string() });

/** Enrols a console or an observer by the product's own command and answers its token. */
export async function enrolDevice(options: { storageDir: string; role: 'console' | 'observer'; name: string }): Promise<string> {
  const { stdout } = await run(process.execPath, [entry, '--role', options.role, '--name', options.name, '--json'], {
    env: { PATH: process.env['PATH'], HALL_STORAGE_DIR: options.storageDir },
  });
  return enrolled.parse(JSON.parse(stdout)).token;
}
