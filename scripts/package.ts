// npm run package [-- --dir] [-- --linux | --win]: builds the console and packs it into dist/.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build as pack, type CliOptions } from 'electron-builder';
import { build } from 'electron-vite';
import { electronRuntime } from './setup/index.mjs';

const root = path.join(import.meta.dirname, '..');
const options = process.argv.slice(2);
const known = ['--dir', '--linux', '--win'];
const strange = options.find((option) => !known.includes(option));

if (strange === undefined) {
  await packConsole();
} else {
  process.stderr.write(`There is no option ${strange}. Options: ${known.join(', ')}.\n`);
  process.exitCode = 64;
}

async function packConsole(): Promise<void> {
  await build({ root });
  const packages = await pack({ projectDir: root, dir: options.includes('--dir'), ...targets(), config: runtimeConfig() });
  for (const file of packages) process.stdout.write(`${path.relative(root, file)}\n`);
}

/** Without a word this machine's own kind of package. */
function targets(): Pick<CliOptions, 'linux' | 'win'> {
  return {
    ...(options.includes('--linux') ? { linux: [] } : {}),
    ...(options.includes('--win') ? { win: [] } : {}),
  };
}

/** The runtime that this machine has serves packages for this kind of machine; for others electron-builder fetches one. */
function runtimeConfig(): NonNullable<CliOptions['config']> {
  const own = process.platform === 'win32' ? '--win' : '--linux';
  if (options.some((option) => option !== '--dir' && option !== own)) return {};
  const { dir, version } = electronRuntime(root);
  return {
    electronDist: dir,
    // A hand-made folder may not say its version; electron-builder then takes the one of package.json.
    ...(/^\d/.test(version) ? { electronVersion: version } : {}),
    // An assembled runtime carries a folder that stands in for Electron's default app.
    afterPack: async ({ appOutDir }) => rm(path.join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
  };
}
