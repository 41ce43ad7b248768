// @ts-check
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * The version of an npm package that the project pins; from package.json, so that it is known without node_modules.
 *
 * @param {string} name
 * @param {string} [root]
 * @returns {string}
 */
export function pinnedVersion(name, root = projectRoot) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const version = dependencies?.[name] ?? devDependencies?.[name];
  if (typeof version !== 'string') throw new Error(`package.json does not name ${name}.`);
  return version;
}
