import { sees } from '#domain/access/viewer.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { AppError } from '#protocol/errors.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import type { HallLog } from '../../ports/log.ts';
import type { PictureShelf } from '../../ports/pictures.ts';
import type { HandlersOf, Session } from '../../ports/session.ts';

/** Pictures on the wall: put by whoever may change it, read by whoever sees a layout that names them. */
export function createWallPictures({ log, pictures }: { readonly log: Pick<HallLog, 'state'>; readonly pictures: PictureShelf }): { readonly handlers: HandlersOf<'wallPicture'> } {
  // A rehearsal that names a picture is known to its desk alone.
  const sentBy = new WeakMap<Session, Set<string>>();
  return {
    handlers: {
      'wallPicture.put': async (piece, session) => {
        const receivedBytes = await pictures.put(piece, session);
        if (receivedBytes >= piece.totalBytes) {
          const sent = sentBy.get(session) ?? new Set();
          sentBy.set(session, sent.add(piece.pictureId));
        }
        return { receivedBytes };
      },

      'wallPicture.read': async ({ pictureId, offset }, session) => {
        const maySee = sentBy.get(session)?.has(pictureId) === true || isNamed(log.state, session.courtCode, pictureId);
        const piece = maySee ? await pictures.read(pictureId, { offset, length: PICTURE_CHUNK_BYTES }) : null;
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
