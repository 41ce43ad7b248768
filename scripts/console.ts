// npm run console [-- options]: builds the console when its sources are newer than the last build, and starts it.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'electron-vite';
import { runForeground } from './foreground.mjs';
import { electronRuntime } from './setup/index.mjs';

const root = path.join(import.meta.dirname, '..');
const rooms = ['electron', 'renderer', 'protocol', 'domain', 'assets', 'electron.vite.config.ts', 'package.json'];

if (newestAt(rooms) > oldestBuildAt()) await build({ root });
process.exitCode = await runForeground(electronRuntime(root).executable, [...process.argv.slice(2), root], {});

function newestAt(names: readonly string[]): number {
  const files = names.flatMap((name) => {
    const at = path.join(root, name);
    return statSync(at).isDirectory() ? readdirSync(at, { recursive: true, encoding: 'utf8' }).map((file) => path.join(at, file)) : [at];
  });
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

/** Zero when a part of the build is not there. */
function oldestBuildAt(): number {
  const parts = ['main/index.js', 'preload/desk.cjs', 'preload/wall.cjs', 'renderer/apps/console/index.html', 'renderer/apps/wall/index.html'];
  return Math.min(...parts.map((part) => statSync(path.join(root, 'out', part), { throwIfNoEntry: false })?.mtimeMs ?? 0));
}
