import { sees } from '#domain/access/viewer.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { AppError } from '#protocol/errors.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_TYPES } from '#protocol/operations/journal.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import type { HallLog } from '../../ports/log.ts';
import type { FileShelf } from '../../ports/pictures.ts';
import type { HandlersOf, Session } from '../../ports/session.ts';

/** Pictures on the wall: put by whoever may change it, read by whoever sees a layout that names them. */
export function createWallPictures({ log, shelf }: { readonly log: Pick<HallLog, 'state'>; readonly shelf: FileShelf }): { readonly handlers: HandlersOf<'wallPicture'> } {
  // A rehearsal that names a picture is known to its desk alone.
  const sentBy = new WeakMap<Session, Set<string>>();
  return {
    handlers: {
      'wallPicture.put': async ({ pictureId, ...piece }, session) => {
        const receivedBytes = await shelf.put({ ...piece, fileId: pictureId }, session);
        if (receivedBytes >= piece.totalBytes) {
          const sent = sentBy.get(session) ?? new Set();
          sentBy.set(session, sent.add(pictureId));
        }
        return { receivedBytes };
      },

      'wallPicture.read': async ({ pictureId, offset }, session) => {
        const maySee = sentBy.get(session)?.has(pictureId) === true || isNamed(log.state, session.courtCode, pictureId);
        const piece = maySee ? await shelf.read(pictureId, { offset, length: PICTURE_CHUNK_BYTES, types: PICTURE_TYPES }) : null;
        if (piece === null) {
          throw new AppError('notFound', { params: { what: 'picture' } });
        }
        return { base64: piece.bytes.toString('base64'), mimeType: piece.mimeType, totalBytes: piece.totalBytes };
      },
    },
  };
}

/** Whether the wall or a saved layout of a court that the viewer's court sees shows the picture. */
function isNamed({ slots, presets }: Pick<HallState, 'slots' | 'presets'>, viewerCourt: CourtCode, pictureId: string): boolean {
  const names = ({ tiles }: SlotLayout) => tiles.some(({ content }) => content.kind === 'picture' && content.pictureId === pictureId);
  return (
    slots.some((slot) => sees(viewerCourt, slot.courtCode) && names(slot.layout)) ||
    presets.some((preset) => sees(viewerCourt, preset.courtCode) && preset.slots.some(({ layout }) => names(layout)))
  );
}
