import { describe, expect, it } from 'vitest';
import { gridOfFeeds, newTile, uniformLayout } from '#domain/wall/layouts.ts';
import { courtCode, feedId, presetId, slotId, userId } from '#protocol/nouns/ids.ts';
import type { WallTile } from '#protocol/wall/layout.ts';
import type { Preset } from '#protocol/wall/presets.ts';
import { presetGroups, presetOfKey } from './presetShelf.ts';
import { recallPreset } from './recallPreset.ts';

const id = (digit: number) => `019a0000-0000-7000-8000-00000000000${digit}`;
const [A, B] = [feedId.parse(id(1)), feedId.parse(id(2))];
const [ONE, TWO, NINE] = [slotId.parse('wall-1'), slotId.parse('wall-2'), slotId.parse('wall-9')];
const ME = userId.parse(id(7));
const cell = (change: Partial<WallTile>): WallTile => ({ ...newTile({ column: 0, row: 0, columnSpan: 1, rowSpan: 1 }), ...change });
const layoutWith = (tile: WallTile) => ({ ...uniformLayout({ columns: 1, rows: 1 }), tiles: [tile] });
const wall = () => new Map([[ONE, uniformLayout({ columns: 1, rows: 1 })], [TWO, uniformLayout({ columns: 2, rows: 2 })]]);

describe('recalling a preset', () => {
  it('puts its displays up and leaves the others as they are', () => {
    const before = wall();
    const layout = gridOfFeeds({ columns: 2, rows: 1 }, [A, B]);
    const { layouts, missing, gone } = recallPreset({ slots: [{ slotId: ONE, layout }] }, before, { now: 9, hasFeed: () => true });
    expect(layouts.get(ONE)).toEqual(layout);
    expect(layouts.get(TWO)).toBe(before.get(TWO));
    expect([missing, gone]).toEqual([[], 0]);
  });

  it('passes over displays that the wall lacks, and empties what has no feed any more', () => {
    const layout = gridOfFeeds({ columns: 2, rows: 1 }, [A, B]);
    const { layouts, missing, gone } = recallPreset({ slots: [{ slotId: ONE, layout }, { slotId: NINE, layout }] }, wall(), { now: 9, hasFeed: (feed) => feed === B });
    expect(layouts.has(NINE)).toBe(false);
    expect(missing).toEqual([NINE]);
    expect(gone).toBe(1);
    expect(layouts.get(ONE)?.tiles.map(({ content }) => content)).toEqual([{ kind: 'empty' }, { kind: 'feed', feedId: B }]);
  });

  it('begins tours anew with the stops that are left, and unfreezes pictures', () => {
    const tour = layoutWith(cell({ content: { kind: 'tour', stops: [A, B], dwellMs: 5_000, startedAt: 1, pausedAt: null } }));
    const frozen = layoutWith(cell({ content: { kind: 'feed', feedId: B }, look: { zoom: 2, x: 0.5, y: 0.5, frozenAt: 3, volume: 0 } }));
    const { layouts, gone } = recallPreset({ slots: [{ slotId: ONE, layout: tour }, { slotId: TWO, layout: frozen }] }, wall(), { now: 900, hasFeed: (feed) => feed === B });
    expect(layouts.get(ONE)?.tiles[0]?.content).toEqual({ kind: 'tour', stops: [B], dwellMs: 5_000, startedAt: 900, pausedAt: null });
    expect(layouts.get(TWO)?.tiles[0]?.look).toEqual({ zoom: 2, x: 0.5, y: 0.5, frozenAt: null, volume: 0 });
    expect(gone).toBe(1);
  });
});

describe('the shelf of presets', () => {
  const preset = (digit: number, change: Partial<Preset>): Preset => ({
    presetId: presetId.parse(id(digit)), courtCode: courtCode.parse('闽0203'), name: `预案${digit}`, scope: 'court', operationId: null, key: null, slots: [], ownerId: ME, ownerName: '林', version: 1, ...change,
  });
  const viewer = { courtCode: '闽0203', me: ME };

  it('shows one’s own and the court’s, those with keys first', () => {
    const all = [preset(1, {}), preset(2, { key: 3 }), preset(3, { scope: 'person' }), preset(4, { scope: 'person', ownerId: userId.parse(id(8)) }), preset(5, { courtCode: courtCode.parse('闽0206') })];
    expect(presetGroups(all, viewer).map(({ scope, presets }) => [scope, presets.map(({ name }) => name)])).toEqual([['person', ['预案3']], ['court', ['预案2', '预案1']], ['operation', []]]);
  });

  it('gives a key to one’s own before the court’s', () => {
    const all = [preset(1, { key: 2 }), preset(2, { key: 2, scope: 'person' }), preset(3, { key: 4 })];
    expect([2, 4, 5].map((key) => presetOfKey(all, viewer, key)?.name ?? null)).toEqual(['预案2', '预案3', null]);
  });
});
