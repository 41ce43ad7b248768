import { CLOCK_COLUMNS, CLOCK_ROWS, clockRegion, readClock } from '#domain/frameClock/frameClock.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { createFeedReceiver } from '../../renderer/media/createFeedReceiver.ts';
import { closeDesk, openDesk, type HallAccess } from './hallSession.ts';
import { clearTiles, showTrack, tileVideo, trackOf } from './tiles.ts';

/** Pixels a cell is read from. */
const CELL_PX = 4;
const STRIP = { widthPx: CLOCK_COLUMNS * CELL_PX, heightPx: CLOCK_ROWS * CELL_PX };

let close: (() => void) | null = null;

/** One feed of the hall in the first tile, by the product's own receiver. Resolves with its first frame. */
export async function showHallFeed(options: HallAccess & { feedId: FeedId; widthPx: number; heightPx: number }): Promise<void> {
  closeGlass();
  const session = openDesk(options);
  const receiver = createFeedReceiver(session);
  close = () => {
    receiver.close();
    closeDesk(session);
  };
  const watch = receiver.watch(options.feedId);
  watch.wish({ widthPx: options.widthPx, heightPx: options.heightPx, focused: true, audio: false });
  await showTrack({ tile: 0, track: await trackOf(watch.media) });
}

/** Idempotent. */
export function closeGlass(): void {
  close?.();
  close = null;
  clearTiles();
}

/**
 * Age of each frame that the first tile presents from now on, ms: from the clock drawn into the canvas to the browser's
 * frame callback, both by this machine's clock. `unread` counts frames whose clock could not be read.
 */
export function glassDelays(options: { forMs: number }): Promise<{ delaysMs: number[]; unread: number }> {
  const video = tileVideo(0);
  const context = newStrip();
  const delaysMs: number[] = [];
  let unread = 0;
  const deadline = performance.now() + options.forMs;
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ delaysMs, unread }), options.forMs);
    const onFrame = () => {
      const shownAt = Date.now();
      const capturedAt = readFrame(video, context, shownAt);
      if (capturedAt === null) {
        unread += 1;
      } else {
        delaysMs.push(shownAt - capturedAt);
      }
      if (performance.now() < deadline) {
        video.requestVideoFrameCallback(onFrame);
      } else {
        clearTimeout(timer);
        resolve({ delaysMs, unread });
      }
    };
    video.requestVideoFrameCallback(onFrame);
  });
}

function readFrame(video: HTMLVideoElement, context: CanvasRenderingContext2D, now: number): number | null {
  const region = clockRegion({ width: video.videoWidth, height: video.videoHeight });
  context.drawImage(video, region.x, region.y, region.width, region.height, 0, 0, STRIP.widthPx, STRIP.heightPx);
  const { data } = context.getImageData(0, 0, STRIP.widthPx, STRIP.heightPx);
  // The source is grey there: one channel says all.
  const lumaAt = (x: number, y: number) => data[(Math.floor(y * STRIP.heightPx) * STRIP.widthPx + Math.floor(x * STRIP.widthPx)) * 4] ?? 0;
  return readClock(lumaAt, now)?.capturedAt ?? null;
}

function newStrip(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = STRIP.widthPx;
  canvas.height = STRIP.heightPx;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new Error('the page cannot draw');
  }
  return context;
}
