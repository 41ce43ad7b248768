import { layOutLabels, type Box, type LabelSide, type LabelWish, type PlacedLabel } from '../../model/names/labelLayout.ts';
import { createLabelSprites, type LabelSprites } from '../../model/names/labelSprites.ts';
import type { UnitTone } from '../../model/palette.ts';
import { createSheetTexture, type GraphicsDevice, type SheetTexture } from '../../model/drawing/sheetTexture.ts';
import { InstanceBuffer, labelLayer } from '../../model/drawing/unitLayers.ts';

/** A unit that may show its name. CSS pixels from the map's corner. */
export type NameWish = {
  readonly row: number;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly forced: boolean;
};

type Row = {
  readonly name: string;
  readonly tone: UnitTone;
  readonly longitude: number;
  readonly latitude: number;
  /** CSS pixels from the map's corner. */
  readonly x: number;
  readonly y: number;
};

/** A number on a badge, centred there. CSS pixels from the map's corner. */
export type BadgeText = { readonly text: string; readonly longitude: number; readonly latitude: number; readonly x: number; readonly y: number };

type Options = { readonly pixelRatio: number; readonly scale: number; readonly limit: number };

/** The names beside the markers: which of them fit, and their pictures. */
export class UnitNames {
  readonly #instances = new InstanceBuffer();
  readonly #sprites: LabelSprites;
  readonly #options: Options;
  #labels: readonly PlacedLabel[] = [];
  #sides = new Map<number, LabelSide>();
  #image: ImageData | undefined;
  #texture: SheetTexture | undefined;
  /** Still on the screen until the next drawing replaces it. */
  #retired: SheetTexture | undefined;

  private constructor(options: Options) {
    this.#sprites = createLabelSprites(options);
    this.#options = options;
  }

  static create(options: Options): UnitNames {
    return new UnitNames(options);
  }

  get count(): number {
    return this.#labels.length;
  }

  /** Decides anew which names show and on which side; the most important wish comes first. */
  layOut(names: readonly NameWish[], obstacles: readonly Box[]): void {
    const wishes = names.map((wish): LabelWish => {
      const size = wish.name ? this.#sprites.measure(wish.name) : { widthPx: 0, heightPx: 0 };
      return { row: wish.row, x: wish.x, y: wish.y, forced: wish.forced, ...size };
    });
    const labels = layOutLabels({ ...this.#options, wishes, previousSides: this.#sides, obstacles });
    this.#labels = labels;
    this.#sides = new Map(labels.map(({ row, side }) => [row, side]));
  }

  /** The layer of the names as last laid out, at where their units are now. */
  layer(device: GraphicsDevice, rowAt: (row: number) => Row | null, badges: readonly BadgeText[]) {
    this.#retired?.destroy();
    this.#retired = undefined;
    if (!this.#write(rowAt, badges)) {
      // The sheet is full of names that are no longer shown: begin a new one.
      this.#sprites.clear();
      this.#write(rowAt, badges);
    }
    const image = this.#sprites.image();
    if (!this.#texture || image !== this.#image) {
      this.#retired = this.#texture;
      this.#texture = createSheetTexture(device, { image, smooth: false });
      this.#image = image;
    }
    return labelLayer(this.#instances, this.#texture);
  }

  close(): void {
    this.#retired?.destroy();
    this.#texture?.destroy();
    this.#retired = undefined;
    this.#texture = undefined;
  }

  /** False when the sheet had no room for one of the names. */
  #write(rowAt: (row: number) => Row | null, badges: readonly BadgeText[]): boolean {
    this.#instances.reset(this.#labels.length + badges.length);
    for (const { text, longitude, latitude, x, y } of badges) {
      const sprite = this.#sprites.sprite(text, 'badge');
      if (!sprite) {
        return false;
      }
      this.#instances.addLabel({ longitude, latitude, dx: this.#snapped(x, 0, sprite.width), dy: this.#snapped(y, 0, sprite.height) }, sprite);
    }
    for (const { row, dx, dy } of this.#labels) {
      const unit = rowAt(row);
      if (unit?.name) {
        const sprite = this.#sprites.sprite(unit.name, unit.tone);
        if (!sprite) {
          return false;
        }
        this.#instances.addLabel({
          longitude: unit.longitude,
          latitude: unit.latitude,
          dx: this.#snapped(unit.x, dx, sprite.width),
          dy: this.#snapped(unit.y, dy, sprite.height),
        }, sprite);
      }
    }
    return true;
  }

  /**
   * The shift that puts a picture's edge on a whole device pixel. Halfway between two, it is chance which texel a
   * pixel gets, and strokes of characters go missing.
   */
  #snapped(at: number, shift: number, size: number): number {
    const { pixelRatio } = this.#options;
    const edge = Math.round((at + shift) * pixelRatio - size / 2);
    return (edge + size / 2) / pixelRatio - at;
  }
}
