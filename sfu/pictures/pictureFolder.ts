import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Pictures } from '../ports/pictures.ts';
import { KIND_BYTES, pictureKind, type PictureType } from './pictureKind.ts';

/** Less than this is left for the log, which must not stop for want of room. */
const FREE_BYTES_KEPT = 512 * 1024 * 1024;

/** Some bytes of a picture, and what it is. */
export type PicturePiece = { readonly bytes: Buffer; readonly mimeType: PictureType; readonly totalBytes: number };

/** Pictures as files named by what is in them: `pictures/<first two>/<sha256>`. What has its name is whole and durable. */
export class PictureFolder implements Pictures {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Throws away what a hall that was killed left unfinished. Errors: what the disk says. */
  static async create({ folder }: { readonly folder: string }): Promise<PictureFolder> {
    const pictures = new PictureFolder(path.join(folder, 'pictures'));
    await rm(pictures.#unfinished, { recursive: true, force: true });
    await mkdir(pictures.#unfinished, { recursive: true, mode: 0o700 });
    return pictures;
  }

  async has(pictureId: string): Promise<boolean> {
    return (await this.sizeOf(pictureId)) !== null;
  }

  /** Bytes; null for one that is not there. */
  async sizeOf(pictureId: string): Promise<number | null> {
    try {
      return (await stat(this.#fileOf(pictureId))).size;
    } catch {
      return null;
    }
  }

  /** Null for one that is not there. */
  async read(pictureId: string, { offset, length }: { readonly offset: number; readonly length: number }): Promise<PicturePiece | null> {
    let file: FileHandle;
    try {
      file = await open(this.#fileOf(pictureId), 'r');
    } catch {
      return null;
    }
    try {
      const { size } = await file.stat();
      const head = await bytesAt(file, 0, KIND_BYTES);
      const mimeType = pictureKind(head);
      return mimeType === null ? null : { bytes: await bytesAt(file, offset, length), mimeType, totalBytes: size };
    } finally {
      await file.close();
    }
  }

  /** Whether the disk has room for so many bytes more. */
  async hasRoomFor(bytes: number): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize - bytes > FREE_BYTES_KEPT;
  }

  /** A file to be written; `keep` gives it its name, when it has been checked. */
  async begin(): Promise<{ readonly file: FileHandle; keep(pictureId: string): Promise<void>; discard(): Promise<void> }> {
    const name = path.join(this.#unfinished, randomUUID());
    const file = await open(name, 'wx', 0o600);
    return {
      file,
      keep: async (pictureId) => {
        await file.sync();
        await file.close();
        const target = this.#fileOf(pictureId);
        await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
        await rename(name, target);
        // The name has to be as durable as the bytes.
        await syncFolder(path.dirname(target));
        await syncFolder(this.#folder);
      },
      discard: async () => {
        await file.close().catch(() => undefined);
        await rm(name, { force: true });
      },
    };
  }

  get #unfinished(): string {
    return path.join(this.#folder, 'unfinished');
  }

  #fileOf(pictureId: string): string {
    return path.join(this.#folder, pictureId.slice(0, 2), pictureId);
  }
}

async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

/** Where folders cannot be opened (Windows) the file system sees to it itself. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  try {
    await handle?.sync();
  } catch {
    return;
  } finally {
    await handle?.close();
  }
}
