import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The storage folder cannot be used; `message` is one line that says why. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** Makes the folder (readable by its owner alone) if needed and answers its absolute path. Errors: StorageError. */
export function prepareStorageFolder(folder: string): string {
  const absolute = path.resolve(folder);
  try {
    makeFolder(absolute);
    if (!statSync(absolute).isDirectory()) {
      throw new StorageError(`storage folder ${absolute} is not a folder`);
    }
    accessSync(absolute, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    if (cause instanceof StorageError) {
      throw cause;
    }
    throw new StorageError(`storage folder ${absolute} cannot be written: ${reasonOf(cause)}`, { cause });
  }
  return absolute;
}

/** Not `recursive`: Node then tries for ever where a parent is there but takes no folders (such as /proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    return;
  }
  const parent = path.dirname(folder);
  if (parent !== folder) {
    makeFolder(parent);
  }
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been quicker.
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file stands in its place';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
