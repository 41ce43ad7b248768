import { createHash, type Hash } from 'node:crypto';
import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { Session } from '../ports/session.ts';
import type { PictureFolder } from './pictureFolder.ts';
import { KIND_BYTES, pictureKind } from './pictureKind.ts';

/** Pictures that one session may be sending at a time; beginning another gives up the one that rested longest. */
const AT_ONCE = 4;
/** What one session may send in an hour: the disk is the log's, too. */
const HOURLY_BYTES = 512 * 1024 * 1024;
const HOUR_MS = 3_600_000;

type Piece = Omit<RequestData<'picture.put'>, 'operationId'>;
type Upload = {
  readonly totalBytes: number;
  readonly mimeType: Piece['mimeType'];
  readonly hash: Hash;
  readonly written: Awaited<ReturnType<PictureFolder['begin']>>;
  head: Buffer;
  receivedBytes: number;
};
type Sender = { readonly uploads: Map<string, Upload>; turn: Promise<unknown>; hourFrom: number; hourBytes: number };

/** Pictures on their way: their pieces go to a file without a name, which gets its own when all of it is there and is what it said. */
export class PictureUploads {
  readonly #folder: PictureFolder;
  readonly #now: () => number;
  readonly #hourlyBytes: number;
  readonly #senders = new Map<Session, Sender>();

  constructor({ folder, now, hourlyBytes = HOURLY_BYTES }: { readonly folder: PictureFolder; readonly now: () => number; readonly hourlyBytes?: number | undefined }) {
    this.#folder = folder;
    this.#now = now;
    this.#hourlyBytes = hourlyBytes;
  }

  /** Bytes that are here now; a piece from another place is passed over. Errors: badPicture, tooLarge, tooManyRequests, logUnavailable (no room on the disk). */
  put(piece: Piece, session: Session): Promise<number> {
    const sender = this.#senderOf(session);
    // One after the other: pieces of one picture must not overtake each other.
    const turn = sender.turn.then(() => this.#put(piece, sender));
    sender.turn = turn.catch(() => undefined);
    return turn;
  }

  async #put(piece: Piece, sender: Sender): Promise<number> {
    const { pictureId, offset, totalBytes, mimeType } = piece;
    const size = await this.#folder.sizeOf(pictureId);
    if (size !== null) {
      await this.#drop(sender, pictureId);
      return size;
    }
    const upload = sender.uploads.get(pictureId) ?? (offset === 0 ? await this.#begin(sender, piece) : undefined);
    if (upload === undefined) {
      return 0;
    }
    if (upload.totalBytes !== totalBytes || upload.mimeType !== mimeType) {
      await this.#drop(sender, pictureId);
      throw new AppError('badPicture');
    }
    if (offset !== upload.receivedBytes) {
      return upload.receivedBytes;
    }
    try {
      await this.#take(sender, upload, piece);
    } catch (error) {
      await this.#drop(sender, pictureId);
      throw error;
    }
    return upload.receivedBytes;
  }

  async #take(sender: Sender, upload: Upload, { pictureId, base64 }: Piece): Promise<void> {
    const bytes = Buffer.from(base64, 'base64');
    if (upload.receivedBytes + bytes.length > upload.totalBytes) {
      throw new AppError('tooLarge');
    }
    this.#count(sender, bytes.length);
    await upload.written.file.write(bytes, 0, bytes.length, upload.receivedBytes);
    upload.hash.update(bytes);
    upload.head = upload.head.length < KIND_BYTES ? Buffer.concat([upload.head, bytes.subarray(0, KIND_BYTES)]) : upload.head;
    upload.receivedBytes += bytes.length;
    if (upload.receivedBytes === upload.totalBytes) {
      if (upload.hash.digest('hex') !== pictureId || pictureKind(upload.head) !== upload.mimeType) {
        throw new AppError('badPicture');
      }
      await upload.written.keep(pictureId);
      sender.uploads.delete(pictureId);
    }
  }

  async #begin(sender: Sender, { pictureId, totalBytes, mimeType }: Piece): Promise<Upload> {
    if (!(await this.#folder.hasRoomFor(totalBytes))) {
      throw new AppError('logUnavailable', { params: { reason: 'diskFull' } });
    }
    const [rested] = sender.uploads.keys();
    if (sender.uploads.size >= AT_ONCE && rested !== undefined) {
      await this.#drop(sender, rested);
    }
    const upload = { totalBytes, mimeType, hash: createHash('sha256'), written: await this.#folder.begin(), head: Buffer.alloc(0), receivedBytes: 0 };
    sender.uploads.set(pictureId, upload);
    return upload;
  }

  #count(sender: Sender, bytes: number): void {
    const now = this.#now();
    if (now - sender.hourFrom >= HOUR_MS) {
      sender.hourFrom = now;
      sender.hourBytes = 0;
    }
    sender.hourBytes += bytes;
    if (sender.hourBytes > this.#hourlyBytes) {
      throw new AppError('tooManyRequests', { detail: 'this session has sent all the pictures it may in an hour' });
    }
  }

  async #drop(sender: Sender, pictureId: string): Promise<void> {
    const upload = sender.uploads.get(pictureId);
    sender.uploads.delete(pictureId);
    await upload?.written.discard();
  }

  #senderOf(session: Session): Sender {
    const known = this.#senders.get(session);
    if (known !== undefined) {
      return known;
    }
    const sender: Sender = { uploads: new Map(), turn: Promise.resolve(), hourFrom: this.#now(), hourBytes: 0 };
    this.#senders.set(session, sender);
    const leave = () => {
      this.#senders.delete(session);
      sender.turn = sender.turn.then(() => Promise.all([...sender.uploads.keys()].map((pictureId) => this.#drop(sender, pictureId))));
    };
    if (session.ended.aborted) {
      throw new AppError('disconnected');
    }
    session.ended.addEventListener('abort', leave, { once: true });
    return sender;
  }
}
