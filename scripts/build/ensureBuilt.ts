import { spawn } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const SOURCES = ['electron', 'renderer', 'protocol', 'domain', 'assets', 'package.json', 'scripts/build/field', 'electron.vite.config.ts'];
const STAMP = path.join(root, 'out/.built');

/** Builds the app and the field page into `out/` unless they are newer than every source. Errors: says that the build failed. */
export async function ensureBuilt(say: (text: string) => void): Promise<void> {
  const startedAt = Date.now();
  if (newestOf(SOURCES.map((source) => path.join(root, source))) <= modifiedAt(STAMP)) {
    return;
  }
  say('Building the app (about half a minute) …');
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(path.join(root, 'node_modules/.bin/electron-vite'), ['build', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) {
    throw new Error(`The build failed with code ${code}`);
  }
  writeFileSync(STAMP, '');
  // A source that was saved while the build ran must count as newer.
  utimesSync(STAMP, new Date(startedAt), new Date(startedAt));
  say(`Built in ${Math.round((Date.now() - startedAt) / 1_000)} s.`);
}

function newestOf(paths: readonly string[]): number {
  return Math.max(...paths.map((target) => (statSync(target).isDirectory() ? newestIn(target) : modifiedAt(target))));
}

function newestIn(folder: string): number {
  return Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
      .map((entry) => modifiedAt(path.join(entry.parentPath, entry.name))),
  );
}

function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
