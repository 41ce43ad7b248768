import { CLOCK_COLUMNS, CLOCK_ROWS, clockRegion, readClock } from '#domain/frameClock/frameClock.ts';
import { PICTURE_MAX_BYTES } from '#protocol/operations/journal.ts';

export type CapturedFrame = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mimeType: 'image/png' | 'image/jpeg';
  readonly widthPx: number;
  readonly heightPx: number;
  /** What the clock in the frame says, ms since the epoch; null where it carries none. */
  readonly capturedAt: number | null;
};

const CELL_PX = 4;
/** Of a picture that is too large without loss. */
const JPEG_QUALITY = 0.95;

/** The frame that a video shows now, at its full decoded size. `hallNow`: null where frames carry no clock. Null: it shows none, or none that can be kept. */
export async function captureFrame(video: HTMLVideoElement, hallNow: number | null): Promise<CapturedFrame | null> {
  const { videoWidth: widthPx, videoHeight: heightPx } = video;
  const canvas = video.ownerDocument.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d');
  if (widthPx === 0 || heightPx === 0 || context === null) {
    return null;
  }
  // Before anything is waited for: the frame of the press.
  context.drawImage(video, 0, 0);
  const capturedAt = hallNow === null ? null : clockIn(canvas, hallNow);
  for (const mimeType of ['image/png', 'image/jpeg'] as const) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, mimeType, JPEG_QUALITY));
    if (blob !== null && blob.size <= PICTURE_MAX_BYTES) {
      return { bytes: new Uint8Array(await blob.arrayBuffer()), mimeType, widthPx, heightPx, capturedAt };
    }
  }
  return null;
}

function clockIn(canvas: HTMLCanvasElement, hallNow: number): number | null {
  const [width, height] = [CLOCK_COLUMNS * CELL_PX, CLOCK_ROWS * CELL_PX];
  const strip = canvas.ownerDocument.createElement('canvas');
  strip.width = width;
  strip.height = height;
  const context = strip.getContext('2d', { willReadFrequently: true });
  if (context === null) {
    return null;
  }
  const region = clockRegion({ width: canvas.width, height: canvas.height });
  context.drawImage(canvas, region.x, region.y, region.width, region.height, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const luma = (x: number, y: number) => {
    const at = (Math.min(height - 1, Math.floor(y * height)) * width + Math.min(width - 1, Math.floor(x * width))) * 4;
    return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  };
  return readClock(luma, hallNow)?.capturedAt ?? null;
}
