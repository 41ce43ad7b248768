import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '#protocol/errors.ts';
import { AUDIT_CHUNK_BYTES, type ExportFormat } from '#protocol/nouns/audit.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { SessionId } from '#protocol/nouns/ids.ts';
import { JournalError, type Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { beijingTime } from './entrySentence.ts';
import { ExportShelf, SHELF_BYTES } from './exportShelf.ts';
import { fillExport, type NewExport } from './fillExport.ts';

const HASHED_AT_ONCE = 4 * 1024 * 1024;

export type AuditOptions = {
  readonly log: Pick<HallLog, 'execute' | 'position'>;
  readonly journal: Pick<Journal, 'query' | 'actors'>;
  /** Makes a file signed with the log's key. */
  readonly newExport: NewExport;
  readonly hallId: string;
  readonly hallName: string;
  readonly now: () => number;
  /** Bytes of finished exports kept at a time. */
  readonly shelfBytes?: number;
};

/** Questions about the log, and signed files of it. A look at the log leaves no trace in it; an export does. */
export function createAudit(options: AuditOptions): { readonly handlers: HandlersOf<'audit'> } {
  const { log, journal, shelfBytes = SHELF_BYTES } = options;
  const shelf = new ExportShelf({ bytes: shelfBytes });
  const exporting = new Set<SessionId>();
  // One after the other: two at once would hold twice the memory, and be no sooner done.
  let queue: Promise<unknown> = Promise.resolve();

  return {
    handlers: {
      'audit.query': async ({ filter, before, limit }, session) => {
        const found = await reading(journal.query({ filter, seenFrom: session.courtCode, before: before ?? null, limit: limit + 1 }));
        return { entries: found.slice(0, limit), more: found.length > limit, head: log.position };
      },

      'audit.actors': async (_input, session) => ({ actors: await reading(journal.actors(session.courtCode)) }),

      'audit.export': async (input, session) => {
        if (exporting.has(session.sessionId)) {
          throw new AppError('tooManyRequests', { detail: 'an export of this session is being made' });
        }
        exporting.add(session.sessionId);
        const made = queue.then(() => exportOf(options, { input, session, shelf, shelfBytes }));
        queue = made.catch(() => {});
        try {
          return await made;
        } finally {
          exporting.delete(session.sessionId);
        }
      },

      'audit.readExport': ({ exportId, offset }, session) => {
        const file = shelf.get(session, exportId);
        if (file === undefined) {
          throw new AppError('notFound', { params: { what: 'export' } });
        }
        return { base64: file.subarray(offset, offset + AUDIT_CHUNK_BYTES).toString('base64') };
      },
    },
  };
}

type Asked = { readonly input: RequestData<'audit.export'>; readonly session: Session; readonly shelf: ExportShelf; readonly shelfBytes: number };

async function exportOf(options: AuditOptions, { input, session, shelf, shelfBytes }: Asked): Promise<RequestOutput<'audit.export'>> {
  const { log, journal, newExport, hallId, hallName, now } = options;
  const { filter, format, purpose } = input;
  const { courtCode, actor, tokenId } = session;
  if (session.ended.aborted) {
    throw new AppError('disconnected');
  }
  const exportedAt = now();
  const position = log.position;
  const draft = newExport({ format, header: { hallId, hallName, exportedAt, exportedBy: actor, purpose, filter, position } });
  const entries = await reading(fillExport(journal, draft, { filter, seenFrom: courtCode, upTo: position.sequence, maxBytes: shelfBytes }));
  const file = await draft.finish();
  const room = shelf.roomFor(session, file.length);
  if (room !== 'yes') {
    throw room === 'never' ? new AppError('tooLarge') : new AppError('tooManyRequests', { detail: 'other exports take all the memory' });
  }
  const exportId = randomUUID();
  const answer = { exportId, fileName: fileName(exportedAt, format), bytes: file.length, entries, sha256: await sha256Of(file) };
  // First the trace, then the file.
  await log.execute({
    commandId: null,
    name: 'audit.export',
    input,
    actor,
    via: tokenId,
    decide: () => ({
      events: [{ name: 'audit.exported', subject: `audit/${exportId}`, courtCode, data: { format, filter, purpose, entries, sha256: answer.sha256 } }],
      answer: () => null,
    }),
  });
  shelf.put(session, { exportId, file });
  return answer;
}

/** In pieces: a large file would hold the hall up. */
async function sha256Of(file: Buffer): Promise<string> {
  const hash = createHash('sha256');
  for (let from = 0; from < file.length; from += HASHED_AT_ONCE) {
    hash.update(file.subarray(from, from + HASHED_AT_ONCE));
    await setImmediate();
  }
  return hash.digest('hex');
}

/** `留痕_2026-11-22_153000.json`, Beijing time. */
function fileName(at: number, format: ExportFormat): string {
  return `留痕_${beijingTime(at).replaceAll(':', '').replace(' ', '_')}.${format}`;
}

/** Without its database the log can be neither read nor written. Errors: logUnavailable. */
async function reading<Value>(read: Promise<Value>): Promise<Value> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof JournalError) {
      throw new AppError('logUnavailable', { cause: error, params: { reason: error.fault === 'away' ? 'databaseAway' : 'failed' } });
    }
    throw error;
  }
}
