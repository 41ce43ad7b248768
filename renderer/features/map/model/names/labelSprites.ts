import { labelPalette, mapFonts, type LabelTone } from '../palette.ts';

/** One drawn name. */
export type LabelSprite = {
  /** Place in the sheet, device pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Height on the screen, CSS pixels. */
  readonly heightPx: number;
};

/** Names drawn with the system's own font rendering, kept in one sheet that the graphics card samples 1:1. */
export interface LabelSprites {
  /** The size a name takes on the screen, CSS pixels; draws nothing. */
  measure(text: string): { readonly widthPx: number; readonly heightPx: number };
  /** Draws the name unless the sheet has it; undefined when the sheet is full. */
  sprite(text: string, tone: LabelTone): LabelSprite | undefined;
  /** Forgets everything; sprites handed out before are void. */
  clear(): void;
  /** The sheet as it is now; the same object as long as nothing was drawn. */
  image(): ImageData;
}

const SHEET_PX = 1024;
const FONT_PX = 12.5;
const HEIGHT_PX = 20;
const PADDING_PX = 6;
const RADIUS_PX = 4;
/** A name longer than this is cut: it would hide the map. */
const MOST_CHARACTERS = 14;

const shortened = (text: string): string => {
  const characters = [...text];
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…` : text;
};

export function createLabelSprites({ pixelRatio, scale }: { readonly pixelRatio: number; readonly scale: number }): LabelSprites {
  const ratio = pixelRatio * scale;
  // A power of two: texel borders then fall on exact texture coordinates, whatever the driver's precision.
  const sheetPx = SHEET_PX * 2 ** Math.ceil(Math.log2(Math.max(1, ratio)));
  const height = Math.ceil(HEIGHT_PX * ratio);
  const canvas = new OffscreenCanvas(sheetPx, sheetPx);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) {
    throw new Error('no 2D canvas for the names');
  }
  const font = `500 ${FONT_PX * ratio}px ${mapFonts.map((name) => (name.includes(' ') ? `"${name}"` : name)).join(', ')}`;
  const sprites = new Map<string, LabelSprite>();
  const widths = new Map<string, number>();
  let nextX = 0;
  let nextY = 0;
  let image: ImageData | undefined;

  /** Device pixels. */
  const widthOf = (fullText: string): number => {
    let width = widths.get(fullText);
    if (width === undefined) {
      context.font = font;
      width = Math.ceil(context.measureText(shortened(fullText)).width + PADDING_PX * 2 * ratio);
      widths.set(fullText, width);
    }
    return width;
  };

  const draw = (text: string, tone: LabelTone, sprite: LabelSprite): void => {
    const { plate, edge, text: color } = labelPalette[tone];
    context.beginPath();
    context.roundRect(sprite.x + 0.5, sprite.y + 0.5, sprite.width - 1, sprite.height - 1, RADIUS_PX * ratio);
    context.fillStyle = plate;
    context.fill();
    context.strokeStyle = edge;
    context.lineWidth = Math.max(1, Math.round(ratio));
    context.stroke();
    context.font = font;
    context.fillStyle = color;
    context.textBaseline = 'alphabetic';
    // Whole device pixels: text between two rows would be soft.
    const baseline = Math.round(sprite.y + sprite.height / 2 + FONT_PX * ratio * 0.36);
    context.fillText(text, Math.round(sprite.x + PADDING_PX * ratio), baseline);
  };

  return {
    measure: (text) => ({ widthPx: widthOf(text) / pixelRatio, heightPx: height / pixelRatio }),
    sprite(fullText, tone) {
      const key = `${tone} ${fullText}`;
      const known = sprites.get(key);
      if (known) {
        return known;
      }
      const width = widthOf(fullText);
      if (nextX + width > sheetPx) {
        nextX = 0;
        nextY += height + 1;
      }
      if (nextY + height > sheetPx) {
        return undefined;
      }
      const sprite = { x: nextX, y: nextY, width, height, heightPx: height / pixelRatio };
      draw(shortened(fullText), tone, sprite);
      sprites.set(key, sprite);
      nextX += width + 1;
      image = undefined;
      return sprite;
    },
    clear() {
      context.clearRect(0, 0, sheetPx, sheetPx);
      sprites.clear();
      nextX = 0;
      nextY = 0;
      image = undefined;
    },
    image() {
      image ??= context.getImageData(0, 0, sheetPx, sheetPx);
      return image;
    },
  };
}
