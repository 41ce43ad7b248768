import { AppError } from '#protocol/errors.ts';
import { base64Of } from '../../../link/base64.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { sha256 } from '../../../platform/sha256.ts';

/** A file as a file field gives it. */
export type ChosenFile = Pick<File, 'name' | 'type' | 'size' | 'arrayBuffer'>;

/** What the hall takes in one place, and how it is handed over piece by piece; `put` answers how many bytes the hall has. */
export type FileIntake<Type extends string> = {
  readonly types: readonly Type[];
  readonly maxBytes: number;
  readonly pieceBytes: number;
  readonly put: (piece: { fileId: string; mimeType: Type; totalBytes: number; offset: number; base64: string }) => Promise<{ receivedBytes: number }>;
};

/** Why a file cannot be sent; null: it can. */
export function fileFault({ type, size }: Pick<ChosenFile, 'type' | 'size'>, { types, maxBytes }: Pick<FileIntake<string>, 'types' | 'maxBytes'>): 'type' | 'size' | null {
  if (!types.includes(type)) {
    return 'type';
  }
  return size < 1 || size > maxBytes ? 'size' : null;
}

type Options<Type extends string> = {
  readonly link: HallLink;
  readonly intake: FileIntake<Type>;
  readonly file: ChosenFile;
  /** Bytes that the hall has. */
  readonly onProgress: (receivedBytes: number) => void;
  readonly signal: AbortSignal;
};

/** Sends it in pieces and returns its name, the SHA-256 of its bytes. While the hall is away it waits, and goes on where it was. Errors: those of `put`; badPicture (of no type that is taken); aborted: the signal's reason. */
export async function sendFile<Type extends string>({ link, intake, file, onProgress, signal }: Options<Type>): Promise<string> {
  const mimeType = intake.types.find((known) => known === file.type);
  if (mimeType === undefined) {
    throw new AppError('badPicture');
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const fileId = await sha256(bytes);
  let offset = 0;
  while (offset < bytes.length) {
    signal.throwIfAborted();
    try {
      const { receivedBytes } = await intake.put({ fileId, mimeType, totalBytes: bytes.length, offset, base64: base64Of(bytes.subarray(offset, offset + intake.pieceBytes)) });
      // The hall says where it goes on: further on for what it has, at the beginning for what it let go.
      offset = receivedBytes;
      onProgress(receivedBytes);
    } catch (error) {
      if (!(error instanceof AppError) || (error.code !== 'disconnected' && error.code !== 'timedOut')) {
        throw error;
      }
      await untilOnline(link, signal);
    }
  }
  return fileId;
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
