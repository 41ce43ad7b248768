import { Gauge, type Registry } from 'prom-client';
import type { RequestOutput } from '#protocol/contract.ts';
import { TILE_STATES } from '#protocol/nouns/diagnostics.ts';

type Windows = RequestOutput<'diagnostics.list'>['windows'];

/** What the windows say of their tiles, as gauges that are made up when they are read. */
export function exposeTiles(metrics: Registry, windows: () => Windows): void {
  const tiles = new Gauge({
    name: 'hall_tiles',
    help: 'Tiles on consoles and walls by state',
    labelNames: ['purpose', 'slot', 'state'],
    registers: [],
    collect() {
      this.reset();
      for (const { purpose, slotId, tiles: ofWindow } of windows()) {
        for (const state of TILE_STATES) {
          this.inc({ purpose, slot: slotId ?? '', state }, ofWindow.filter((tile) => tile.state === state).length);
        }
      }
    },
  });
  metrics.registerMetric(tiles);
  exposeTileValue(metrics, windows, {
    name: 'hall_tile_frames_per_second',
    help: 'Frames a second that a tile presented',
    valueOf: (tile) => tile.framesPerSecond,
  });
  exposeTileValue(metrics, windows, {
    name: 'hall_tile_delay_ms',
    help: 'Glass-to-glass delay read from the clock in the frames, ms',
    valueOf: (tile) => tile.delayMs,
  });
  exposeTileValue(metrics, windows, {
    name: 'hall_tile_stale_total',
    help: 'Times a tile went stale since it got its feed',
    valueOf: (tile) => tile.staleCount,
  });
  exposeTileValue(metrics, windows, {
    name: 'hall_tile_black_total',
    help: 'Times a picture turned all black since the tile got its feed',
    valueOf: (tile) => tile.blackCount,
  });
  exposeTileValue(metrics, windows, {
    name: 'hall_tile_frozen_total',
    help: 'Times a picture did not change at all while frames came, since the tile got its feed',
    valueOf: (tile) => tile.frozenCount,
  });
  exposeMends(metrics, windows);
}

/** By window: tiles come and go, and a step is of interest however short its tile lived. */
function exposeMends(metrics: Registry, windows: () => Windows): void {
  const mends = new Gauge({
    name: 'hall_window_mends',
    help: 'Steps a window took to mend its pictures: by the tiles on show now (keyFrames, consumers, transports), by main since it started (reloads)',
    labelNames: ['session', 'slot', 'step'],
    registers: [],
    collect() {
      this.reset();
      for (const { sessionId, slotId, tiles, media } of windows()) {
        const labels = { session: sessionId, slot: slotId ?? '' };
        for (const step of ['keyFrames', 'consumers', 'transports'] as const) {
          this.set({ ...labels, step }, tiles.reduce((sum, tile) => sum + tile.mends[step], 0));
        }
        this.set({ ...labels, step: 'reloads' }, media?.reloads ?? 0);
      }
    },
  });
  metrics.registerMetric(mends);
}

function exposeTileValue(
  metrics: Registry,
  windows: () => Windows,
  options: { name: string; help: string; valueOf: (tile: Windows[number]['tiles'][number]) => number | null },
): void {
  const values = new Gauge({
    name: options.name,
    help: options.help,
    labelNames: ['session', 'slot', 'tile'],
    registers: [],
    collect() {
      this.reset();
      for (const { sessionId, slotId, tiles } of windows()) {
        for (const tile of tiles) {
          const value = options.valueOf(tile);
          if (value !== null) {
            this.set({ session: sessionId, slot: slotId ?? '', tile: tile.tileKey }, value);
          }
        }
      }
    },
  });
  metrics.registerMetric(values);
}
