import { describe, expect, it } from 'vitest';
import { courtCode, unitId } from '#protocol/nouns/ids.ts';
import type { Unit } from '#protocol/nouns/units.ts';
import { steppedCursor } from './createUnitBrowser.ts';
import { listRows, rowOffsets, rowsInView, ROW_HEIGHT_PX } from './listRows.ts';
import { matchUnits } from './matchUnits.ts';

function buildUnit(index: number, change: Partial<Unit> = {}): Unit {
  return {
    unitId: unitId.parse(`019a0000-0000-7000-8000-${String(index).padStart(12, '0')}`),
    telemetryIndex: index,
    name: `单兵${index}`,
    teamName: '执行一队',
    courtCode: courtCode.parse('闽0203'),
    courtName: '思明区人民法院',
    kind: 'phone',
    online: true,
    lastSeenAt: null,
    ...change,
  };
}

const NONE: ReadonlySet<string> = new Set();

describe('matchUnits', () => {
  const units = [buildUnit(1), buildUnit(2, { online: false, courtName: '安溪县人民法院', courtCode: courtCode.parse('闽0524') }), buildUnit(3, { teamName: 'B组' })];

  it('wants every word, in any field, in any case', () => {
    expect(matchUnits(units, { text: '安溪 单兵', filter: 'all' }, new Set()).map((found) => found.telemetryIndex)).toEqual([2]);
    expect(matchUnits(units, { text: ' b组 ', filter: 'all' }, new Set())).toHaveLength(1);
    expect(matchUnits(units, { text: '闽0524', filter: 'online' }, new Set())).toHaveLength(0);
  });

  it('filters by presence and by picture', () => {
    expect(matchUnits(units, { text: '', filter: 'online' }, new Set())).toHaveLength(2);
    expect(matchUnits(units, { text: '', filter: 'live' }, new Set([units[2]!.unitId]))).toEqual([units[2]]);
  });
});

describe('listRows', () => {
  it('orders courts from the provincial one down and numbers as numbers', () => {
    const rows = listRows(
      [buildUnit(10), buildUnit(9), buildUnit(1, { courtCode: courtCode.parse('闽'), courtName: '福建省高级人民法院' }), buildUnit(2, { courtCode: courtCode.parse('闽02'), courtName: '厦门市中级人民法院' })],
      NONE,
    );
    expect(rows.map((row) => (row.kind === 'unit' ? row.unit.name : row.kind === 'court' ? row.courtName : row.teamName))).toEqual([
      '福建省高级人民法院', '单兵1', '厦门市中级人民法院', '单兵2', '思明区人民法院', '单兵9', '单兵10',
    ]);
  });

  it('names teams only where there are several, and hides what is collapsed', () => {
    const units = [buildUnit(1), buildUnit(2, { teamName: '执行二队', online: false })];
    expect(listRows(units, NONE).map((row) => row.kind)).toEqual(['court', 'team', 'unit', 'team', 'unit']);
    expect(listRows(units, new Set(['闽0203']))).toMatchObject([{ kind: 'court', online: 1, total: 2, collapsed: true }]);
  });
});

describe('rowsInView', () => {
  it('draws a screenful of 500 and covers the view', () => {
    const rows = listRows(Array.from({ length: 500 }, (_, index) => buildUnit(index)), NONE);
    const offsets = rowOffsets(rows);
    expect(offsets.at(-1)).toBe(ROW_HEIGHT_PX.court + 500 * ROW_HEIGHT_PX.unit);
    for (const scrollTopPx of [0, 29, 30, 31, 9_000, offsets.at(-1)! - 900]) {
      const { first, end } = rowsInView(offsets, { scrollTopPx, heightPx: 900 });
      expect(offsets[first]).toBeLessThanOrEqual(scrollTopPx);
      expect(offsets[end]).toBeGreaterThanOrEqual(Math.min(offsets.at(-1)!, scrollTopPx + 900));
      expect(end - first).toBeLessThan(32);
    }
    expect(rowsInView([0], { scrollTopPx: 0, heightPx: 900 })).toEqual({ first: 0, end: 0 });
  });
});

describe('steppedCursor', () => {
  const ids = [buildUnit(1), buildUnit(2), buildUnit(3)].map((built) => built.unitId);

  it('stays inside and starts at the near end', () => {
    expect(steppedCursor(ids, null, 1)).toBe(ids[0]);
    expect(steppedCursor(ids, null, -1)).toBe(ids[2]);
    expect(steppedCursor(ids, ids[2]!, 1)).toBe(ids[2]);
    expect(steppedCursor(ids, ids[1]!, -1)).toBe(ids[0]);
    expect(steppedCursor([], null, 1)).toBeNull();
  });
});
