import { cellRegion, clockCells, clockRegion } from '#domain/frameClock/frameClock.ts';
import { drawLine } from './canvasText.ts';
import type { OsdContent } from './osdContent.ts';
import { osdLayout, osdTime } from './osdLayout.ts';

/** Burns the display by drawing: for frames that live on the graphics card or are turned. Dearer than the planes. */
export class CanvasBurner {
  #canvas: OffscreenCanvas | null = null;

  burn(frame: VideoFrame, content: () => OsdContent): VideoFrame {
    const size = { width: frame.displayWidth, height: frame.displayHeight };
    if (this.#canvas?.width !== size.width || this.#canvas.height !== size.height) {
      this.#canvas = new OffscreenCanvas(size.width, size.height);
    }
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (context === null) {
      throw new Error('this browser draws no 2D canvas');
    }
    context.drawImage(frame, 0, 0, size.width, size.height);
    const { text, at, sourceTag } = content();
    const { lines, time } = osdLayout(size, text);
    for (const line of [...lines, { ...time, text: osdTime(at) }]) {
      drawLine(context, line);
    }
    if (sourceTag !== null) {
      const region = clockRegion(size);
      for (const [index, white] of clockCells({ capturedAt: at, sourceTag }).entries()) {
        const { x, y, width, height } = cellRegion(region, index);
        const [left, top] = [Math.round(x), Math.round(y)];
        context.fillStyle = white ? 'white' : 'black';
        context.fillRect(left, top, Math.round(x + width) - left, Math.round(y + height) - top);
      }
    }
    return new VideoFrame(this.#canvas, {
      timestamp: frame.timestamp,
      alpha: 'discard',
      ...(frame.duration === null ? {} : { duration: frame.duration }),
    });
  }
}
