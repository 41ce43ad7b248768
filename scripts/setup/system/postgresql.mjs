// @ts-check
/** @import { Part } from '../part.ts' */
import { existsSync, mkdirSync, readdirSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspectPackages, systemPart } from './packages.mjs';

/** Debian's server of any age; where it comes from elsewhere, `initdb` on the PATH is as good. */
const server = [{ names: ['postgresql', 'postgresql-15', 'postgresql-16', 'postgresql-17', 'postgresql-18'], command: 'initdb' }];

/** Read by Debian's package when it is installed; absent where PostgreSQL has never been. */
const createClusterFolder = '/etc/postgresql-common/createcluster.d';

const packages = systemPart('postgresql', server, { inspect: inspectPackages });

/**
 * The server's programs, for tests, bench and drills: they run servers of their own (`scripts/postgres`). A hall that keeps its log in
 * PostgreSQL uses one that somebody looks after.
 *
 * @type {Part}
 */
export const postgresqlPart = {
  ...packages,
  bring: (progress) => withoutMainCluster(() => packages.bring(progress)),
};

/**
 * Debian's package would make a database server under its usual name and start it. That is not for a set-up to decide: while the package is
 * installed, a setting says no, and is gone again afterwards, so that whoever wants one later gets it as usual.
 *
 * @param {() => Promise<void>} install
 * @param {string} [folder]
 */
export async function withoutMainCluster(install, folder = createClusterFolder) {
  const undo = refuseCluster(folder);
  try {
    await install();
  } finally {
    undo();
  }
}

/** @param {string} folder */
function refuseCluster(folder) {
  const file = path.join(folder, 'command-hall.conf');
  const made = folderToMake(folder);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, 'create_main_cluster = false\n');
  } catch {
    // Not root: the installation will say so.
  }
  return () => {
    rmSync(file, { force: true });
    // The folders that were made for it, as long as nobody else has put something there.
    if (made !== undefined) removeEmpty(folder, made);
  };
}

/**
 * The uppermost of the folders on this path that is not there.
 *
 * @param {string} folder
 * @returns {string | undefined}
 */
function folderToMake(folder) {
  if (existsSync(folder)) return undefined;
  return folderToMake(path.dirname(folder)) ?? folder;
}

/**
 * @param {string} folder
 * @param {string} uppermost
 */
function removeEmpty(folder, uppermost) {
  if (!folder.startsWith(uppermost) || !existsSync(folder) || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmpty(path.dirname(folder), uppermost);
}
