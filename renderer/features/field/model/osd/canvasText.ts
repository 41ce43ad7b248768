import { OSD_TIME_CHARACTERS, osdLayout, osdTimeAdvancePx, type OsdLine, type OsdText } from './osdLayout.ts';
import type { Lettering } from './paint.ts';

const FONT_FAMILY = '"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif';
const GREY = 'rgb(128,128,128)';

export type PlacedLettering = { readonly lettering: Lettering; readonly x: number; readonly y: number };

/** The fixed lines of a frame as lettering to lay over its luma. */
export function letterLines(frame: { width: number; height: number }, text: OsdText): PlacedLettering[] {
  return osdLayout(frame, text).lines.map((line) => ({ lettering: lettering(line), x: line.x, y: line.y }));
}

/** The characters of the time, all equally wide so that the line stands still. */
export function letterTime(sizePx: number): Map<string, Lettering> {
  return new Map(OSD_TIME_CHARACTERS.map((text) => [text, lettering({ text, sizePx }, { width: osdTimeAdvancePx(sizePx) })]));
}

/** White letters with a dark rim, readable over any picture. */
export function drawLine(context: OffscreenCanvasRenderingContext2D, line: OsdLine): void {
  context.font = fontOf(line.sizePx);
  context.textBaseline = 'top';
  context.lineJoin = 'round';
  context.lineWidth = Math.max(2, line.sizePx * 0.16);
  context.strokeStyle = 'black';
  context.fillStyle = 'white';
  context.strokeText(line.text, line.x, line.y);
  context.fillText(line.text, line.x, line.y);
}

function lettering(line: Pick<OsdLine, 'text' | 'sizePx'>, options: { width?: number } = {}): Lettering {
  const height = Math.ceil(line.sizePx * 1.3);
  const measuring = contextOf({ width: 1, height: 1 });
  measuring.font = fontOf(line.sizePx);
  const measured = measuring.measureText(line.text).width;
  const width = options.width ?? Math.max(1, Math.ceil(measured + line.sizePx * 0.2));
  const context = contextOf({ width, height });
  context.fillStyle = GREY;
  context.fillRect(0, 0, width, height);
  const x = options.width === undefined ? line.sizePx * 0.1 : (width - measured) / 2;
  drawLine(context, { ...line, x, y: line.sizePx * 0.1 });
  const { data } = context.getImageData(0, 0, width, height);
  const shade = new Uint8Array(width * height);
  for (let index = 0; index < shade.length; index += 1) {
    shade[index] = data[index * 4]!;
  }
  return { width, height, shade };
}

function contextOf(size: { width: number; height: number }): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(size.width, size.height).getContext('2d', { willReadFrequently: true });
  if (context === null) {
    throw new Error('this browser draws no 2D canvas');
  }
  return context;
}

function fontOf(sizePx: number): string {
  return `600 ${sizePx}px ${FONT_FAMILY}`;
}
