import { AppError } from '#protocol/errors.ts';
import type { SnapshotId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { bytesOf } from '../../journal/index.ts';
import { sha256 } from './sha256.ts';

/** The picture as the hall gives it now. Errors: those of snapshot.read; badPicture. */
export async function readSnapshot(link: Pick<HallLink, 'request'>, snapshotId: SnapshotId): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; ;) {
    const { base64, mimeType, totalBytes } = await link.request('snapshot.read', { snapshotId, offset });
    const piece = bytesOf(base64);
    pieces.push(piece);
    offset += piece.length;
    if (offset >= totalBytes) {
      return new Blob(pieces, { type: mimeType });
    }
    if (piece.length === 0) {
      throw new AppError('badPicture');
    }
  }
}

/** Whether what the hall gives now is what the hash in the log names. Errors: those of snapshot.read. */
export async function verifySnapshot(link: Pick<HallLink, 'request'>, { snapshotId, pictureId }: { readonly snapshotId: SnapshotId; readonly pictureId: string }): Promise<boolean> {
  const blob = await readSnapshot(link, snapshotId);
  return (await sha256(new Uint8Array(await blob.arrayBuffer()))) === pictureId;
}
