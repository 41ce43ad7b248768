import { describe, expect, it } from 'vitest';
import { NO_MENDS, type TileReport } from '#protocol/nouns/diagnostics.ts';
import type { CourtCode, FeedId, SessionId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { HallView, WindowReports } from './hallControl.ts';
import { describeRecords, TileWatch } from './tileWatch.ts';

const feedId = '0190a0b0-0000-7000-8000-000000000001' as FeedId;
const unitId = '0190a0b0-0000-7000-8000-000000000002' as UnitId;
const view: HallView = {
  units: [{ unitId, telemetryIndex: 0, name: '思明执行一组', teamName: '', courtCode: '闽0203' as CourtCode, courtName: '', kind: 'phone', online: true, lastSeenAt: null }],
  feeds: [{ feedId, unitId, label: 'camera', tracks: [], generation: 1, sinceAt: 0 }],
  wall: [],
};

function round(tile: Partial<TileReport>): WindowReports {
  return [
    {
      sessionId: feedId as string as SessionId,
      purpose: 'wall',
      slotId: 'wall-1' as SlotId,
      clientName: 'x',
      reportedAt: 0,
      tiles: [
        { tileKey: '0-0', feedId, state: 'live', framesPresented: 9, framesPerSecond: 12, lastFrameAt: 1, delayMs: 80, widthPx: 1, heightPx: 1, staleCount: 0, blackCount: 0, frozenCount: 0, mends: NO_MENDS, ...tile },
      ],
      media: null,
    },
  ];
}

function verdict(...rounds: Partial<TileReport>[]): string | null | undefined {
  const watch = new TileWatch();
  rounds.forEach((tile) => watch.add(view, round(tile)));
  return watch.records()[0]?.fault;
}

describe('TileWatch', () => {
  it('passes a tile that was live, moving and fresh throughout', () => {
    expect(verdict({}, {})).toBeNull();
  });

  it.each([
    ['was not live once', [{}, { state: 'stale' as const }]],
    ['stalled and came back', [{ staleCount: 1 }]],
    ['hardly moves', [{ framesPerSecond: 1 }]],
    ['shows old pictures', [{ delayMs: 2_000 }]],
  ])('faults a tile that %s', (_, rounds) => {
    expect(verdict(...rounds)).not.toBeNull();
  });

  it('names the unit in the table', () => {
    const watch = new TileWatch();
    watch.add(view, round({}));
    expect(describeRecords(watch.records())).toContain('思明执行一组');
  });
});
