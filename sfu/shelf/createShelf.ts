import type { FileShelf, FileType } from '../ports/pictures.ts';
import { FileFolder } from './fileFolder.ts';
import { Uploads } from './uploads.ts';

/** Errors: what the disk says. */
export async function createShelf(options: {
  readonly folder: string;
  /** Real time: it guards the disk. */
  readonly now: () => number;
  /** What one sender may send in an hour. */
  readonly hourlyBytes?: number;
}): Promise<FileShelf> {
  const files = await FileFolder.create(options);
  const uploads = new Uploads({ ...options, folder: files });
  return {
    put: (piece, session) => uploads.put(piece, session),
    read: async (fileId, { types, ...piece }) => {
      const read = await files.read(fileId, piece);
      return read !== null && isOneOf(read.mimeType, types) ? { ...read, mimeType: read.mimeType } : null;
    },
  };
}

function isOneOf<Type extends FileType>(type: FileType, types: readonly Type[]): type is Type {
  return (types as readonly FileType[]).includes(type);
}
