import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Basemap } from './basemap.ts';
import { distanceM, type Position } from '#domain/geodesy/datum.ts';
import { areasOf, bordersOf, type Topology } from './topology.ts';

/**
 * Two square counties side by side, and a province to the right of them:
 * arc 0 is the border between the counties, arc 1 between county and province, the rest is coast.
 */
const squares: Topology = {
  transform: { scale: [0.5, 0.5], translate: [100, 20] },
  arcs: [
    [[2, 0], [0, 2]],
    [[4, 0], [0, 2]],
    [[2, 2], [-2, 0], [0, -2], [2, 0]],
    [[2, 0], [2, 0]],
    [[4, 2], [-2, 0]],
    [[4, 0], [2, 0], [0, 2], [-2, 0]],
  ],
  objects: {
    counties: {
      geometries: [
        { type: 'Polygon', arcs: [[0, 2]], properties: { name: '甲', prefecture: '1' } },
        { type: 'MultiPolygon', arcs: [[[3, 1, 4, -1]]], properties: { name: '乙', prefecture: '2' } },
      ],
    },
    provinces: { geometries: [{ type: 'Polygon', arcs: [[5, -2]], properties: { name: '丙' } }] },
  },
};

const ranksOf = (topology: Topology) => bordersOf(topology).features.map((feature) => feature.properties.rank).toSorted();

describe('areasOf', () => {
  it('stitches arcs, forwards and backwards, into closed rings', () => {
    const [left, right] = areasOf(squares, 'counties').features;
    expect(left?.geometry.coordinates).toEqual([[[[101, 20], [101, 21], [100, 21], [100, 20], [101, 20]]]]);
    expect(right?.geometry.coordinates[0]?.[0]).toEqual([[101, 20], [102, 20], [102, 21], [101, 21], [101, 20]]);
    expect(right?.properties).toEqual({ name: '乙', prefecture: '2', object: 'counties' });
  });

  it('gives nothing for an object that is not there', () => {
    expect(areasOf(squares, 'rivers').features).toEqual([]);
  });
});

describe('bordersOf', () => {
  it('ranks each line by its two sides and gives it once', () => {
    expect(ranksOf(squares)).toEqual(['coast', 'fujian', 'fujianCoast', 'prefecture']);
    const prefecture = bordersOf(squares).features.find((feature) => feature.properties.rank === 'prefecture');
    expect(prefecture?.geometry.coordinates).toEqual([[[101, 20], [101, 21]]]);
  });

  it('calls a border inside one prefecture a county border', () => {
    const counties = squares.objects['counties']?.geometries?.map((shape) => ({
      ...shape,
      properties: { ...shape.properties, prefecture: '1' },
    }));
    const topology = { ...squares, objects: { ...squares.objects, counties: { geometries: counties ?? [] } } };
    expect(ranksOf(topology)).toEqual(['coast', 'county', 'fujian', 'fujianCoast']);
  });
});

describe('the basemap in assets/map', () => {
  const read = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../../../../assets/map/${name}`, import.meta.url), 'utf8'));
  const region = read('region.json') as Topology;
  const labels = read('labels.json') as Basemap['labels'];
  const counties = areasOf(region, 'counties').features;

  const holds = (point: readonly number[], rings: readonly (readonly (readonly number[])[])[]) => {
    const [x = 0, y = 0] = point;
    let inside = false;
    for (const ring of rings) {
      ring.forEach(([x1 = 0, y1 = 0], index) => {
        const [x2 = 0, y2 = 0] = ring[(index + 1) % ring.length] ?? [];
        if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) {
          inside = !inside;
        }
      });
    }
    return inside;
  };

  it('has the 84 counties and 9 prefectures of Fujian, each once', () => {
    expect(new Set(counties.map((county) => county.properties['code'])).size).toBe(84);
    expect(new Set(counties.map((county) => county.properties['prefecture'])).size).toBe(9);
  });

  it('names each county at a point inside it', () => {
    const astray = counties.filter((county) => {
      const label = labels.features.find((feature) => feature.properties.code === county.properties['code']);
      return !county.geometry.coordinates.some((rings) => holds(label?.geometry.coordinates ?? [], rings));
    });
    expect(astray.map((county) => county.properties['name'])).toEqual([]);
  });

  it('is WGS-84: islets off 金门 lie where their own survey puts them; GCJ-02 would be off by 550 m', () => {
    const islands = counties.find((county) => county.properties['name'] === '金门县')?.geometry.coordinates ?? [];
    const centres = islands.map(([outer = []]): Position => {
      const corners = outer.slice(1);
      const mean = (axis: 0 | 1) => corners.reduce((sum, corner) => sum + (corner[axis] ?? 0), 0) / corners.length;
      return [mean(0), mean(1)];
    });
    const survey: Position[] = [[118.1658, 24.3894], [118.157, 24.3807], [118.4371, 24.5235], [118.4576, 24.4135], [118.2298, 24.4037]];
    const offM = survey.map((at) => Math.min(...centres.map((centre) => distanceM(at, centre)))).toSorted((a, b) => a - b);
    expect(offM[2]).toBeLessThan(150);
  });

  it('has Taiwan among the provinces and nothing of it among other countries', () => {
    const names = (object: string) => areasOf(region, object).features.map((feature) => feature.properties['name']);
    expect(names('provinces')).toContain('台湾省');
    expect(names('foreign')).not.toContain('台湾');
  });
});
