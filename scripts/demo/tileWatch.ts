import type { TileReport } from '#protocol/nouns/diagnostics.ts';
import type { HallView, WindowReports } from './hallControl.ts';

/** Least presented frames a second that count as a moving picture. */
const MIN_FRAMES_PER_SECOND = 5;
/** Oldest picture that may be on show, ms. */
const MAX_DELAY_MS = 1_000;

export type TileRecord = {
  readonly place: string;
  readonly tileKey: string;
  readonly unitName: string;
  readonly frames: number;
  readonly framesPerSecond: number;
  /** Median and worst of what the clock in the frames said, ms; null without a clock. */
  readonly delayMs: { readonly median: number; readonly worst: number } | null;
  readonly staleCount: number;
  /** Share of the samples in which the tile was live. */
  readonly liveShare: number;
  readonly fault: string | null;
};

/** Gathers what every tile of every window reported while the demo ran, and judges it. */
export class TileWatch {
  readonly #tiles = new Map<string, { place: string; unitName: string; newest: TileReport; live: number; delays: number[]; rates: number[]; samples: number }>();

  /** Takes one round of reports. */
  add(view: HallView, windows: WindowReports): void {
    const unitName = new Map(view.feeds.map((feed) => [feed.feedId, view.units.find((unit) => unit.unitId === feed.unitId)?.name ?? feed.feedId]));
    for (const window of windows) {
      const place = window.slotId ?? window.purpose;
      for (const tile of window.tiles.filter((candidate) => candidate.feedId !== null)) {
        const key = `${place}/${tile.tileKey}`;
        const record = this.#tiles.get(key) ?? { place, unitName: '', newest: tile, live: 0, delays: [], rates: [], samples: 0 };
        record.newest = tile;
        record.unitName = tile.feedId === null ? '' : (unitName.get(tile.feedId) ?? '');
        record.samples += 1;
        record.live += tile.state === 'live' ? 1 : 0;
        record.rates.push(tile.framesPerSecond);
        if (tile.delayMs !== null) {
          record.delays.push(tile.delayMs);
        }
        this.#tiles.set(key, record);
      }
    }
  }

  records(): TileRecord[] {
    return [...this.#tiles.values()]
      .map(({ place, unitName, newest, live, delays, rates, samples }) => {
        const record = {
          place,
          tileKey: newest.tileKey,
          unitName,
          frames: newest.framesPresented,
          framesPerSecond: median(rates),
          delayMs: delays.length === 0 ? null : { median: median(delays), worst: Math.max(...delays) },
          staleCount: newest.staleCount,
          liveShare: live / samples,
        };
        return { ...record, fault: faultOf(record) };
      })
      .sort((one, other) => `${one.place}/${one.tileKey.padStart(3, '0')}`.localeCompare(`${other.place}/${other.tileKey.padStart(3, '0')}`));
  }
}

function faultOf(tile: Omit<TileRecord, 'fault'>): string | null {
  if (tile.liveShare < 1) {
    return `live in only ${Math.round(tile.liveShare * 100)} % of the samples`;
  }
  if (tile.staleCount > 0) {
    return `went stale ${tile.staleCount} times`;
  }
  if (tile.framesPerSecond < MIN_FRAMES_PER_SECOND) {
    return `only ${tile.framesPerSecond.toFixed(1)} frames a second`;
  }
  if (tile.delayMs !== null && tile.delayMs.median > MAX_DELAY_MS) {
    return `pictures ${Math.round(tile.delayMs.median)} ms old`;
  }
  return null;
}

/** The table that a person reads at the end. */
export function describeRecords(records: readonly TileRecord[]): string {
  const rows = records.map((tile) => [
    tile.place,
    tile.tileKey,
    String(tile.frames),
    tile.framesPerSecond.toFixed(1),
    tile.delayMs === null ? 'no clock' : `${Math.round(tile.delayMs.median)} / ${Math.round(tile.delayMs.worst)}`,
    String(tile.staleCount),
    tile.fault ?? 'ok',
    tile.unitName,
  ]);
  const head = ['window', 'tile', 'frames', 'fps', 'delay ms (median / worst)', 'stalls', 'verdict', 'unit'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
