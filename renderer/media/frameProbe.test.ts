import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CLOCK_COLUMNS, clockCells } from '#domain/frameClock/frameClock.ts';
import { createFrameProbe } from './frameProbe.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

/** A video whose frames the test presents. `cells` is the clock strip of the frame shown now. */
class Screen {
  videoWidth = 640;
  videoHeight = 360;
  cells: boolean[] = [];
  /** Brightness of the whole frame. */
  luma = 120;
  drawings = 0;
  #callback: ((now: number, metadata: { presentedFrames: number }) => void) | null = null;
  readonly ownerDocument = { createElement: () => this.#canvas() };

  requestVideoFrameCallback(callback: (now: number, metadata: { presentedFrames: number }) => void): number {
    this.#callback = callback;
    return 1;
  }

  cancelVideoFrameCallback(): void {
    this.#callback = null;
  }

  present(presentedFrames: number): void {
    this.#callback?.(0, { presentedFrames });
  }

  #canvas() {
    const canvas = { width: 0, height: 0, getContext: () => context };
    const context = {
      drawImage: () => (this.drawings += 1),
      getImageData: (_: number, top: number, width: number, height: number) => {
        const data = new Uint8ClampedArray(width * height * 4);
        for (let pixel = 0; pixel < width * height; pixel += 1) {
          const column = Math.floor(((pixel % width) / width) * CLOCK_COLUMNS);
          const row = Math.floor(pixel / width / (height / 2));
          const clock = this.cells[row * CLOCK_COLUMNS + column] ? 235 : 16;
          data.fill(top === 0 ? clock : this.luma, pixel * 4, pixel * 4 + 3);
        }
        return { data };
      },
    };
    return canvas;
  }
}

function startProbe(options: { readDelay?: boolean; sourceTag?: number } = {}) {
  const screen = new Screen();
  // The hall's clock is 5 s ahead of this machine's.
  const probe = createFrameProbe(screen as unknown as HTMLVideoElement, { now: () => Date.now() + 5_000, readDelay: true, ...options });
  return { screen, probe };
}

function play(screen: Screen, frames: number, everyMs: number, from = 0): void {
  for (let frame = 1; frame <= frames; frame += 1) {
    vi.advanceTimersByTime(everyMs);
    screen.present(from + frame);
  }
}

describe('frame probe', () => {
  it('counts what is presented, at what rate and when last', () => {
    const { screen, probe } = startProbe();
    expect(probe.sight()).toMatchObject({ framesPresented: 0, framesPerSecond: 0, lastFrameAt: null, delayMs: null });
    play(screen, 75, 40);
    expect(probe.sight()).toMatchObject({ framesPresented: 75, lastFrameAt: Date.now(), widthPx: 640, heightPx: 360 });
    expect(probe.sight().framesPerSecond).toBeCloseTo(25, 0);
    const lastFrameAt = Date.now();
    vi.advanceTimersByTime(2_500);
    expect(probe.sight()).toMatchObject({ framesPerSecond: 0, lastFrameAt });
  });

  it('counts frames between two callbacks, and goes on when a new stream counts from one', () => {
    const { screen, probe } = startProbe();
    screen.present(1);
    screen.present(4);
    expect(probe.sight().framesPresented).toBe(4);
    screen.present(1);
    expect(probe.sight().framesPresented).toBe(5);
  });

  it('reads the delay by the hall\'s clock, about once a second', () => {
    const { screen, probe } = startProbe({ sourceTag: 7 });
    for (let frame = 1; frame <= 100; frame += 1) {
      vi.advanceTimersByTime(40);
      screen.cells = clockCells({ capturedAt: Date.now() + 5_000 - 120, sourceTag: 7 });
      screen.present(frame);
    }
    expect(probe.sight().delayMs).toBe(120);
    // One of the clock and one of the whole picture each time.
    expect(screen.drawings).toBeGreaterThanOrEqual(6);
    expect(screen.drawings).toBeLessThanOrEqual(8);
    vi.advanceTimersByTime(3_001 + 1_000);
    expect(probe.sight().delayMs).toBeNull();
  });

  it('gives no delay for a plain picture or another source\'s clock', () => {
    const { screen, probe } = startProbe({ sourceTag: 7 });
    screen.cells = clockCells({ capturedAt: Date.now(), sourceTag: 8 });
    play(screen, 50, 40);
    expect(probe.sight().delayMs).toBeNull();
    screen.cells = [];
    play(screen, 50, 40, 50);
    expect(probe.sight().delayMs).toBeNull();
  });

  it('draws once a second at most where no clock is to be read, and nothing while no frame comes', () => {
    const { screen } = startProbe({ readDelay: false });
    play(screen, 100, 40);
    expect(screen.drawings).toBeGreaterThanOrEqual(3);
    expect(screen.drawings).toBeLessThanOrEqual(4);
    const drawn = screen.drawings;
    vi.advanceTimersByTime(60_000);
    expect(screen.drawings).toBe(drawn);
  });

  it('sees that frames are black, that they are all the same, and that their clock runs on', () => {
    const { screen, probe } = startProbe();
    const startedAt = Date.now();
    screen.luma = 0;
    play(screen, 200, 40);
    expect(probe.sight().blackSinceAt).toBeGreaterThanOrEqual(startedAt);
    expect(probe.sight().stillSinceAt).toBeGreaterThan(startedAt);
    expect(probe.sight().lookMs).not.toBeNull();
    for (let frame = 201; frame <= 300; frame += 1) {
      vi.advanceTimersByTime(40);
      screen.luma = 120;
      screen.cells = clockCells({ capturedAt: Date.now(), sourceTag: 7 });
      screen.present(frame);
    }
    expect(probe.sight()).toMatchObject({ blackSinceAt: null, stillSinceAt: null });
  });

  it('tells its listeners of each frame until closed', () => {
    const { screen, probe } = startProbe();
    let heard = 0;
    const forget = probe.subscribe(() => (heard += 1));
    screen.present(1);
    forget();
    screen.present(2);
    probe.subscribe(() => (heard += 1));
    probe.close();
    probe.close();
    screen.present(3);
    expect(heard).toBe(1);
    expect(probe.sight().framesPresented).toBe(2);
  });
});
