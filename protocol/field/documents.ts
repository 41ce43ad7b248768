import { z } from 'zod';
import { request } from '../definition/request.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const DOCUMENT_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export const DOCUMENT_MAX_BYTES = 12 * 1024 * 1024;
/** All pieces but the last are this long. */
export const DOCUMENT_PIECE_BYTES = 128 * 1024;

/** A paper that goes with an instruction: its bytes' SHA-256, the name it had at the sender, its size in bytes. */
export const documentRef = z.object({
  documentId: sha256,
  name: z.string().trim().min(1).max(120),
  mimeType: z.enum(DOCUMENT_TYPES),
  totalBytes: z.int().min(1).max(DOCUMENT_MAX_BYTES),
});

export const documentRequests = {
  /** One piece, in order; a piece from another place is passed over, and the answer says where to go on: after a break, too. Errors: badDocument, tooLarge, tooManyRequests, logUnavailable. */
  'document.put': request({
    needs: 'documents.put',
    input: z.strictObject({ documentId: sha256, mimeType: z.enum(DOCUMENT_TYPES), totalBytes: z.int().min(1).max(DOCUMENT_MAX_BYTES), offset: z.int().min(0), base64: z.base64().max(4 * Math.ceil(DOCUMENT_PIECE_BYTES / 3)) }),
    /** Bytes the hall has of it. */
    output: z.object({ receivedBytes: z.int() }),
  }),
  /** By the unit that an instruction with it went to, and by those who see the court of one. Errors: notFound. */
  'document.read': request({
    needs: 'session.use',
    input: z.strictObject({ documentId: sha256, offset: z.int().min(0) }),
    output: z.object({ base64: z.string(), mimeType: z.enum(DOCUMENT_TYPES), totalBytes: z.int() }),
  }),
};
