// @ts-check
// Entry of every npm script: makes sure that this machine has what the command needs, then runs it on Node 24.
// Plain JavaScript for Node 18 and newer, because it is what brings Node 24.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { commandNamed, commandNames, everything } from './commands.mjs';
import { examine } from './doctor.mjs';
import { runForeground } from './foreground.mjs';
import { bringMissing } from './setup/bring.mjs';
import { forgetFailures } from './setup/cache/failures.mjs';
import { streamProgress } from './setup/child/progress.mjs';
import { electronRuntime, mediasoupWorker, nodeExecutable } from './setup/index.mjs';
import { selectParts } from './setup/parts.mjs';
import { projectRoot } from './setup/project.mjs';

const usageExitCode = 64;

try {
  process.exitCode = await run(...process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
async function run(name = '', ...args) {
  if (name === 'doctor') return examine(args);
  if (name === 'setup') return setUp(args);

  const command = commandNamed(name);
  const entry = command && path.join(projectRoot, command.entry);
  if (command === undefined || entry === undefined || !existsSync(entry)) {
    process.stderr.write(`There is no command "${name}". Commands: ${commandNames.join(', ')}.\n`);
    return usageExitCode;
  }
  await bringMissing(selectParts(command.needs), streamProgress());
  return runForeground(nodeExecutable(), [entry, ...args], environmentFor(command.needs));
}

/** @param {readonly string[]} args `--retry`: try downloads again that failed within the last day */
async function setUp(args) {
  if (args.includes('--retry')) forgetFailures();
  await bringMissing(selectParts(everything), streamProgress());
  return examine([]);
}

/**
 * Electron and mediasoup look for their binaries beside their own code; ours may be in the cache.
 *
 * @param {readonly string[]} needs
 */
function environmentFor(needs) {
  const commands = path.join(projectRoot, 'node_modules', '.bin');
  return {
    PATH: [commands, process.env['PATH'] ?? ''].join(path.delimiter),
    ...(needs.includes('electron') ? { ELECTRON_OVERRIDE_DIST_PATH: electronRuntime().dir } : {}),
    ...(needs.includes('mediasoup worker') ? { MEDIASOUP_WORKER_BIN: mediasoupWorker().path } : {}),
  };
}
