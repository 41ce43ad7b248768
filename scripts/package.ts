// npm run package [-- --dir] [-- --linux | --win] [-- --output <folder>]: packs the built console, by default into dist/.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build as pack, type CliOptions } from 'electron-builder';
import { ensureBuilt } from './build/ensureBuilt.ts';
import { electronRuntime } from './setup/index.mjs';

const USAGE = 'Options: --dir (unpacked folder only), --linux, --win, --output <folder>.';
const root = path.join(import.meta.dirname, '..');
const options = readOptions();

if (options === null) process.exitCode = 64;
else await packConsole(options);

type PackageOptions = { readonly dir: boolean; readonly linux: boolean; readonly win: boolean; readonly output: string | null };

/** Null when the options cannot be used; says so itself. */
function readOptions(): PackageOptions | null {
  try {
    const { values } = parseArgs({
      options: { dir: { type: 'boolean' }, linux: { type: 'boolean' }, win: { type: 'boolean' }, output: { type: 'string' } },
    });
    const { dir = false, linux = false, win = false, output = null } = values;
    return { dir, linux, win, output };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return null;
  }
}

async function packConsole({ dir, linux, win, output }: PackageOptions): Promise<void> {
  await ensureBuilt((text) => process.stdout.write(`${text}\n`));
  const packages = await pack({
    projectDir: root,
    dir,
    // Without a word this machine's own kind of package.
    ...(linux ? { linux: [] } : {}),
    ...(win ? { win: [] } : {}),
    config: {
      ...(output === null ? {} : { directories: { output: path.resolve(output) } }),
      ...runtimeConfig({ linux, win }),
    },
  });
  for (const file of packages) process.stdout.write(`${path.relative(root, file)}\n`);
}

/** The runtime that this machine has serves packages for this kind of machine; for others electron-builder fetches one. */
function runtimeConfig({ linux, win }: Pick<PackageOptions, 'linux' | 'win'>): Partial<Exclude<CliOptions['config'], string | null | undefined>> {
  if (process.platform === 'win32' ? linux : win) return {};
  const { dir, version } = electronRuntime(root);
  return {
    electronDist: dir,
    // A hand-made folder may not say its version; electron-builder then takes the one of package.json.
    ...(/^\d/.test(version) ? { electronVersion: version } : {}),
    // An assembled runtime carries a folder that stands in for Electron's default app.
    afterPack: async ({ appOutDir }) => rm(path.join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
  };
}
