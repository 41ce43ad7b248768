// @ts-check
/** @import { Progress, Requirement } from '../part.ts' */
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { runChild } from '../child/child.mjs';

const attempts = 3;
const installLimitMs = 15 * 60_000;
const updateLimitMs = 5 * 60_000;
/** Somebody else's package manager may be at work: wait for it rather than fail. */
const commonArguments = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];

/**
 * The line to run by hand.
 *
 * @param {readonly string[]} names
 */
export function installCommand(names) {
  const sudo = isRoot() ? '' : 'sudo ';
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

/**
 * Installs what is named, refreshing the package lists only when they do not know a name or have gone stale.
 *
 * @param {readonly Requirement[]} requirements
 * @param {Progress} progress
 */
export async function installPackages(requirements, progress) {
  if (requirements.length === 0) return;
  const firstNames = requirements.map((requirement) => requirement.names[0] ?? '');
  if (!hasApt()) {
    throw new Error(`These are needed, and only Debian's package manager is known here: ${firstNames.join(', ')}. Install them by hand.`);
  }
  if (!isRoot()) {
    throw new Error(`System packages are missing and only root may install them. Run this, then try again:\n  ${installCommand(firstNames)}`);
  }
  let names = knownNames(requirements);
  let refresh = names === undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (refresh) await aptGet('refreshing the package lists', ['update'], updateLimitMs, progress);
      names = knownNames(requirements) ?? firstNames;
      progress.say(`installing system packages: ${names.join(' ')}`);
      await aptGet('installing system packages', ['install', '-y', '--no-install-recommends', ...names], installLimitMs, progress);
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      // Most often the lists name a version that the mirror no longer has.
      refresh = true;
      progress.say(`that failed, trying again (${attempt + 1} of ${attempts})`);
      await sleep(2_000 * attempt);
    }
  }
}

/**
 * @param {string} title
 * @param {readonly string[]} args
 * @param {number} limitMs
 * @param {Progress} progress
 */
function aptGet(title, args, limitMs, progress) {
  return runChild({
    title,
    command: 'apt-get',
    args: [...commonArguments, ...args],
    limitMs,
    progress,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    read: (line) => (/^(Get:\d+|Unpacking|Setting up)/.test(line) ? `${title}: ${line.slice(0, 90)}` : undefined),
  });
}

/**
 * For each requirement the name that this release of the system knows; undefined when one has none.
 *
 * @param {readonly Requirement[]} requirements
 */
function knownNames(requirements) {
  const all = requirements.flatMap((requirement) => requirement.names);
  const shown = spawnSync('apt-cache', ['--no-all-versions', 'show', ...all], { encoding: 'utf8', timeout: 30_000 });
  const known = new Set([...(shown.stdout ?? '').matchAll(/^Package: (.+)$/gm)].map((match) => match[1]));
  const names = requirements.map((requirement) => requirement.names.find((name) => known.has(name)));
  return names.every((name) => name !== undefined) ? names : undefined;
}

export function isRoot() {
  return process.getuid?.() === 0;
}

function hasApt() {
  return spawnSync('apt-get', ['--version'], { stdio: 'ignore', timeout: 10_000 }).status === 0;
}
