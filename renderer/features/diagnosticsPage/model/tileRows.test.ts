import { describe, expect, it } from 'vitest';
import { tileReport } from '#protocol/nouns/diagnostics.ts';
import { sessionId } from '#protocol/nouns/ids.ts';
import { tileCounts, tileRows, type WindowReport } from './tileRows.ts';

const idOf = (number: number) => `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const NOW = 1_800_000_000_000;

const buildTile = (tileKey: string, fields: object = {}) =>
  tileReport.parse({ tileKey, feedId: idOf(9), state: 'live', framesPresented: 1, framesPerSecond: 25, lastFrameAt: NOW, delayMs: null, widthPx: 1, heightPx: 1, staleCount: 0, ...fields });

const buildWindow = (number: number, fields: Partial<WindowReport> = {}): WindowReport => ({
  sessionId: sessionId.parse(idOf(number)), purpose: 'wall', slotId: null, clientName: '拼接机', reportedAt: NOW - 1_000, tiles: [buildTile('0-0')], media: null, ...fields,
});

const all = { unitNameOf: () => '单兵01', filter: 'all', sessionId: null, now: NOW } as const;

describe('rows of diagnostics', () => {
  it('puts what needs looking after first and leaves empty tiles out', () => {
    const windows = [buildWindow(1, { tiles: [buildTile('0-0'), buildTile('1-0', { feedId: null, state: 'empty' }), buildTile('2-0', { state: 'stale' }), buildTile('10-0', { mends: { keyFrames: 2, consumers: 0, transports: 0 } })] })];
    expect(tileRows(windows, all).map(({ tile }) => tile.tileKey)).toEqual(['2-0', '10-0', '0-0']);
    expect(tileRows(windows, { ...all, filter: 'ill' }).map(({ tile }) => tile.tileKey)).toEqual(['2-0']);
    expect(tileRows(windows, { ...all, filter: 'mended' }).map(({ tile }) => tile.tileKey)).toEqual(['10-0']);
  });

  it('takes a live tile of a window that fell silent for ill', () => {
    const windows = [buildWindow(1), buildWindow(2, { reportedAt: NOW - 11_000 })];
    expect(tileRows(windows, { ...all, filter: 'ill' }).map(({ window }) => window.sessionId)).toEqual([idOf(2)]);
    expect(tileCounts(windows, NOW)).toEqual({ tiles: 2, live: 1, ill: 1, mends: 0, reloads: 0 });
  });

  it('shows one window\'s tiles alone', () => {
    expect(tileRows([buildWindow(1), buildWindow(2)], { ...all, sessionId: sessionId.parse(idOf(2)) })).toHaveLength(1);
  });
});
