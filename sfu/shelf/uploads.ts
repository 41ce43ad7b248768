import { AppError } from '#protocol/errors.ts';
import type { FilePiece, FileSender } from '../ports/pictures.ts';
import type { FileFolder } from './fileFolder.ts';

/** Files that one sender may have on their way; beginning another gives up the one that rested longest. */
const AT_ONCE = 4;
/** What one sender may send in an hour: the disk is the log's, too. */
const HOURLY_BYTES = 512 * 1024 * 1024;
const HOUR_MS = 3_600_000;
/** So long a file on its way waits for its next piece: a phone may be out of reach for days. */
const WAITS_MS = 7 * 86_400_000;

type Sender = { turn: Promise<unknown>; hourFrom: number; hourBytes: number };

/** Files on their way. Nothing of them is kept in memory: the length of what lies there is where to go on. */
export class Uploads {
  readonly #folder: FileFolder;
  readonly #now: () => number;
  readonly #hourlyBytes: number;
  /** By who sends, not by session: a sender that comes back goes on. */
  readonly #senders = new Map<string, Sender>();

  /** `now`: real time, ms; the files' own times are real. */
  constructor({ folder, now, hourlyBytes = HOURLY_BYTES }: { readonly folder: FileFolder; readonly now: () => number; readonly hourlyBytes?: number | undefined }) {
    this.#folder = folder;
    this.#now = now;
    this.#hourlyBytes = hourlyBytes;
  }

  /** Bytes that are here now; a piece from another place is passed over. Errors: badPicture, tooLarge, tooManyRequests, logUnavailable (no room on the disk). */
  put(piece: FilePiece, session: FileSender): Promise<number> {
    const key = keyOf(session);
    const sender = this.#senders.get(key) ?? { turn: Promise.resolve(), hourFrom: this.#now(), hourBytes: 0 };
    this.#senders.set(key, sender);
    // One after the other: pieces of one file must not overtake each other.
    const turn = sender.turn.then(() => this.#put(piece, { key, sender }));
    sender.turn = turn.catch(() => undefined);
    return turn;
  }

  async #put(piece: FilePiece, { key, sender }: { key: string; sender: Sender }): Promise<number> {
    const { fileId, offset, totalBytes } = piece;
    const name = `${key}.${fileId}`;
    const whole = await this.#folder.sizeOf(fileId);
    if (whole !== null) {
      await this.#folder.discard(name);
      return whole;
    }
    const begun = await this.#folder.begunSize(name);
    const received = begun ?? 0;
    if (begun !== null && begun >= totalBytes) {
      // A kill came between its last byte and its name.
      return this.#finish(name, piece, begun);
    }
    if (offset !== received) {
      return received;
    }
    const bytes = Buffer.from(piece.base64, 'base64');
    if (received + bytes.length > totalBytes) {
      await this.#folder.discard(name);
      throw new AppError('tooLarge');
    }
    this.#count(sender, bytes.length);
    if (begun === null) {
      await this.#makeRoom(key, totalBytes);
    }
    await this.#folder.append(name, bytes);
    const now = received + bytes.length;
    return now === totalBytes ? this.#finish(name, piece, now) : now;
  }

  /** Errors: badPicture, and nothing of it stays. */
  async #finish(name: string, said: FilePiece, bytes: number): Promise<number> {
    if (!(await this.#folder.finish(name, said))) {
      throw new AppError('badPicture');
    }
    return bytes;
  }

  async #makeRoom(key: string, totalBytes: number): Promise<void> {
    if (!(await this.#folder.hasRoomFor(totalBytes))) {
      throw new AppError('logUnavailable', { params: { reason: 'diskFull' } });
    }
    const begun = await this.#folder.begun();
    const forgotten = begun.filter(({ restsSince }) => restsSince < this.#now() - WAITS_MS);
    const own = begun.filter(({ name }) => name.startsWith(`${key}.`));
    for (const { name } of [...forgotten, ...own.slice(0, Math.max(0, own.length + 1 - AT_ONCE))]) {
      await this.#folder.discard(name);
    }
  }

  #count(sender: Sender, bytes: number): void {
    const now = this.#now();
    if (now - sender.hourFrom >= HOUR_MS) {
      sender.hourFrom = now;
      sender.hourBytes = 0;
    }
    sender.hourBytes += bytes;
    if (sender.hourBytes > this.#hourlyBytes) {
      throw new AppError('tooManyRequests', { detail: 'this sender has sent all that it may in an hour' });
    }
  }
}

/** Whoever sends, as a part of a file's name: ids are made by the hall. */
function keyOf({ unitId, userId, tokenId, sessionId }: FileSender): string {
  return unitId ?? userId ?? tokenId ?? sessionId;
}
