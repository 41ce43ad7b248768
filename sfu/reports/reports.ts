import { createHash, randomUUIDv7 } from 'node:crypto';
import { actorName } from '#domain/decision/actorName.ts';
import { canonicalReport } from '#domain/reports/canonicalReport.ts';
import { submitReport } from '#domain/reports/submitReport.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import type { Report } from '#protocol/field/reports.ts';
import { reportId as reportIdSchema, type ReportId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import { PICTURE_CHUNK_BYTES, PICTURE_TYPES } from '#protocol/operations/journal.ts';
import { asUnavailable, type Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { FileShelf } from '../ports/pictures.ts';
import type { HandlersOf, Session } from '../ports/session.ts';

type Options = { readonly log: HallLog; readonly journal: Pick<Journal, 'query'>; readonly shelf: FileShelf };

export function createReports({ log, journal, shelf }: Options): { readonly handlers: HandlersOf<'report'> } {
  async function submit({ commandId, ...said }: RequestData<'report.submit'>, { unitId, actor, tokenId: via }: Session): Promise<RequestOutput<'report.submit'>> {
    if (unitId === null) throw new AppError('forbidden');
    if (said.picture !== null) {
      const { pictureId, mimeType, totalBytes } = said.picture;
      const kept = await shelf.read(pictureId, { offset: 0, length: 0, types: PICTURE_TYPES });
      if (kept === null || kept.mimeType !== mimeType || kept.totalBytes !== totalBytes) {
        throw new AppError('notFound', { params: { what: 'picture' } });
      }
    }
    const reportId = reportIdSchema.parse(randomUUIDv7());
    const hash = createHash('sha256').update(canonicalReport(unitId, said)).digest('hex');
    return (await log.execute({
      commandId,
      name: 'report.submit',
      input: said,
      actor,
      via,
      decide: (state, at) => {
        const { events, answer } = submitReport(state, said, { reportId, unitId, hash });
        return { events, answer: (after) => ({ ...answer(after), receivedAt: Math.round(at) }) };
      },
    })).answer;
  }

  /** Errors: notFound, also for one of a court that the session does not see; logUnavailable. */
  async function find(reportId: ReportId, { courtCode }: Session): Promise<Report> {
    const [entry] = await journal.query({ filter: { names: ['report.submitted'] }, subjects: [`report/${reportId}`], seenFrom: courtCode, before: null, limit: 1 }).catch(asUnavailable);
    const report = entry === undefined ? null : reportOf(entry);
    if (report === null) {
      throw new AppError('notFound', { params: { what: 'report' } });
    }
    return report;
  }

  return {
    handlers: {
      'report.putPicture': async ({ pictureId, ...piece }, session) => ({ receivedBytes: await shelf.put({ ...piece, fileId: pictureId }, session) }),

      'report.submit': submit,

      'report.list': async ({ operationId, unitId, before, limit }, { courtCode }) => {
        const isMeant = (report: Report) => (operationId === null || report.filedUnder === operationId) && (unitId === null || report.unitId === unitId);
        const text = operationId ?? unitId;
        const reports: Report[] = [];
        // The text finds what names the id anywhere; what is meant is looked at one by one, page after page.
        for (let from = before ?? null; ;) {
          const entries = await journal.query({ filter: { names: ['report.submitted'], ...(text === null ? {} : { text }) }, seenFrom: courtCode, before: from, limit: limit + 1 }).catch(asUnavailable);
          reports.push(...entries.flatMap((entry) => reportOf(entry) ?? []).filter(isMeant));
          const last = entries.at(-1);
          if (reports.length > limit || entries.length <= limit || last === undefined) {
            return { reports: reports.slice(0, limit), more: reports.length > limit };
          }
          from = last.sequence;
        }
      },

      'report.readPicture': async ({ reportId, offset }, session) => {
        const { picture } = await find(reportId, session);
        const piece = picture === null ? null : await shelf.read(picture.pictureId, { offset, length: PICTURE_CHUNK_BYTES, types: PICTURE_TYPES });
        if (piece === null) {
          throw new AppError('notFound', { params: { what: 'picture' } });
        }
        return { base64: piece.bytes.toString('base64'), mimeType: piece.mimeType, totalBytes: piece.totalBytes };
      },
    },
  };
}

function reportOf(entry: Entry): Report | null {
  const event = eventOf(entry);
  if (event?.name !== 'report.submitted') {
    return null;
  }
  const { sequence, at, actor, courtCode, subject, data } = event;
  return { reportId: subject.slice('report/'.length) as ReportId, courtCode, ...data, receivedAt: at, byName: actorName(actor), sequence };
}
