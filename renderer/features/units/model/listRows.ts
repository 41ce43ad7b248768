import type { Unit } from '#protocol/nouns/units.ts';

export type ListRow =
  | { readonly kind: 'court'; readonly key: string; readonly courtName: string; readonly online: number; readonly total: number; readonly collapsed: boolean }
  | { readonly kind: 'team'; readonly key: string; readonly teamName: string }
  | { readonly kind: 'unit'; readonly key: string; readonly unit: Unit; /** Whether the row names the team itself. */ readonly withTeam: boolean };

export const ROW_HEIGHT_PX = { court: 30, team: 22, unit: 44 } as const;

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** The court that a court's row is about. */
export function courtOfRow(rowKey: string): string {
  return rowKey.slice('court '.length);
}

/** Courts by code (the provincial court first), teams and units by name. A team has a line of its own when its court has several. */
export function listRows(units: readonly Unit[], collapsedCourts: ReadonlySet<string>): ListRow[] {
  const courts = Map.groupBy(units, (unit) => unit.courtCode);
  return [...courts.entries()]
    .toSorted(([a], [b]) => a.length - b.length || collator.compare(a, b))
    .flatMap(([courtCode, members]): ListRow[] => {
      const collapsed = collapsedCourts.has(courtCode);
      const header: ListRow = {
        kind: 'court',
        key: `court ${courtCode}`,
        courtName: members[0]?.courtName ?? courtCode,
        online: members.filter((unit) => unit.online).length,
        total: members.length,
        collapsed,
      };
      return collapsed ? [header] : [header, ...teamRows(courtCode, members)];
    });
}

function teamRows(courtCode: string, members: readonly Unit[]): ListRow[] {
  const teams = [...Map.groupBy(members, (unit) => unit.teamName).entries()].toSorted(([a], [b]) => collator.compare(a, b));
  return teams.flatMap(([teamName, team]): ListRow[] => [
    ...(teams.length > 1 ? [{ kind: 'team', key: `team ${courtCode} ${teamName}`, teamName } as const] : []),
    ...team
      .toSorted((a, b) => collator.compare(a.name, b.name) || (a.unitId < b.unitId ? -1 : 1))
      .map((unit) => ({ kind: 'unit', key: unit.unitId, unit, withTeam: teams.length === 1 }) as const),
  ]);
}

/** Where each row begins, and at the end where the list ends, px. */
export function rowOffsets(rows: readonly ListRow[]): number[] {
  const offsets = [0];
  for (const row of rows) {
    offsets.push(offsets.at(-1)! + ROW_HEIGHT_PX[row.kind]);
  }
  return offsets;
}

/** Rows to draw for a view port: from `first` up to but not including `end`, with a few rows beyond each edge. */
export function rowsInView(offsets: readonly number[], view: { scrollTopPx: number; heightPx: number }, overscan = 4): { first: number; end: number } {
  const count = offsets.length - 1;
  const first = rowAt(offsets, view.scrollTopPx);
  const last = rowAt(offsets, view.scrollTopPx + view.heightPx);
  return { first: Math.max(0, first - overscan), end: Math.min(count, last + 1 + overscan) };
}

function rowAt(offsets: readonly number[], y: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (offsets[middle]! <= y) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return Math.max(0, low);
}
