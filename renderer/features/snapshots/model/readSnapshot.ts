import type { SnapshotId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { readPieces } from '../../../link/readPieces.ts';
import { sha256 } from '../../../platform/sha256.ts';

/** The picture as the hall gives it now. Errors: those of snapshot.read; badPicture. */
export function readSnapshot(link: Pick<HallLink, 'request'>, snapshotId: SnapshotId): Promise<Blob> {
  return readPieces((offset) => link.request('snapshot.read', { snapshotId, offset }));
}

/** Whether what the hall gives now is what the hash in the log names. Errors: those of snapshot.read. */
export async function verifySnapshot(link: Pick<HallLink, 'request'>, { snapshotId, pictureId }: { readonly snapshotId: SnapshotId; readonly pictureId: string }): Promise<boolean> {
  const blob = await readSnapshot(link, snapshotId);
  return (await sha256(new Uint8Array(await blob.arrayBuffer()))) === pictureId;
}
