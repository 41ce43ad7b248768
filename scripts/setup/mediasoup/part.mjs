// @ts-check
/** @import { Part } from '../part.ts' */
import { pinnedVersion, projectRoot } from '../project.mjs';
import { buildWorker } from './build.mjs';
import { downloadOfficialWorker } from './official.mjs';
import { findMediasoupWorker } from './worker.mjs';

/**
 * The mediasoup worker, a C++ program that npm brings as source only.
 *
 * @param {string} [root]
 * @returns {Part}
 */
export function mediasoupPart(root = projectRoot) {
  return {
    name: 'mediasoup worker',
    check() {
      const worker = findMediasoupWorker(root);
      if (worker !== undefined) return { state: 'found', version: worker.version, from: worker.from };
      const given = process.env['MEDIASOUP_WORKER_BIN'];
      if (given) return { state: 'missing', why: `no worker at ${given}`, mend: 'Point MEDIASOUP_WORKER_BIN to a worker of this version, or unset it.' };
      return { state: 'missing', why: 'not fetched and not built', mend: 'Run: npm run setup (fetches it, or builds it in 6 to 9 minutes).' };
    },
    async bring(progress) {
      if (process.env['MEDIASOUP_WORKER_BIN']) throw new Error('MEDIASOUP_WORKER_BIN names a file that is not there. Correct or unset it.');
      const version = pinnedVersion('mediasoup', root);
      if (!(await downloadOfficialWorker(root, version, progress))) await buildWorker(root, version, progress);
    },
  };
}
