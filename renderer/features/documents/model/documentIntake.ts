import { DOCUMENT_MAX_BYTES, DOCUMENT_PIECE_BYTES, DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { FileIntake } from '../../upload/index.ts';

type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** How the hall takes papers. */
export function documentIntake(link: HallLink): FileIntake<DocumentType> {
  return {
    types: DOCUMENT_TYPES,
    maxBytes: DOCUMENT_MAX_BYTES,
    pieceBytes: DOCUMENT_PIECE_BYTES,
    put: ({ fileId, ...piece }) => link.request('document.put', { documentId: fileId, ...piece }),
  };
}
