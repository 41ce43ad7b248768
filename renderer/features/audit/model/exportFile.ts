import type { RequestInput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { HallLink } from '../../../link/hallLink.ts';

export type ExportedFile = {
  readonly fileName: string;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly entries: number;
  /** SHA-256 of the content, hex, as the hall said it. */
  readonly sha256: string;
};

/** `bytes` is 0 while the hall still writes the file. */
export type ExportProgress = { readonly doneBytes: number; readonly bytes: number };

export type ExportOptions = {
  readonly link: HallLink;
  readonly input: RequestInput<'audit.export'>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
};

const WRITING_TIMEOUT_MS = 300_000;
const PIECE_TIMEOUT_MS = 30_000;

/** Lets the hall write an export and fetches it piece by piece. Errors: AppError of the hall; internal when what came is not what was announced; the signal's reason. */
export async function exportFile({ link, input, signal, onProgress }: ExportOptions): Promise<ExportedFile> {
  onProgress({ doneBytes: 0, bytes: 0 });
  const { exportId, fileName, bytes, entries, sha256 } = await link.request('audit.export', input, { signal, timeoutMs: WRITING_TIMEOUT_MS });
  const content = new Uint8Array(bytes);
  let doneBytes = 0;
  while (doneBytes < bytes) {
    signal.throwIfAborted();
    onProgress({ doneBytes, bytes });
    const { base64 } = await link.request('audit.readExport', { exportId, offset: doneBytes }, { signal, timeoutMs: PIECE_TIMEOUT_MS });
    const piece = bytesOf(base64);
    if (piece.length === 0 || doneBytes + piece.length > bytes) {
      throw new AppError('internal', { detail: 'the export has another length than announced' });
    }
    content.set(piece, doneBytes);
    doneBytes += piece.length;
  }
  signal.throwIfAborted();
  onProgress({ doneBytes, bytes });
  if ((await sha256Of(content)) !== sha256) {
    throw new AppError('internal', { detail: 'the export has another hash than announced' });
  }
  return { fileName, content, entries, sha256 };
}

async function sha256Of(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', content);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
