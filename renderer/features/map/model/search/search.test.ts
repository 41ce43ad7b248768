import { describe, expect, it } from 'vitest';
import { convertDatum, distanceM } from '#domain/geodesy/datum.ts';
import type { MapCourt } from '../mapItems.ts';
import { findOnMap } from './findOnMap.ts';
import { nearestCourts } from './nearestCourts.ts';

const court = (courtCode: string, name: string, longitude: number, latitude: number): MapCourt => ({ courtCode, name, level: 'basic', position: [longitude, latitude], staffed: true });
const courts = [court('闽0524', '安溪县人民法院', 117.897, 25.123), court('闽0525', '永春县人民法院', 118.134, 25.392), court('闽0203', '思明区人民法院', 118.127, 24.466)];
const within = { courts, operations: [], alarms: [], units: [{ unitId: 'unit-1', name: '安溪一组', position: null }] };

describe('findOnMap', () => {
  it('finds units and courts by name or code', () => {
    expect(findOnMap('安溪', within).map((found) => found.kind === 'item' && found.item)).toEqual([{ kind: 'unit', id: 'unit-1' }, { kind: 'court', id: '闽0524' }]);
    expect(findOnMap('闽0203', within)).toHaveLength(1);
    const crowded = { ...within, units: Array.from({ length: 40 }, (_, index) => ({ unitId: `unit-${index}`, name: `安溪${index}`, position: null })) };
    expect(findOnMap('安溪', crowded).filter((found) => found.kind === 'item' && found.item.kind === 'court')).toHaveLength(1);
    expect(findOnMap('  ', within)).toEqual([]);
    expect(findOnMap('安溪 思明', within)).toEqual([]);
  });

  it('offers typed numbers in each datum, turned into WGS-84', () => {
    const found = findOnMap('118.1, 24.5', within);
    expect(found.map((one) => one.kind === 'coordinates' && one.datum)).toEqual(['WGS-84', 'GCJ-02', 'BD-09']);
    const offM = found.flatMap((one) => (one.kind === 'coordinates' ? [distanceM(convertDatum(one.position, { from: 'WGS-84', to: one.datum }), [118.1, 24.5])] : []));
    expect(offM).toHaveLength(3);
    expect(Math.max(...offM)).toBeLessThan(1);
  });
});

describe('nearestCourts', () => {
  it('sorts by distance', () => {
    const near = nearestCourts(courts, [117.9, 25.1], 2);
    expect(near.map(({ court: { courtCode } }) => courtCode)).toEqual(['闽0524', '闽0525']);
    expect(near[0]?.awayM).toBeLessThan(3_000);
  });
});
