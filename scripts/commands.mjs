// @ts-check
/** @import { PartName } from './setup/part.ts' */

/**
 * What a command runs, and what the machine must have for it.
 *
 * @typedef {{ readonly entry: string, readonly needs: readonly PartName[] }} Command
 */

/** @type {readonly PartName[]} */
const plain = ['dependencies', 'node'];
/** What a hall with its consoles and units needs. @type {readonly PartName[]} */
const stage = [...plain, 'media tools', 'desktop libraries', 'virtual displays', 'electron', 'mediasoup worker'];
/** And the servers that only tests and measurements start. @type {readonly PartName[]} */
export const everything = [...stage, 'postgresql', 'chromium', 'sip tester'];

/** @type {Readonly<Record<string, Command>>} */
const table = {
  test: { entry: 'scripts/test.ts', needs: everything },
  demo: { entry: 'scripts/demo.ts', needs: stage },
  bench: { entry: 'bench/main.ts', needs: everything },
  // A hall is a server: it needs no desktop.
  hall: { entry: 'scripts/hall.ts', needs: [...plain, 'media tools', 'mediasoup worker'] },
  enrol: { entry: 'sfu/commands/enrol.ts', needs: plain },
  people: { entry: 'sfu/commands/people.ts', needs: plain },
  audit: { entry: 'sfu/commands/audit.ts', needs: plain },
  'log-backup': { entry: 'sfu/commands/logBackup.ts', needs: plain },
  'log-restore': { entry: 'sfu/commands/logRestore.ts', needs: plain },
  'log-verify': { entry: 'sfu/commands/logVerify.ts', needs: plain },
  'task-verify': { entry: 'sfu/commands/taskVerify.ts', needs: plain },
  console: { entry: 'scripts/console.ts', needs: [...plain, 'desktop libraries', 'electron'] },
  // The hall of its own is a server; its pictures need ffmpeg.
  scenario: { entry: 'scripts/scenario.ts', needs: [...plain, 'media tools', 'mediasoup worker'] },
  units: { entry: 'scripts/units/main.ts', needs: [...plain, 'media tools'] },
  chaos: { entry: 'tests/chaos/main.ts', needs: stage },
  'gb-device': { entry: 'scripts/gb28181/main.ts', needs: [...plain, 'media tools'] },
  package: { entry: 'scripts/package.ts', needs: [...plain, 'desktop libraries', 'electron'] },
};

/** Commands that the bootstrap runs itself. */
export const ownCommands = ['setup', 'doctor'];

export const commandNames = [...ownCommands, ...Object.keys(table)];

/**
 * The command of this name; a name that is not in the table is a script that needs nothing special.
 *
 * @param {string} name
 * @returns {Command | undefined} undefined for what cannot be a command's name
 */
export function commandNamed(name) {
  if (!/^[a-z][a-z-]*$/.test(name)) return undefined;
  return Object.hasOwn(table, name) ? table[name] : { entry: `scripts/${name}.ts`, needs: plain };
}
