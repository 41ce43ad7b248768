import { canonicalReport } from '#domain/reports/canonicalReport.ts';
import type { Report } from '#protocol/field/reports.ts';
import type { ReportId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { readPieces } from '../../../link/readPieces.ts';
import { sha256 } from '../../../platform/sha256.ts';

/** The photo as the hall gives it now. Errors: those of report.readPicture; badPicture. */
export function readReportPicture(link: Pick<HallLink, 'request'>, reportId: ReportId): Promise<Blob> {
  return readPieces((offset) => link.request('report.readPicture', { reportId, offset }));
}

/** What the hall's bytes come to here: the same as the log says, another photo, or other words. Errors: those of report.readPicture. */
export async function checkReport(link: Pick<HallLink, 'request'>, report: Report): Promise<'same' | 'otherPicture' | 'otherWords'> {
  if (report.picture !== null) {
    const blob = await readReportPicture(link, report.reportId);
    if ((await sha256(new Uint8Array(await blob.arrayBuffer()))) !== report.picture.pictureId) {
      return 'otherPicture';
    }
  }
  const words = new TextEncoder().encode(canonicalReport(report.unitId, report));
  return (await sha256(words)) === report.hash ? 'same' : 'otherWords';
}
