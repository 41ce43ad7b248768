import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from './reasonOf.ts';

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
      throw new StorageError(`存储目录 ${absolute} 不是文件夹，请检查 HALL_STORAGE_DIR。`);
    }
    accessSync(absolute, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    if (cause instanceof StorageError) {
      throw cause;
    }
    throw new StorageError(`存储目录 ${absolute} 不能写入：${reasonOf(cause)}。`, { cause });
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
