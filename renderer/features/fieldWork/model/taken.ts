import type { ReportInput } from './outbox/outboxItem.ts';

export type Position = NonNullable<ReportInput['position']>;

/** A photo as it was taken, byte for byte; `thumbnail` is for this device alone. */
export type Photo = {
  readonly pictureId: string;
  readonly mimeType: NonNullable<ReportInput['picture']>['mimeType'];
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly thumbnail: Uint8Array<ArrayBuffer> | null;
};

/** When and where a report was taken, which is before it is saved. */
export type Taken = Pick<ReportInput, 'takenAt' | 'clockOffsetMs'> & {
  /** Never rejects. */
  readonly position: Promise<Position | null>;
  /** Null: it is a note. */
  readonly photo: Photo | null;
};
