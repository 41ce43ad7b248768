import { CLOCK_COLUMNS, CLOCK_ROWS, clockRegion, readClock } from '#domain/frameClock/frameClock.ts';
import { createPictureCheck, NO_FAULTS, SMALL_HEIGHT_PX, SMALL_WIDTH_PX, type PictureFaults } from './picture/pictureCheck.ts';

/** What was really presented on one `<video>`. */
export type FrameSight = {
  readonly framesPresented: number;
  readonly framesPerSecond: number;
  /** When the newest frame was presented, ms since the epoch (this machine); null before the first. */
  readonly lastFrameAt: number | null;
  /** Glass-to-glass delay from the clock in the frame, ms; null when there is none. */
  readonly delayMs: number | null;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Since when frames come that are all black, or that are all the same, ms since the epoch (this machine); null: they are not. */
  readonly blackSinceAt: number | null;
  readonly stillSinceAt: number | null;
  /** What one look at a frame takes, ms on average; null before the first. */
  readonly lookMs: number | null;
};

export interface FrameProbe {
  /** What was seen up to now. */
  sight(): FrameSight;
  /** Called with each presented frame, in the browser's frame callback: keep it short. Returns its own undoing. */
  subscribe(listener: () => void): () => void;
  /** Idempotent. */
  close(): void;
}

export type FrameProbeOptions = {
  /** The clock of another source is not this feed's: it gives no delay. */
  sourceTag?: number;
  /** Hall time now, ms since the epoch; what the clocks in the frames are set by. */
  now(): number;
  /** Reading the clock costs a further small drawing each second; only where the hall says that senders burn it in. */
  readDelay: boolean;
};

const READ_INTERVAL_MS = 1_000;
/** On a machine that is slow at it a look takes at most a hundredth of the time, down to this interval, ms. */
const LOOK_SHARE = 0.01;
const MAX_INTERVAL_MS = 5_000;
const RATE_WINDOW_MS = 1_000;
/** A delay that was read longer ago than this is no longer what the picture has, ms. */
const DELAY_VALID_MS = 3_000;
/** Pixels of a cell in the small picture that the clock is read from. */
const CELL_PX = 4;
/** Share of the newest look in their average. */
const LOOK_WEIGHT = 0.1;
const STRIP = { widthPx: CLOCK_COLUMNS * CELL_PX, heightPx: CLOCK_ROWS * CELL_PX };

/** Counts the frames that a video element presents, and about once a second looks at one of them: is there a picture, does it move, what does its clock say. */
export function createFrameProbe(video: HTMLVideoElement, options: FrameProbeOptions): FrameProbe {
  const listeners = new Set<() => void>();
  let context: CanvasRenderingContext2D | null | undefined;
  let framesPresented = 0;
  let lastCount: number | null = null;
  let lastFrameAt: number | null = null;
  let rate = { startedAt: 0, frames: 0, framesPerSecond: 0 };
  let delay: { ms: number; readAt: number } | null = null;
  const check = createPictureCheck();
  let faults: PictureFaults = NO_FAULTS;
  let lookMs: number | null = null;
  // Tiles that begin together shall not all draw in the same frame ever after.
  let readAt = Date.now() + Math.random() * READ_INTERVAL_MS;
  let closed = false;

  const look = (now: number): void => {
    context ??= newDesk(video.ownerDocument);
    const { videoWidth: width, videoHeight: height } = video;
    if (!context || width === 0 || height === 0) {
      return;
    }
    const startedAt = performance.now();
    const clock = options.readDelay ? readStrip(context, { width, height }) : null;
    context.drawImage(video, 0, STRIP.heightPx, SMALL_WIDTH_PX, SMALL_HEIGHT_PX);
    const { data } = context.getImageData(0, STRIP.heightPx, SMALL_WIDTH_PX, SMALL_HEIGHT_PX);
    faults = check.look(data, { now, clock });
    const tookMs = performance.now() - startedAt;
    lookMs = lookMs === null ? tookMs : lookMs + (tookMs - lookMs) * LOOK_WEIGHT;
  };

  /** When the frame was captured by its own clock, hall time; sets the delay. Null: there is no clock of this feed in it. */
  const readStrip = (desk: CanvasRenderingContext2D, frame: { width: number; height: number }): number | null => {
    const region = clockRegion(frame);
    desk.drawImage(video, region.x, region.y, region.width, region.height, 0, 0, STRIP.widthPx, STRIP.heightPx);
    const { data } = desk.getImageData(0, 0, STRIP.widthPx, STRIP.heightPx);
    const hallNow = options.now();
    const reading = readClock((x, y) => lumaIn(data, x, y), hallNow);
    const own = reading && (options.sourceTag === undefined || reading.sourceTag === options.sourceTag) ? reading : null;
    delay = own && { ms: hallNow - own.capturedAt, readAt: Date.now() };
    return own?.capturedAt ?? null;
  };

  const onFrame = (_: number, metadata: VideoFrameCallbackMetadata): void => {
    if (closed) {
      return;
    }
    handle = video.requestVideoFrameCallback(onFrame);
    const now = Date.now();
    // The browser counts also the frames between two callbacks; its count starts anew with a new stream.
    const missed = lastCount === null ? 1 : metadata.presentedFrames - lastCount;
    const frames = missed > 0 ? missed : 1;
    lastCount = metadata.presentedFrames;
    framesPresented += frames;
    if (now - rate.startedAt >= RATE_WINDOW_MS) {
      const lasted = now - rate.startedAt;
      const framesPerSecond = lasted < 3 * RATE_WINDOW_MS ? ((rate.frames + frames) * 1_000) / lasted : 0;
      rate = { startedAt: now, frames: 0, framesPerSecond };
    } else {
      rate = { ...rate, frames: rate.frames + frames };
    }
    lastFrameAt = now;
    if (now >= readAt) {
      look(now);
      readAt = now + Math.min(MAX_INTERVAL_MS, Math.max(READ_INTERVAL_MS, (lookMs ?? 0) / LOOK_SHARE));
    }
    for (const listener of listeners) {
      listener();
    }
  };
  let handle = video.requestVideoFrameCallback(onFrame);

  return {
    sight() {
      const now = Date.now();
      return {
        framesPresented,
        framesPerSecond: now - rate.startedAt > 2 * RATE_WINDOW_MS ? 0 : rate.framesPerSecond,
        lastFrameAt,
        // Two machines' clocks agree within some ms only; nothing is shown before it was captured.
        delayMs: delay !== null && now - delay.readAt <= DELAY_VALID_MS ? Math.max(0, delay.ms) : null,
        widthPx: video.videoWidth,
        heightPx: video.videoHeight,
        ...faults,
        lookMs,
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      video.cancelVideoFrameCallback(handle);
      listeners.clear();
      context = null;
    },
  };
}

/** Of the video's own document: the tile may live in a pop-out. */
function newDesk(document: Document): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(STRIP.widthPx, SMALL_WIDTH_PX);
  canvas.height = STRIP.heightPx + SMALL_HEIGHT_PX;
  return canvas.getContext('2d', { willReadFrequently: true });
}

function lumaIn(data: Uint8ClampedArray, x: number, y: number): number {
  const column = Math.min(STRIP.widthPx - 1, Math.floor(x * STRIP.widthPx));
  const row = Math.min(STRIP.heightPx - 1, Math.floor(y * STRIP.heightPx));
  const at = (row * STRIP.widthPx + column) * 4;
  return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
}
