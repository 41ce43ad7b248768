import { describe, expect, it } from 'vitest';
import type { Position } from '#domain/geodesy/datum.ts';
import { allLayers } from '../layers/layerChoices.ts';
import { emptyContent, type MapContent } from '../mapItems.ts';
import { circleRing } from '../tools/measure.ts';
import { pickItem } from './pickItem.ts';
import { fenceFeatures, placeFeatures } from './placeFeatures.ts';

const here: Position = [118, 25];
const content: MapContent = {
  ...emptyContent,
  courts: [{ courtCode: '闽0524', name: '安溪县人民法院', level: 'basic', position: here, staffed: false }],
  operations: [{ id: 'operation', name: '夜间集中执行', position: here, state: 'underWay', risk: 'high' }],
  fences: [
    { id: 'large', name: '', kind: 'leave', ring: circleRing(here, 5_000), alarming: false },
    { id: 'small', name: '', kind: 'enter', ring: circleRing(here, 900), alarming: true },
  ],
};
const camera = { longitudeDeg: 118, latitudeDeg: 25, zoom: 12, widthPx: 800, heightPx: 600 };
const pick = (change: Partial<Parameters<typeof pickItem>[0]> = {}) =>
  pickItem({ content, layers: allLayers, camera, point: { x: 400, y: 300 }, position: here, scale: 1, ...change });

describe('pickItem', () => {
  it('takes what is on top, and passes over what is hidden', () => {
    expect(pick()).toEqual({ kind: 'operation', id: 'operation' });
    expect(pick({ layers: { ...allLayers, operations: false } })).toEqual({ kind: 'court', id: '闽0524' });
  });

  it('takes the smaller of two fences, and an alarming one even while fences are hidden', () => {
    const apart = { point: { x: 440, y: 300 } };
    expect(pick(apart)).toEqual({ kind: 'fence', id: 'small' });
    expect(pick({ ...apart, layers: { ...allLayers, fences: false } })).toEqual({ kind: 'fence', id: 'small' });
    expect(pick({ ...apart, position: [118.03, 25] })).toEqual({ kind: 'fence', id: 'large' });
    expect(pick({ ...apart, position: [119, 25] })).toBeNull();
  });
});

describe('features', () => {
  it('tell by their picture who is on duty, what is risky and what is chosen', () => {
    const icons = (chosen: Parameters<typeof placeFeatures>[2]) => placeFeatures(content, allLayers, chosen).features.map(({ properties }) => properties.icon);
    expect(icons({})).toEqual(['court-basic-absent', 'operation-high']);
    expect(icons({ court: '闽0524', unit: 'unit' })).toEqual(['court-basic-absent-chosen', 'operation-high']);
    expect(placeFeatures(content, { ...allLayers, courts: false, operations: false }, {}).features).toEqual([]);
  });

  it('close each fence, and keep an alarming one in sight', () => {
    const shown = fenceFeatures(content, { ...allLayers, fences: false }, {}).features;
    expect(shown.map(({ properties }) => [properties.id, properties.look, properties.part])).toEqual([['small', 'alarming', 'area'], ['small', 'alarming', 'name']]);
    const [area, name] = shown.map(({ geometry }) => geometry);
    const corners = area?.type === 'Polygon' ? (area.coordinates[0] ?? []) : [];
    expect(corners.at(0)).toEqual(corners.at(-1));
    expect(corners).toHaveLength(49);
    expect(name?.coordinates[1]).toBe(Math.max(...corners.map(([, latitude]) => latitude ?? 0)));
  });
});
