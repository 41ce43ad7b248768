// @ts-check
/** @import { Part, PartName } from './part.ts' */
import { electronPart } from './electron/part.mjs';
import { mediasoupPart } from './mediasoup/part.mjs';
import { dependenciesPart } from './npm/dependencies.mjs';
import { nodePart } from './npm/node.mjs';
import { projectRoot } from './project.mjs';
import { chromiumPart, desktopLibrariesPart, mediaToolsPart, sipTesterPart, virtualDisplaysPart } from './system/packages.mjs';
import { postgresqlPart } from './system/postgresql.mjs';

/**
 * All parts, in the order in which they are brought: each may use those before it.
 *
 * @param {string} [root]
 * @returns {readonly Part[]}
 */
export function allParts(root = projectRoot) {
  return [
    dependenciesPart(root),
    nodePart(root),
    mediaToolsPart,
    desktopLibrariesPart,
    virtualDisplaysPart,
    electronPart(root),
    mediasoupPart(root),
    postgresqlPart,
    chromiumPart,
    sipTesterPart,
  ];
}

/**
 * @param {readonly PartName[]} names
 * @param {string} [root]
 */
export function selectParts(names, root = projectRoot) {
  return allParts(root).filter((part) => names.includes(part.name));
}
