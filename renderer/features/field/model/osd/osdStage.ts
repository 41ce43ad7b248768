import { breakoutBox } from './breakoutBox.ts';
import { CanvasBurner } from './canvasBurner.ts';
import { framePacer } from './framePacer.ts';
import type { OsdContent } from './osdContent.ts';
import { PlaneBurner } from './planeBurner.ts';

export type OsdStageOptions = {
  /** Stays the caller's. */
  readonly camera: MediaStreamTrack;
  readonly maxFramesPerSecond: number;
  readonly content: () => OsdContent;
  /** The first frame is out, or the first of another size: from here on the track knows its size. */
  readonly onFlowing: () => void;
  /** Burning failed in the midst of it; the stage has ended. */
  readonly onFailure: (error: unknown) => void;
};

/**
 * Camera track in, track with the display burned in out. Driven by the frames themselves and by no timer or
 * animation frame, so it goes on in a hidden window.
 */
export class OsdStage {
  readonly track: MediaStreamTrack;
  readonly #ended = new AbortController();

  private constructor(track: MediaStreamTrack) {
    this.track = track;
  }

  /** Null where the browser cannot do it: send the camera's own track then. */
  static create(options: OsdStageOptions): OsdStage | null {
    const box = breakoutBox();
    if (box === null) {
      return null;
    }
    const track = box.track();
    const stage = new OsdStage(track);
    stage.#run(box.frames(options.camera), track.writable, options).catch((error: unknown) => {
      if (!stage.#ended.signal.aborted) {
        stage.close();
        options.onFailure(error);
      }
    });
    return stage;
  }

  /** Idempotent. */
  close(): void {
    this.#ended.abort();
    this.track.stop();
  }

  async #run(frames: ReadableStream<VideoFrame>, out: WritableStream<VideoFrame>, options: OsdStageOptions): Promise<void> {
    const planes = new PlaneBurner();
    const canvas = new CanvasBurner();
    const pace = framePacer(options.maxFramesPerSecond);
    const reader = frames.getReader();
    const writer = out.getWriter();
    let size = '';
    this.#ended.signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
    for (;;) {
      const { value: frame, done } = await reader.read();
      if (done || this.#ended.signal.aborted) {
        frame?.close();
        return;
      }
      try {
        if (pace(frame.timestamp)) {
          const burned = (await planes.burn(frame, options.content)) ?? canvas.burn(frame, options.content);
          await writer.ready;
          await writer.write(burned);
          const now = `${frame.displayWidth}x${frame.displayHeight}`;
          if (now !== size && !this.#ended.signal.aborted) {
            size = now;
            options.onFlowing();
          }
        }
      } finally {
        frame.close();
      }
    }
  }
}
