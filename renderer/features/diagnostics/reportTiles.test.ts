import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tileReport, type WindowMedia } from '#protocol/nouns/diagnostics.ts';
import { FakeHallLink } from '../../link/fakeHallLink.ts';
import { reportTiles } from './reportTiles.ts';
import { createTileBoard } from './tileBoard.ts';

const MEDIA: WindowMedia = { transportsMade: 1, consumersMade: 4, keyFramesAsked: 2, reloads: 0, budgetKbit: null, plannedKbit: 0, receivedKbit: null, budgetKept: true, lookMs: null };
const media = () => MEDIA;
const source = (tileKey: string) => ({ report: () => buildReport(tileKey), plight: () => null, lookMs: () => null });

function buildReport(tileKey: string) {
  return tileReport.parse({
    tileKey, feedId: null, state: 'empty', framesPresented: 0, framesPerSecond: 0, lastFrameAt: null, delayMs: null, widthPx: 0, heightPx: 0, staleCount: 0,
  });
}

describe('reporting tiles', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('tells every two seconds what the tiles on screen say, in order, and only while online', async () => {
    const link = new FakeHallLink();
    link.answers = { 'diagnostics.report': () => ({}) };
    const board = createTileBoard();
    board.add(source('10'));
    const leave = board.add(source('9'));
    const stop = reportTiles({ link, board, media, log: () => undefined });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(link.asked).toHaveLength(0);
    link.goOnline({ capabilities: ['diagnostics.report'] });
    await vi.advanceTimersByTimeAsync(2_000);
    leave();
    await vi.advanceTimersByTimeAsync(2_000);
    stop();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(link.inputsOf('diagnostics.report').map(({ tiles }) => tiles.map((tile) => tile.tileKey))).toEqual([['9', '10'], ['10']]);
    expect(link.inputsOf('diagnostics.report')[0]!.media).toEqual(MEDIA);
  });

  it('does not ask what the session may not', async () => {
    const link = new FakeHallLink();
    link.goOnline({ capabilities: ['session.use', 'media.view'] });
    const stop = reportTiles({ link, board: createTileBoard(), media, log: () => undefined });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(link.asked).toHaveLength(0);
    stop();
  });

  it('does not pile up reports that are not answered', async () => {
    const link = new FakeHallLink();
    link.goOnline({ capabilities: ['diagnostics.report'] });
    const stop = reportTiles({ link, board: createTileBoard(), media, log: () => undefined });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(link.asked).toHaveLength(1);
    stop();
  });
});
