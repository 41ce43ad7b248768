import { accessSync, constants, readdirSync } from 'node:fs';
import path from 'node:path';

const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Folder of `initdb` and `postgres`: Debian's newest, else one on the PATH. Errors: Error that says what to do. */
export function postgresPrograms(): string {
  const debian = listOf(DEBIAN_FOLDER)
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => path.join(DEBIAN_FOLDER, version, 'bin'));
  const found = [...debian, ...(process.env['PATH'] ?? '').split(path.delimiter)].find((folder) => isThere(path.join(folder, 'initdb')) && isThere(path.join(folder, 'postgres')));
  if (found === undefined) {
    throw new Error('There is no PostgreSQL server on this machine. Run: npm run setup.');
  }
  return found;
}

/** Where this program is on the PATH. */
export function onPath(command: string): string | undefined {
  return (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.join(folder, command)).find(isThere);
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
