import { z } from 'zod';
import { request } from '../definition/request.ts';
import { feedId, sessionId, slotId } from './ids.ts';

export const TILE_STATES = ['empty', 'connecting', 'live', 'stale'] as const;
export type TileState = (typeof TILE_STATES)[number];

/** What was done about pictures that stood still, each step counted. */
export const mends = z.strictObject({ keyFrames: z.int().min(0), consumers: z.int().min(0), transports: z.int().min(0) });
export type Mends = z.infer<typeof mends>;
export const NO_MENDS: Mends = { keyFrames: 0, consumers: 0, transports: 0 };

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
  /** Times its picture turned all black, and times it did not change at all while frames came. */
  blackCount: z.int().min(0).default(0),
  frozenCount: z.int().min(0).default(0),
  /** Steps that this tile took since it got its feed. */
  mends: mends.default(NO_MENDS),
});
export type TileReport = z.infer<typeof tileReport>;

/** What a window as a whole received, and did to go on receiving, since its page was loaded. */
export const windowMedia = z.strictObject({
  transportsMade: z.int().min(0),
  consumersMade: z.int().min(0),
  keyFramesAsked: z.int().min(0),
  /** Times main loaded the page anew because its pictures could not be mended, since the program started. */
  reloads: z.int().min(0),
  /** Its part of the machine's budget, kbit/s; null: unlimited. */
  budgetKbit: z.number().nullable(),
  /** What the layers it asked for take by estimate, kbit/s. */
  plannedKbit: z.number().min(0),
  /** What came, kbit/s; null while nobody counts: without a budget it is not asked. */
  receivedKbit: z.number().min(0).nullable(),
  /** False: even the lowest layer of every picture is more than the budget. */
  budgetKept: z.boolean(),
  /** Time one look at a picture takes this machine, ms on average; null before the first. */
  lookMs: z.number().min(0).nullable(),
});
export type WindowMedia = z.infer<typeof windowMedia>;

const strictTileReport = z.strictObject(tileReport.shape);

export const diagnosticsRequests = {
  /** A window tells what its tiles show; kept in memory, newest wins. */
  'diagnostics.report': request({
    needs: 'diagnostics.report',
    input: z.strictObject({ tiles: z.array(strictTileReport).max(80), media: windowMedia.nullable().default(null) }),
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
          media: windowMedia.nullable().default(null),
        }),
      ),
    }),
  }),
};
