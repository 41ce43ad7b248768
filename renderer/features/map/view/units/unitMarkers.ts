import { createMarkerSprites, toneOf, WEDGE_AWAY_PX, type SpriteFrame, type SpriteSheet } from '../../model/drawing/markerSprites.ts';
import { createSheetTexture, type GraphicsDevice, type SheetTexture } from '../../model/drawing/sheetTexture.ts';
import { TrailBuffer } from '../../model/drawing/trailLayer.ts';
import { InstanceBuffer, markerLayer } from '../../model/drawing/unitLayers.ts';
import { trailColors } from '../../model/palette.ts';
import type { UnitRows } from '../../model/units/unitRows.ts';
import { UNIT_STATE } from '../../../../hot/unitTelemetry.ts';

/** Drawn first, hence beneath. */
export const stackingOrder: readonly number[] = [UNIT_STATE.offline, UNIT_STATE.stale, UNIT_STATE.live, UNIT_STATE.alarm];

type Scene = {
  readonly rows: UnitRows;
  /** Rows with a marker of their own in or near the picture. */
  readonly drawn: readonly number[];
  readonly selected: number;
};

/** The pictures of units and groups, and the trails beneath them. */
export class UnitMarkers {
  readonly #instances = new InstanceBuffer();
  readonly #trails = new TrailBuffer();
  readonly #sheet: SpriteSheet;
  readonly #scale: number;
  #texture: SheetTexture | undefined;

  private constructor(sharpness: { readonly pixelRatio: number; readonly scale: number }) {
    this.#sheet = createMarkerSprites(sharpness);
    this.#scale = sharpness.scale;
  }

  static create(sharpness: { readonly pixelRatio: number; readonly scale: number }): UnitMarkers {
    return new UnitMarkers(sharpness);
  }

  get count(): number {
    return this.#instances.columns.count;
  }

  layer(device: GraphicsDevice, scene: Scene) {
    this.#texture ??= createSheetTexture(device, { image: this.#sheet.image, smooth: true });
    this.#write(scene);
    return markerLayer(this.#instances, this.#texture);
  }

  /** The ways of these rows, the most important last. */
  trailLayer({ rows, trailed, selected }: { readonly rows: UnitRows; readonly trailed: readonly number[]; readonly selected: number }) {
    this.#trails.reset();
    for (const row of trailed) {
      const { positions } = rows.motion;
      const end = { longitude: positions[row * 3] ?? 0, latitude: positions[row * 3 + 1] ?? 0 };
      const tone = row === selected ? 'selected' : toneOf(rows.states[row] ?? UNIT_STATE.offline);
      this.#trails.add(rows.source.trails.positionsOf(row), end, trailColors[tone]);
    }
    return this.#trails.layer(2.2 * this.#scale);
  }

  close(): void {
    this.#texture?.destroy();
    this.#texture = undefined;
  }

  #write({ rows, drawn, selected }: Scene): void {
    const { positions, headingsDeg, driving } = rows.motion;
    const sheet = this.#sheet;
    this.#instances.reset(drawn.length * 2 + rows.groups.clusters.length + 1);
    const placeOf = (row: number) => ({ longitude: positions[row * 3] ?? 0, latitude: positions[row * 3 + 1] ?? 0 });
    const frames = new Map<number, SpriteFrame>();
    const frameOf = (cell: number): SpriteFrame => {
      const frame = frames.get(cell) ?? sheet.frame(cell);
      frames.set(cell, frame);
      return frame;
    };
    const awayPx = WEDGE_AWAY_PX * this.#scale;
    const addUnit = (row: number): void => {
      const state = rows.states[row] ?? UNIT_STATE.offline;
      if (driving[row] && state !== UNIT_STATE.offline) {
        const headingDeg = headingsDeg[row] ?? 0;
        const heading = (headingDeg * Math.PI) / 180;
        // Clockwise from north on the ground is the negative angle of the layer.
        this.#instances.addTurned({ ...placeOf(row), angleDeg: -headingDeg, dx: Math.sin(heading) * awayPx, dy: -Math.cos(heading) * awayPx }, frameOf(sheet.wedgeCell(state)));
      }
      this.#instances.addMarker(placeOf(row), frameOf(sheet.markerCell(rows.kinds[row] ?? 0, state)));
    };
    for (const { longitude, latitude, count, live } of rows.groups.clusters) {
      this.#instances.addMarker({ longitude, latitude }, frameOf(sheet.clusterCell(count, live)));
    }
    for (const state of stackingOrder) {
      for (const row of drawn) {
        if (row !== selected && rows.states[row] === state) {
          addUnit(row);
        }
      }
    }
    if (drawn.includes(selected)) {
      this.#instances.addMarker(placeOf(selected), frameOf(sheet.ringCell));
      addUnit(selected);
    }
  }
}
