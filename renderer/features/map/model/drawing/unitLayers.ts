import { IconLayer } from '@deck.gl/layers';
import type { LabelSprite } from '../names/labelSprites.ts';
import type { SpriteFrame } from './markerSprites.ts';
import type { SheetTexture } from './sheetTexture.ts';

/** One drawn instance per row; every attribute goes to the graphics card as it is, without a call per unit. */
type InstanceColumns = {
  count: number;
  /** `[longitude, latitude, 0]`, degrees. */
  positions: Float64Array;
  /** Offset x, y; sheet x, y, width, height; colour mode 0 (as drawn). */
  icons: Float32Array;
  anglesDeg: Float32Array;
  sizesPx: Float32Array;
  /** From the position to the middle of the picture, CSS pixels, y downwards. */
  offsetsPx: Float32Array;
};

const ICON_WIDTH = 7;

/** Room for instances that grows but is never given back; what is drawn is written anew each time. */
export class InstanceBuffer {
  #columns = InstanceBuffer.#room(64);

  static #room(capacity: number): InstanceColumns {
    return {
      count: 0,
      positions: new Float64Array(capacity * 3),
      icons: new Float32Array(capacity * ICON_WIDTH),
      anglesDeg: new Float32Array(capacity),
      sizesPx: new Float32Array(capacity),
      offsetsPx: new Float32Array(capacity * 2),
    };
  }

  get columns(): Readonly<InstanceColumns> {
    return this.#columns;
  }

  /** Starts over with room for this many. */
  reset(most: number): void {
    if (most > this.#columns.sizesPx.length) {
      this.#columns = InstanceBuffer.#room(Math.max(most, this.#columns.sizesPx.length * 2));
    }
    this.#columns.count = 0;
  }

  addMarker(at: { readonly longitude: number; readonly latitude: number }, { x, y, side, sidePx }: SpriteFrame): void {
    this.addTurned({ ...at, angleDeg: 0, dx: 0, dy: 0 }, { x, y, side, sidePx });
  }

  /** Beside its place, and turned against the clock. */
  addTurned(
    at: { readonly longitude: number; readonly latitude: number; readonly angleDeg: number; readonly dx: number; readonly dy: number },
    { x, y, side, sidePx }: SpriteFrame,
  ): void {
    this.#add(at.longitude, at.latitude, { x, y, width: side, height: side });
    const row = this.#columns.count - 1;
    this.#columns.anglesDeg[row] = at.angleDeg;
    this.#columns.sizesPx[row] = sidePx;
    this.#columns.offsetsPx[row * 2] = at.dx;
    this.#columns.offsetsPx[row * 2 + 1] = at.dy;
  }

  addLabel(at: { readonly longitude: number; readonly latitude: number; readonly dx: number; readonly dy: number }, sprite: LabelSprite): void {
    this.#add(at.longitude, at.latitude, sprite);
    const row = this.#columns.count - 1;
    this.#columns.anglesDeg[row] = 0;
    this.#columns.sizesPx[row] = sprite.heightPx;
    this.#columns.offsetsPx[row * 2] = at.dx;
    this.#columns.offsetsPx[row * 2 + 1] = at.dy;
  }

  #add(longitude: number, latitude: number, frame: { x: number; y: number; width: number; height: number }): void {
    const columns = this.#columns;
    const row = columns.count;
    columns.positions[row * 3] = longitude;
    columns.positions[row * 3 + 1] = latitude;
    columns.positions[row * 3 + 2] = 0;
    columns.icons.set([0, 0, frame.x, frame.y, frame.width, frame.height, 0], row * ICON_WIDTH);
    columns.count += 1;
  }
}

/** Fresh wrappers around the same arrays: that is how the layer learns that they were rewritten. */
function dataOf({ columns }: InstanceBuffer) {
  return {
    length: columns.count,
    attributes: {
      getPosition: { value: columns.positions, size: 3 },
      instanceIconDefs: { value: columns.icons, size: ICON_WIDTH },
      getAngle: { value: columns.anglesDeg, size: 1 },
      getSize: { value: columns.sizesPx, size: 1 },
      getPixelOffset: { value: columns.offsetsPx, size: 2 },
    },
  };
}

const flat = { depthCompare: 'always', depthWriteEnabled: false } as const;

function iconLayer(id: string, instances: InstanceBuffer, sheet: SheetTexture): IconLayer {
  return new IconLayer({
    id,
    data: dataOf(instances),
    iconAtlas: sheet,
    iconMapping: {},
    sizeUnits: 'pixels',
    alphaCutoff: 0.01,
    parameters: flat,
  });
}

export function markerLayer(markers: InstanceBuffer, sheet: SheetTexture): IconLayer {
  return iconLayer('unit-markers', markers, sheet);
}

export function labelLayer(labels: InstanceBuffer, sheet: SheetTexture): IconLayer {
  return iconLayer('unit-names', labels, sheet);
}
