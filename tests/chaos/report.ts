import type { WindowReports } from '../../scripts/demo/hallControl.ts';
import type { WrongTile } from './tileJudge.ts';

export type Happening = { readonly name: string; /** Null: not within the time. */ readonly backAfterMs: number | null; /** Why it could not be done or ended. */ readonly problem: string | null };

/** What a person reads at the end. */
export function describeRun({ happenings, wrong, looks, reports }: { happenings: readonly Happening[]; wrong: readonly WrongTile[]; looks: number; reports: WindowReports }): string {
  const rows = [...Map.groupBy(happenings, ({ name }) => name)].map(([name, all]) => {
    const times = all.flatMap(({ backAfterMs }) => backAfterMs ?? []).toSorted((one, other) => one - other);
    const at = (share: number) => `${((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) / 1_000).toFixed(1)} s`;
    return [name, String(all.length), times.length === 0 ? '-' : at(0.5), times.length === 0 ? '-' : at(0.95), times.length === 0 ? '-' : at(1), String(all.length - times.length)];
  });
  const tiles = reports.flatMap((window) => window.tiles);
  return [
    table([['what happened', 'times', 'back: median', 'p95', 'worst', 'never'], ...rows]),
    '',
    `${looks} looks at all tiles; ${tiles.reduce((sum, { staleCount }) => sum + staleCount, 0)} pictures were said to be stale by the windows that are open now.`,
    ...happenings.flatMap(({ name, problem }) => (problem === null ? [] : [`could not be done: ${name}: ${problem}`])),
    wrong.length === 0 ? 'No tile was wrong for more than 5 s.' : 'WRONG:',
    ...wrong.map(({ tile, why, fromAt, forMs }) => `  ${tile} showed ${why} for ${(forMs / 1_000).toFixed(1)} s from ${new Date(fromAt).toISOString()}`),
  ].join('\n');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
