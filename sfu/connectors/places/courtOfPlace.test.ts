import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Court } from '#protocol/nouns/courts.ts';
import type { Position } from '#domain/geodesy/datum.ts';
import { openFujianLog } from '../../testing/testLog.ts';
import { courtOfPlace } from './courtOfPlace.ts';
import { readCounties } from './readCounties.ts';

const countyAt = readCounties();
const labels = (JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../assets/map/labels.json'), 'utf8')) as { features: { properties: { kind: string; name: string }; geometry: { coordinates: Position } }[] }).features
  .filter(({ properties: { kind } }) => kind === 'county').map(({ properties: { name }, geometry: { coordinates } }) => ({ name, coordinates }));
const now = Date.UTC(2026, 10, 22);

let courts: Court[];
beforeAll(async () => {
  courts = [...(await openFujianLog()).log.state.courts.values()];
});
const nameAt = (position: Position) => {
  const courtCode = courtOfPlace(position, { courts, countyAt, now });
  return courts.find((court) => court.courtCode === courtCode)?.name ?? null;
};

describe('the court of a place', () => {
  it('is that of its county, in each county that has one', () => {
    expect(labels).toHaveLength(84);
    const found = labels.map(({ name, coordinates }) => ({ county: countyAt(coordinates), name, court: nameAt(coordinates)! }));
    expect(found.filter(({ county, name }) => county !== name)).toEqual([]);
    const others = found.filter(({ name, court }) => !court.endsWith(`${name}人民法院`)).map(({ name, court }) => [name, court]);
    expect(Object.fromEntries(others.filter(([name]) => name !== '金门县'))).toEqual({
      平潭县: '平潭综合实验区人民法院', 沙县区: '沙县人民法院', 长泰区: '长泰县人民法院', 龙海区: '龙海市人民法院',
    });
    expect(new Set(found.filter(({ name }) => name !== '金门县').map(({ court }) => court)).size).toBe(83);
  });

  it('is not that of the neighbour whose middle is nearer', () => {
    expect(nameAt([118.186, 25.055])).toBe('安溪县人民法院');
    expect(courtOfPlace([118.186, 25.055], { courts, countyAt: () => null, now })).toBe('闽0583');
  });

  it('is the nearest one off the coast, and none in another part of the country', () => {
    expect(nameAt([119.95, 25.4])).toBe('平潭综合实验区人民法院');
    expect(nameAt([116.4, 39.9])).toBeNull();
  });

  it('is none that is not any more', () => {
    const closed = courts.map((court) => (court.name === '安溪县人民法院' ? { ...court, validTo: '2026-11-21' } : court));
    expect(courtOfPlace([118.186, 25.055], { courts: closed, countyAt, now })).toBe('闽0583');
  });
});
