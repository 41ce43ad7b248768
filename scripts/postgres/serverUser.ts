import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { onPath } from './programs.ts';

/** PostgreSQL refuses to run as root; Debian makes the first of these users for it. */
const CANDIDATES = ['postgres', 'nobody'];

/** As whom the server runs. */
export type ServerUser = {
  /** A command line that runs this one as the user and, where the system can, ends it together with us. */
  command(program: string, args: readonly string[]): { readonly file: string; readonly args: string[] };
  /** Gives a file or folder to the user. */
  own(path: string): void;
  readonly ids: { readonly uid?: number; readonly gid?: number };
};

export function serverUser(): ServerUser {
  const ids: ServerUser['ids'] = process.getuid?.() === 0 ? unprivilegedIds() : {};
  const setpriv = onPath('setpriv');
  return {
    ids,
    // Node itself takes the process to the other user; the wish to die with its parent must come after that.
    command: (program, args) => (setpriv === undefined ? { file: program, args: [...args] } : { file: setpriv, args: ['--pdeathsig', 'INT', '--', program, ...args] }),
    own: (path) => {
      if (ids.uid !== undefined && ids.gid !== undefined) {
        chownSync(path, ids.uid, ids.gid);
      }
    },
  };
}

function unprivilegedIds(): { uid: number; gid: number } {
  for (const name of CANDIDATES) {
    const [uid, gid] = ['-u', '-g'].map((option) => spawnSync('id', [option, name], { encoding: 'utf8' })).map(({ status, stdout }) => (status === 0 ? Number(stdout) : 0));
    if (uid !== undefined && gid !== undefined && uid > 0 && gid > 0) {
      return { uid, gid };
    }
  }
  throw new Error(`PostgreSQL does not run as root, and there is none of the users ${CANDIDATES.join(', ')} here.`);
}
