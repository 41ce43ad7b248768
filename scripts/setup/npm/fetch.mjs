// @ts-check
/** @import { Progress } from '../part.ts' */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runChild } from '../child/child.mjs';
import { projectRoot } from '../project.mjs';

const fetchLimitMs = 15 * 60_000;

/**
 * Fetches one npm package that is not a dependency of the project and unpacks it. npm checks its integrity, and
 * finds the registry, the proxy and the login as its own settings say.
 *
 * @param {{ name: string, version: string, folder: string, only?: string, progress: Progress }} request
 *   `only`: the one entry of the package to unpack
 */
export async function fetchPackage({ name, version, folder, only, progress }) {
  mkdirSync(folder, { recursive: true });
  await runChild({
    title: `fetching ${name} ${version}`,
    command: process.platform === 'win32' ? 'npm.cmd' : 'npm',
    args: ['pack', `${name}@${version}`, '--silent', '--ignore-scripts', '--pack-destination', folder],
    // In the project, for the sake of its npm settings; packing another package changes nothing there.
    cwd: projectRoot,
    limitMs: fetchLimitMs,
    progress,
  });
  const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm fetched no archive of ${name}@${version}.`);
  await runChild({
    title: `unpacking ${name}`,
    command: 'tar',
    args: ['-xzf', archive, ...(only === undefined ? [] : [only])],
    cwd: folder,
    limitMs: 5 * 60_000,
    progress,
  });
  rmSync(path.join(folder, archive));
}
