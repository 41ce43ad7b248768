import type { DrillResult } from '#protocol/scenario/drills.ts';
import { VERDICTS, type DrillReport, type Mark, type Verdict } from '#protocol/scenario/score.ts';

/** Worst first: what a debriefing begins with. */
const ORDER: Readonly<Record<Verdict, number>> = { missed: 0, blocked: 0, outOfOrder: 1, late: 1, met: 2 };

/** The whole report from its marks in the order of the file. */
export function drillReport(marks: readonly Mark[]): DrillReport {
  const { points, weight } = shareOf(marks);
  return {
    total: weight === 0 ? 100 : Math.round((100 * points) / weight),
    marks: marks.toSorted((left, right) => ORDER[left.verdict] - ORDER[right.verdict]),
    byCourt: groups(marks, ({ courtCode }) => courtCode).map((group) => ({ courtCode: group[0]!.courtCode, ...shareOf(group) })),
    byRole: groups(marks, ({ role }) => role ?? '').map((group) => ({ role: group[0]!.role, ...shareOf(group) })),
    byPerson: groups(marks.filter(({ by }) => by !== null), ({ by }) => by?.userId ?? by?.name ?? '').map((group) => {
      const { by, courtCode } = group[0]!;
      const reactions = group.map(({ reactionMs }) => reactionMs ?? 0);
      return { name: by?.name ?? '', userId: by?.userId ?? null, courtCode, ...shareOf(group), meanReactionMs: Math.round(reactions.reduce((sum, one) => sum + one, 0) / reactions.length) };
    }),
  };
}

/** What of a report goes into the log. `upTo`: the last entry that counted. */
export function resultOf({ total, marks }: DrillReport, upTo: number): DrillResult {
  const counts = Object.fromEntries(VERDICTS.map((verdict) => [verdict, marks.filter((mark) => mark.verdict === verdict).length])) as Record<Verdict, number>;
  return { total, counts, upTo };
}

function shareOf(marks: readonly Mark[]): { points: number; weight: number; met: number; of: number } {
  return {
    points: marks.reduce((sum, mark) => sum + mark.points, 0),
    weight: marks.reduce((sum, mark) => sum + mark.weight, 0),
    met: marks.filter(({ verdict }) => verdict === 'met').length,
    of: marks.length,
  };
}

function groups(marks: readonly Mark[], keyOf: (mark: Mark) => string): Mark[][] {
  return [...Map.groupBy(marks, keyOf).values()];
}
