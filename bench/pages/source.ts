import { cellRegion, clockCells, clockRegion } from '#domain/frameClock/frameClock.ts';

export type SourceOptions = { readonly widthPx: number; readonly heightPx: number; readonly framesPerSecond: number };

export type Source = { readonly track: MediaStreamTrack; close(): void };

/** Pixels that the background moves by in a frame: a camera that is carried, not one on a post. */
const STEP_PX = 3;
const PATCHES = 220;
const TEXTURE_PX = 512;

/**
 * A drawn camera: a textured background that moves, and the time at which each frame was drawn, burned in as cells.
 * It is one encoder's usual work, neither a still picture nor noise.
 */
export function openSource({ widthPx, heightPx, framesPerSecond }: SourceOptions): Source {
  const canvas = document.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d', { alpha: false });
  const texture = newTexture();
  if (context === null) {
    throw new Error('the page cannot draw');
  }
  const stream = canvas.captureStream(0);
  const track = stream.getVideoTracks()[0] as CanvasCaptureMediaStreamTrack | undefined;
  if (track === undefined) {
    throw new Error('the canvas gives no track');
  }
  let frame = 0;
  const timer = setInterval(() => {
    frame += 1;
    drawBackground(context, texture, frame);
    drawClock(context);
    track.requestFrame();
  }, 1_000 / framesPerSecond);
  return {
    track,
    close() {
      clearInterval(timer);
      track.stop();
    },
  };
}

function drawBackground(context: CanvasRenderingContext2D, texture: HTMLCanvasElement, frame: number): void {
  const { width, height } = context.canvas;
  const offset = (frame * STEP_PX) % TEXTURE_PX;
  for (let x = -offset; x < width; x += TEXTURE_PX) {
    for (let y = -(offset % TEXTURE_PX); y < height; y += TEXTURE_PX) {
      context.drawImage(texture, x, y);
    }
  }
}

/** The clock is read last, right before the frame is handed over. */
function drawClock(context: CanvasRenderingContext2D): void {
  const region = clockRegion(context.canvas);
  context.fillStyle = '#000';
  context.fillRect(region.x, region.y, region.width, region.height);
  context.fillStyle = '#fff';
  for (const [cell, white] of clockCells({ capturedAt: Date.now(), sourceTag: 0 }).entries()) {
    if (white) {
      const { x, y, width, height } = cellRegion(region, cell);
      context.fillRect(x, y, width, height);
    }
  }
}

/** The same in every run: pictures of different weight would make runs differ. */
function newTexture(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = TEXTURE_PX;
  canvas.height = TEXTURE_PX;
  const context = canvas.getContext('2d');
  if (context !== null) {
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    context.fillStyle = '#4a5a48';
    context.fillRect(0, 0, TEXTURE_PX, TEXTURE_PX);
    for (let patch = 0; patch < PATCHES; patch += 1) {
      context.fillStyle = `hsl(${next(360)} ${20 + next(40)}% ${20 + next(50)}%)`;
      context.fillRect(next(TEXTURE_PX), next(TEXTURE_PX), 8 + next(60), 8 + next(60));
    }
  }
  return canvas;
}
