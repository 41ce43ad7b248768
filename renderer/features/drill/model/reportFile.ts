import type { Drill } from '#protocol/scenario/drills.ts';
import type { DrillReport, Mark } from '#protocol/scenario/score.ts';

export type Told = { readonly drill: Drill; readonly report: DrillReport };
export type ReportFile = { readonly fileName: string; readonly content: string; readonly type: string };

/** Headings of the table, and its words. */
export type ReportWords = { readonly heads: readonly string[]; readonly verdict: (verdict: Mark['verdict']) => string; readonly role: (role: NonNullable<Mark['role']>) => string; readonly court: (courtCode: Mark['courtCode']) => string; readonly time: (at: number) => string };

/** Everything, for programs. */
export function reportJson({ drill, report }: Told): ReportFile {
  return { fileName: nameOf(drill, 'json'), content: `${JSON.stringify({ drill, report }, null, 2)}\n`, type: 'application/json' };
}

/** One line for each expectation, for a spreadsheet; with the mark by which Excel knows UTF-8. */
export function reportCsv({ drill, report }: Told, { heads, verdict, role, court, time }: ReportWords): ReportFile {
  const lines = report.marks.map((mark) => [
    verdict(mark.verdict), mark.title, court(mark.courtCode), mark.role === null ? '' : role(mark.role), mark.by?.name ?? '',
    at(mark.calledAt), at(mark.dueAt), at(mark.doneAt), mark.reactionMs === null ? '' : String(Math.round(mark.reactionMs / 1_000)), String(round(mark.points)), String(mark.weight), mark.hint,
  ]);
  return { fileName: nameOf(drill, 'csv'), content: `\uFEFF${[heads, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`, type: 'text/csv' };

  function at(when: number | null): string {
    return when === null ? '' : time(when);
  }
}

export function round(points: number): number {
  return Math.round(points * 10) / 10;
}

/** A spreadsheet would take a leading sign for a formula. */
function cell(text: string): string {
  const plain = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function nameOf({ scenarioId, startedAt }: Drill, extension: string): string {
  return `${scenarioId}-${new Date(startedAt + 8 * 3_600_000).toISOString().slice(0, 16).replaceAll(/[:T]/g, '-')}.${extension}`;
}
