import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FileType } from '../ports/pictures.ts';
import { fileKind, KIND_BYTES } from './fileKind.ts';

/** Less than this is left for the log, which must not stop for want of room. */
const FREE_BYTES_KEPT = 512 * 1024 * 1024;

/** Files by what is in them: `pictures/<first two>/<sha256>`; those on their way: `pictures/unfinished/<sender>.<sha256>`. Errors of all: what the disk says. */
export class FileFolder {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create({ folder }: { readonly folder: string }): Promise<FileFolder> {
    const files = new FileFolder(path.join(folder, 'pictures'));
    await mkdir(files.#unfinished, { recursive: true, mode: 0o700 });
    return files;
  }

  /** Bytes; null for one that is not there. */
  sizeOf(fileId: string): Promise<number | null> {
    return sizeOf(this.#fileOf(fileId));
  }

  /** Null for one that is not there. */
  async read(fileId: string, { offset, length }: { readonly offset: number; readonly length: number }): Promise<{ readonly bytes: Buffer; readonly mimeType: FileType; readonly totalBytes: number } | null> {
    let file: FileHandle;
    try {
      file = await open(this.#fileOf(fileId), 'r');
    } catch {
      return null;
    }
    try {
      const { size } = await file.stat();
      const mimeType = fileKind(await bytesAt(file, 0, KIND_BYTES));
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

  /** Those on their way, the one that rested longest first. */
  async begun(): Promise<{ readonly name: string; readonly restsSince: number }[]> {
    const names = await readdir(this.#unfinished);
    const found = await Promise.all(names.map(async (name) => ({ name, restsSince: (await stat(path.join(this.#unfinished, name)).catch(() => null))?.mtimeMs })));
    return found.flatMap(({ name, restsSince }) => (restsSince === undefined ? [] : [{ name, restsSince }])).toSorted((one, other) => one.restsSince - other.restsSince);
  }

  /** Bytes of one on its way; null for one that was not begun. */
  begunSize(name: string): Promise<number | null> {
    return sizeOf(path.join(this.#unfinished, name));
  }

  /** Puts bytes at the end of one on its way, or begins it. What came before a failure stays. */
  async append(name: string, bytes: Buffer): Promise<void> {
    const file = await open(path.join(this.#unfinished, name), 'a', 0o600);
    try {
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
  }

  /** Gives one that is whole its name; false, and it is gone, if it is not what was said. */
  async finish(name: string, said: { readonly fileId: string; readonly mimeType: FileType }): Promise<boolean> {
    const from = path.join(this.#unfinished, name);
    const hash = createHash('sha256');
    await pipeline(createReadStream(from), hash);
    const file = await open(from, 'r+');
    let isWhatWasSaid: boolean;
    try {
      isWhatWasSaid = hash.digest('hex') === said.fileId && fileKind(await bytesAt(file, 0, KIND_BYTES)) === said.mimeType;
      await file.sync();
    } finally {
      await file.close();
    }
    if (!isWhatWasSaid) {
      await this.discard(name);
      return false;
    }
    const target = this.#fileOf(said.fileId);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await rename(from, target);
    // The name has to be as durable as the bytes.
    await syncFolder(path.dirname(target));
    await syncFolder(this.#folder);
    return true;
  }

  async discard(name: string): Promise<void> {
    await rm(path.join(this.#unfinished, name), { force: true });
  }

  get #unfinished(): string {
    return path.join(this.#folder, 'unfinished');
  }

  #fileOf(fileId: string): string {
    return path.join(this.#folder, fileId.slice(0, 2), fileId);
  }
}

async function sizeOf(file: string): Promise<number | null> {
  return (await stat(file).catch(() => null))?.size ?? null;
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
