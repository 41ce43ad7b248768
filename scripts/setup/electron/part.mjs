// @ts-check
/** @import { Part } from '../part.ts' */
import { projectRoot } from '../project.mjs';
import { assembleRuntime } from './assemble.mjs';
import { downloadOfficialRuntime } from './official.mjs';
import { findElectronRuntime } from './runtime.mjs';

/**
 * Electron, which npm installs without its runtime.
 *
 * @param {string} [root]
 * @returns {Part}
 */
export function electronPart(root = projectRoot) {
  return {
    name: 'electron',
    check() {
      const runtime = findElectronRuntime(root);
      if (runtime !== undefined) return { state: 'found', version: runtime.version, from: runtime.from };
      const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
      if (given) {
        return { state: 'missing', why: `no Electron in ${given}`, mend: 'Point ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron, or unset it.' };
      }
      return { state: 'missing', why: 'no runtime fetched or assembled', mend: 'Run: npm run setup (about a minute).' };
    },
    async bring(progress) {
      if (process.env['ELECTRON_OVERRIDE_DIST_PATH']) throw new Error('ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron. Correct or unset it.');
      if (!(await downloadOfficialRuntime(root, progress))) await assembleRuntime(root, progress);
    },
  };
}
