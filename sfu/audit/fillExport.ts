import { setImmediate } from 'node:timers/promises';
import { AppError } from '#protocol/errors.ts';
import { AUDIT_EXPORT_MAX, type AuditFilter, type ExportFormat } from '#protocol/nouns/audit.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Actor, Entry, LogPosition } from '#protocol/nouns/log.ts';
import type { Journal } from '../ports/journal.ts';

/** What the file says of itself. */
export type ExportHeader = {
  readonly hallId: string;
  readonly hallName: string;
  readonly exportedAt: number;
  readonly exportedBy: Actor;
  readonly purpose: string;
  readonly filter: AuditFilter;
  readonly position: LogPosition;
};

/** Builds one signed file, which has its entries oldest first in whatever order they are added. */
export type NewExport = (options: { format: ExportFormat; header: ExportHeader }) => { add(entry: Entry): void; finish(): Buffer | Promise<Buffer> };

export type Extent = {
  readonly filter: AuditFilter;
  /** Whose eyes: entries of this court and of those below it. */
  readonly seenFrom: CourtCode;
  /** Entries after this one are left out, so that what is written meanwhile does not count. */
  readonly upTo: number;
  readonly maxEntries?: number;
  /** Of the entries' JSON. */
  readonly maxBytes?: number;
};

const PAGE = 500;

/**
 * Adds all entries that fit and answers their number. A page at a time, so that the hall goes on between two of them.
 * Errors: tooLarge, JournalError.
 */
export async function fillExport(
  journal: Pick<Journal, 'query'>,
  file: { add(entry: Entry): void },
  { filter, seenFrom, upTo, maxEntries = AUDIT_EXPORT_MAX, maxBytes = Infinity }: Extent,
): Promise<number> {
  let before = upTo + 1;
  let entries = 0;
  let bytes = 0;
  for (;;) {
    const page = await journal.query({ filter, seenFrom, before, limit: PAGE });
    entries += page.length;
    bytes += Buffer.byteLength(JSON.stringify(page));
    if (entries > maxEntries || bytes > maxBytes) {
      throw new AppError('tooLarge', { params: { max: maxEntries } });
    }
    page.forEach((entry) => file.add(entry));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) {
      return entries;
    }
    before = last.sequence;
    await setImmediate();
  }
}
