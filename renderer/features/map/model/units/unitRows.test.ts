import { describe, expect, it } from 'vitest';
import { UNIT_STATE } from '../../../../hot/unitTelemetry.ts';
import { TrailRings } from '../../../../hot/unitTrails.ts';
import { fakeUnits } from './unitPositions.builder.ts';
import { UnitRows } from './unitRows.ts';

const camera = { longitudeDeg: 118, latitudeDeg: 25, zoom: 8, widthPx: 800, heightPx: 600 };
const middle = { x: 400, y: 300 };

function crowdedRows(alarming: readonly string[] = []) {
  const units = fakeUnits(Array.from({ length: 9 }, (_, index) => ({ longitude: 118 + index * 0.0001, latitude: 25 })));
  const rows = new UnitRows({ units, trails: new TrailRings(), kindOf: () => 'vehicle', alarming: new Set(alarming), glides: true }, 1);
  rows.receive(0);
  return { rows, units };
}
const group = (rows: UnitRows, change: Partial<Parameters<UnitRows['group']>[0]> = {}) =>
  rows.group({ zoom: camera.zoom, now: 0, apart: -1, enabled: true, force: false, ...change });

describe('UnitRows', () => {
  it('groups a crowd, but neither the chosen unit nor one with an alarm', () => {
    const { rows } = crowdedRows(['unit-4']);
    group(rows, { apart: 7 });
    expect(rows.groups.clusters.map(({ count }) => count)).toEqual([7]);
    expect(rows.states[4]).toBe(UNIT_STATE.alarm);
    rows.project(camera);
    expect(rows.near(camera, 0).filter((row) => !rows.groups.clustered[row])).toEqual([4, 7]);
  });

  it('points at markers, not at what is inside a group', () => {
    const { rows } = crowdedRows(['unit-4']);
    group(rows);
    expect(rows.rowAt(middle, camera, 18)).toBe(4);
    const { rows: quiet } = crowdedRows();
    group(quiet);
    expect(quiet.rowAt(middle, camera, 18)).toBe(-1);
    group(quiet, { enabled: false });
    expect(quiet.rowAt(middle, camera, 18)).toBe(0);
  });

  it('keeps its groups for a second while units move', () => {
    const { rows, units } = crowdedRows();
    group(rows);
    units.move(0, { longitude: 119 });
    rows.receive(100);
    group(rows, { now: 900 });
    expect(rows.groups.clusters[0]?.count).toBe(9);
    group(rows, { now: 1000 });
    expect(rows.groups.clusters[0]?.count).toBe(8);
  });

  it('knows which rows are in or near the picture', () => {
    const { rows, units } = crowdedRows();
    units.move(0, { longitude: 124 });
    rows.receive(0);
    rows.project(camera);
    expect(rows.near(camera, 100)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('groups a crowd in the picture even at a street’s zoom, until it thins out', () => {
    const units = fakeUnits(Array.from({ length: 801 }, (_, index) => ({ longitude: 118 + (index % 9) * 0.00001, latitude: 25 })));
    const rows = new UnitRows({ units, trails: new TrailRings(), kindOf: () => 'phone', alarming: new Set(), glides: true }, 1);
    const street = { ...camera, zoom: 15 };
    const badgesWith = (absent: number) => {
      units.longitudes.fill(121, 0, absent);
      rows.receive(0);
      rows.project(street);
      rows.near(street, 0);
      group(rows, { zoom: 15, force: true });
      return rows.groups.clusters.length;
    };
    expect(badgesWith(1)).toBe(0);
    units.longitudes[0] = 118;
    expect(badgesWith(0)).toBeGreaterThan(0);
    expect(badgesWith(200)).toBeGreaterThan(0);
    expect(badgesWith(201)).toBe(0);
  });
});
