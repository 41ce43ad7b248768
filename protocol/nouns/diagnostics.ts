import { z } from 'zod';
import { request } from '../definition/request.ts';
import { feedId, sessionId, slotId } from './ids.ts';

export const TILE_STATES = ['empty', 'connecting', 'live', 'stale'] as const;
export type TileState = (typeof TILE_STATES)[number];

/** What one tile really showed, found by looking at its frames. */
export const tileReport = z.object({
  /** Place in the window: `0` … for wall tiles, `desk-…` for the desk. */
  tileKey: z.string().max(64),
  feedId: feedId.nullable(),
  state: z.enum(TILE_STATES),
  /** Frames presented since the tile got this feed. */
  framesPresented: z.int().min(0),
  /** Presented frames a second over the last report interval. */
  framesPerSecond: z.number().min(0),
  /** When the newest frame was presented, hall time, ms since the epoch; null before the first. */
  lastFrameAt: z.number().nullable(),
  /** Glass-to-glass delay read from the clock in the frame, ms; null when the frame carries none. */
  delayMs: z.number().nullable(),
  /** Decoded size, pixels. */
  widthPx: z.int().min(0),
  heightPx: z.int().min(0),
  /** Times the tile went stale since it got this feed. */
  staleCount: z.int().min(0),
});
export type TileReport = z.infer<typeof tileReport>;

const strictTileReport = z.strictObject(tileReport.shape);

export const diagnosticsRequests = {
  /** A window tells what its tiles show; kept in memory, newest wins. */
  'diagnostics.report': request({
    needs: 'diagnostics.report',
    input: z.strictObject({ tiles: z.array(strictTileReport).max(80) }),
    output: z.object({}),
  }),
  /** The newest report of every connected window. */
  'diagnostics.list': request({
    needs: 'diagnostics.read',
    input: z.strictObject({}),
    output: z.object({
      windows: z.array(
        z.object({
          sessionId,
          purpose: z.string(),
          slotId: slotId.nullable(),
          clientName: z.string(),
          reportedAt: z.number(),
          tiles: z.array(tileReport),
        }),
      ),
    }),
  }),
};
