// @ts-check
/** @import { Part, PartState } from './setup/part.ts' */
import { allParts } from './setup/parts.mjs';

/**
 * Says for every part of the machine whether it is there, and how to mend it if not. Changes nothing, and runs on
 * any Node, before anything is installed.
 *
 * @param {readonly string[]} args `--json` for machines
 * @param {{ write(text: string): unknown }} [out]
 * @returns {number} exit code: 1 if anything is missing
 */
export function examine(args, out = process.stdout) {
  const rows = allParts().map((part) => ({ name: part.name, ...examinePart(part) }));
  const isWell = rows.every((row) => row.state === 'found');
  out.write(args.includes('--json') ? `${JSON.stringify({ ok: isWell, parts: rows }, null, 2)}\n` : report(rows));
  return isWell ? 0 : 1;
}

/**
 * A part that cannot even be looked at (no package.json, say) must not hide the others.
 *
 * @param {Part} part
 * @returns {PartState}
 */
function examinePart(part) {
  try {
    return part.check();
  } catch (error) {
    return { state: 'missing', why: /** @type {Error} */ (error).message, mend: 'Restore the files of the project, then run: npm run setup.' };
  }
}

/**
 * @param {readonly ({ readonly name: string } & PartState)[]} rows
 * @returns {string}
 */
export function report(rows) {
  const cells = rows.map((row) =>
    row.state === 'found' ? ['ok', row.name, row.version, row.from] : ['MISSING', row.name, '-', row.why],
  );
  const missing = rows.flatMap((row) => (row.state === 'missing' ? [`${row.name}: ${row.mend}`] : []));
  return [
    ...table([['', 'part', 'version', 'from'], ...cells]),
    '',
    ...(missing.length === 0 ? ['Nothing is missing.'] : ['To mend:', ...missing.map((line) => `  ${line}`)]),
    '',
  ].join('\n');
}

/** @param {readonly (readonly string[])[]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}
