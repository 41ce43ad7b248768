import { letterLines, letterTime, type PlacedLettering } from './canvasText.ts';
import type { OsdContent } from './osdContent.ts';
import { osdLayout, osdTime } from './osdLayout.ts';
import { paintClock, paintLettering, type Lettering } from './paint.ts';
import { copiedPicture } from './planes.ts';

/**
 * Burns the display into the frame's own planes: no colour conversion and no graphics card, so it costs two copies
 * of the frame. For the layouts that cameras deliver, I420 and NV12.
 */
export class PlaneBurner {
  #bytes = new Uint8Array(0);
  #lines: { key: string; placed: PlacedLettering[] } = { key: '', placed: [] };
  #glyphs: { sizePx: number; byCharacter: Map<string, Lettering> } = { sizePx: 0, byCharacter: new Map() };

  /** A new frame; null when the layout is none of those. The given frame stays the caller's. */
  async burn(frame: VideoFrame, content: () => OsdContent): Promise<VideoFrame | null> {
    const { format, visibleRect } = frame;
    if ((format !== 'I420' && format !== 'NV12') || visibleRect === null || rotationOf(frame) !== 0) {
      return null;
    }
    const size = frame.allocationSize();
    if (this.#bytes.length !== size) {
      this.#bytes = new Uint8Array(size);
    }
    const layout = await frame.copyTo(this.#bytes);
    const { width, height } = visibleRect;
    const picture = copiedPicture({ bytes: this.#bytes, format, width, height, layout });
    if (picture === null) {
      return null;
    }
    const { text, at, sourceTag } = content();
    for (const { lettering, x, y } of this.#linesFor(picture, text)) {
      paintLettering(picture, lettering, { x, y });
    }
    const { time } = osdLayout(picture, text);
    let { x } = time;
    for (const character of osdTime(at)) {
      const glyph = this.#glyphsFor(time.sizePx).get(character);
      if (glyph !== undefined) {
        paintLettering(picture, glyph, { x, y: time.y });
        x += glyph.width;
      }
    }
    if (sourceTag !== null) {
      paintClock(picture, { capturedAt: at, sourceTag });
    }
    return new VideoFrame(this.#bytes, {
      format,
      codedWidth: width,
      codedHeight: height,
      layout,
      timestamp: frame.timestamp,
      ...(frame.duration === null ? {} : { duration: frame.duration }),
    });
  }

  #linesFor(frame: { width: number; height: number }, text: OsdContent['text']): PlacedLettering[] {
    const key = JSON.stringify([frame.width, frame.height, text.name, text.court, text.place]);
    if (this.#lines.key !== key) {
      this.#lines = { key, placed: letterLines(frame, text) };
    }
    return this.#lines.placed;
  }

  #glyphsFor(sizePx: number): Map<string, Lettering> {
    if (this.#glyphs.sizePx !== sizePx) {
      this.#glyphs = { sizePx, byCharacter: letterTime(sizePx) };
    }
    return this.#glyphs.byCharacter;
  }
}

/** Newer browsers leave turning the picture upright to whoever draws it. */
function rotationOf(frame: VideoFrame): number {
  const rotation: unknown = Reflect.get(frame, 'rotation');
  return typeof rotation === 'number' ? rotation : 0;
}
