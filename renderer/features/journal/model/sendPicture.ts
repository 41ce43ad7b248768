import { AppError } from '#protocol/errors.ts';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_MAX_BYTES, PICTURE_TYPES } from '#protocol/operations/journal.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { base64Of } from './base64.ts';

type PictureType = (typeof PICTURE_TYPES)[number];

/** A picture as a file field gives it. */
export type PictureFile = Pick<File, 'name' | 'type' | 'size' | 'arrayBuffer'>;

/** Why a file cannot be sent; null: it can. */
export function pictureFault({ type, size }: Pick<PictureFile, 'type' | 'size'>): 'type' | 'size' | null {
  if (!isPictureType(type)) {
    return 'type';
  }
  return size < 1 || size > PICTURE_MAX_BYTES ? 'size' : null;
}

type Options = {
  readonly link: HallLink;
  readonly operationId: OperationId;
  readonly file: PictureFile;
  /** Bytes that the hall has. */
  readonly onProgress: (receivedBytes: number) => void;
  readonly signal: AbortSignal;
};

/** Sends it in pieces and returns its name, the SHA-256 of its bytes. While the hall is away it waits, and goes on where it was. Errors: those of picture.put; aborted: the signal's reason. */
export async function sendPicture({ link, operationId, file, onProgress, signal }: Options): Promise<string> {
  if (!isPictureType(file.type)) {
    throw new AppError('badPicture');
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const pictureId = hex(await crypto.subtle.digest('SHA-256', bytes));
  const about = { operationId, pictureId, mimeType: file.type, totalBytes: bytes.length };
  let offset = 0;
  while (offset < bytes.length) {
    signal.throwIfAborted();
    try {
      const { receivedBytes } = await link.request('picture.put', { ...about, offset, base64: base64Of(bytes.subarray(offset, offset + PICTURE_CHUNK_BYTES)) });
      // The hall says where it goes on: further on for what it has, at the beginning after it was started anew.
      offset = receivedBytes;
      onProgress(receivedBytes);
    } catch (error) {
      if (!(error instanceof AppError) || (error.code !== 'disconnected' && error.code !== 'timedOut')) {
        throw error;
      }
      await untilOnline(link, signal);
    }
  }
  return pictureId;
}

function isPictureType(type: string): type is PictureType {
  return PICTURE_TYPES.some((known) => known === type);
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function untilOnline(link: HallLink, signal: AbortSignal): Promise<void> {
  const isOnline = () => link.state.getState().phase === 'online';
  if (isOnline()) {
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    const stop = link.state.subscribe(() => {
      if (isOnline()) {
        stop();
        signal.removeEventListener('abort', give);
        resolve();
      }
    });
    const give = () => {
      stop();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', give, { once: true });
  });
}
