import { UNIT_STATE } from '../../../../hot/unitTelemetry.ts';
import type { MapUnitKind } from '../mapItems.ts';
import { clusterPalette, unitPalette, type UnitTone } from '../palette.ts';

/** A square of the sheet, device pixels, and its side on the screen, CSS pixels. */
export type SpriteFrame = { readonly x: number; readonly y: number; readonly side: number; readonly sidePx: number };

/** A sheet of pictures and where each lies in it. */
export type SpriteSheet = {
  readonly image: ImageData;
  /** The part of a cell that has something in it: where a processor draws, each pixel around it would cost as much. */
  frame(cell: number): SpriteFrame;
  /** Cell number of a unit's marker. `kind` is an index of `KINDS`. */
  markerCell(kind: number, state: number): number;
  /** Cell number of the wedge that points where a unit of this state is going; it stands `WEDGE_AWAY_PX` from the unit. */
  wedgeCell(state: number): number;
  /** Cell number of the ring around the chosen unit. */
  readonly ringCell: number;
  clusterCell(count: number, live: boolean): number;
};

/** In the order of the sheet. */
export const KINDS: readonly MapUnitKind[] = ['phone', 'recorder', 'camera', 'vehicle'];

const CELL_PX = 44;
/** Sides of what is drawn in a cell, CSS pixels on a desk. */
const BODY_PX = 24;
const ALARM_PX = 38;
const WEDGE_PX = 18;
export const WEDGE_AWAY_PX = 14;
const tones: readonly UnitTone[] = ['live', 'stale', 'offline', 'alarm'];
const STATES = tones.length;
/** Badges grow with what they hold. */
const CLUSTER_SIZES = [{ below: 10, radiusPx: 13 }, { below: 100, radiusPx: 16 }, { below: Infinity, radiusPx: 20 }] as const;

type Pen = OffscreenCanvasRenderingContext2D;

export function toneOf(state: number): UnitTone {
  return tones[state] ?? 'offline';
}

function disc(pen: Pen, radiusPx: number): void {
  pen.beginPath();
  pen.arc(0, 0, radiusPx, 0, Math.PI * 2);
}

/** Each kind has an outline of its own: it is told apart by shape, as state is by colour. */
const outlines: Readonly<Record<MapUnitKind, (pen: Pen) => void>> = {
  phone: (pen) => disc(pen, 8),
  recorder: (pen) => {
    pen.beginPath();
    pen.moveTo(0, -9);
    pen.lineTo(9, 0);
    pen.lineTo(0, 9);
    pen.lineTo(-9, 0);
    pen.closePath();
  },
  camera: (pen) => {
    pen.beginPath();
    pen.roundRect(-7.5, -7.5, 15, 15, 2.5);
  },
  vehicle: (pen) => {
    pen.beginPath();
    for (let corner = 0; corner < 6; corner += 1) {
      const angle = (corner * Math.PI) / 3;
      pen.lineTo(9.5 * Math.cos(angle), 9.5 * Math.sin(angle));
    }
    pen.closePath();
  },
};

const glyphs: Readonly<Record<MapUnitKind, (pen: Pen) => void>> = {
  phone: (pen) => {
    pen.beginPath();
    pen.roundRect(-2.4, -4.2, 4.8, 8.4, 1);
    pen.fill();
  },
  recorder: (pen) => {
    disc(pen, 3.2);
    pen.fill();
  },
  camera: (pen) => {
    pen.fillRect(-4.6, -2.8, 5.8, 5.6);
    pen.beginPath();
    pen.moveTo(1.6, 0);
    pen.lineTo(5, -2.6);
    pen.lineTo(5, 2.6);
    pen.fill();
  },
  vehicle: (pen) => {
    pen.beginPath();
    pen.roundRect(-5, -0.8, 10, 3.8, 1);
    pen.roundRect(-3.2, -3.8, 6.4, 3.4, 1);
    pen.fill();
  },
};

function drawMarker(pen: Pen, kind: MapUnitKind, state: number): void {
  const color = unitPalette[toneOf(state)].fill;
  const offline = state === UNIT_STATE.offline;
  if (state === UNIT_STATE.alarm) {
    disc(pen, 17);
    pen.fillStyle = 'rgba(240, 72, 62, 0.24)';
    pen.fill();
    pen.strokeStyle = 'rgba(240, 72, 62, 0.85)';
    pen.lineWidth = 1.5;
    pen.stroke();
  }
  const outline = outlines[kind];
  // A dark rim parts the marker from bright borders and from other markers beneath it.
  outline(pen);
  pen.strokeStyle = 'rgba(4, 10, 16, 0.95)';
  pen.lineWidth = 4.5;
  pen.stroke();
  pen.fillStyle = offline ? '#141c25' : color;
  pen.fill();
  pen.strokeStyle = offline ? color : 'rgba(255, 255, 255, 0.72)';
  pen.lineWidth = offline ? 1.8 : 1.2;
  pen.stroke();
  pen.fillStyle = offline ? color : 'rgba(6, 16, 24, 0.88)';
  glyphs[kind](pen);
}

/** Points north; the layer turns it. */
function drawWedge(pen: Pen, state: number): void {
  pen.beginPath();
  pen.moveTo(0, -4.5);
  pen.lineTo(6, 4);
  pen.quadraticCurveTo(0, 1, -6, 4);
  pen.closePath();
  pen.strokeStyle = 'rgba(4, 10, 16, 0.95)';
  pen.lineWidth = 3;
  pen.stroke();
  pen.fillStyle = unitPalette[toneOf(state)].fill;
  pen.fill();
}

function drawRing(pen: Pen): void {
  disc(pen, 15);
  pen.strokeStyle = 'rgba(4, 10, 16, 0.9)';
  pen.lineWidth = 5;
  pen.stroke();
  pen.strokeStyle = unitPalette.selected.fill;
  pen.lineWidth = 2.6;
  pen.stroke();
}

function drawCluster(pen: Pen, radiusPx: number, live: boolean): void {
  const { fill, edge } = clusterPalette[live ? 'live' : 'silent'];
  disc(pen, radiusPx + 1.5);
  pen.fillStyle = 'rgba(4, 10, 16, 0.6)';
  pen.fill();
  disc(pen, radiusPx);
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = edge;
  pen.lineWidth = 2;
  pen.stroke();
}

/** Draws all markers once, at the sharpness of the screen. */
export function createMarkerSprites({ pixelRatio, scale }: { readonly pixelRatio: number; readonly scale: number }): SpriteSheet {
  const wedges = KINDS.length * STATES;
  const ringCell = wedges + STATES;
  const clusters = ringCell + 1;
  const cells = clusters + CLUSTER_SIZES.length * 2;
  const cellDevicePx = Math.ceil(CELL_PX * scale * pixelRatio);
  const canvas = new OffscreenCanvas(cellDevicePx * cells, cellDevicePx);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) {
    throw new Error('no 2D canvas for the markers');
  }
  pen.lineJoin = 'round';
  const inCell = (cell: number, draw: () => void): void => {
    pen.setTransform(pixelRatio * scale, 0, 0, pixelRatio * scale, (cell + 0.5) * cellDevicePx, cellDevicePx / 2);
    draw();
  };
  const markerCell = (kind: number, state: number): number => kind * STATES + state;
  tones.forEach((_, state) => {
    KINDS.forEach((kind, index) => inCell(markerCell(index, state), () => drawMarker(pen, kind, state)));
    inCell(wedges + state, () => drawWedge(pen, state));
  });
  inCell(ringCell, () => drawRing(pen));
  CLUSTER_SIZES.forEach(({ radiusPx }, size) => {
    inCell(clusters + size * 2, () => drawCluster(pen, radiusPx, false));
    inCell(clusters + size * 2 + 1, () => drawCluster(pen, radiusPx, true));
  });
  return {
    image: pen.getImageData(0, 0, canvas.width, canvas.height),
    frame: (cell) => {
      const isAlarm = cell < wedges && cell % STATES === UNIT_STATE.alarm;
      const deskPx = cell >= ringCell ? CELL_PX : cell >= wedges ? WEDGE_PX : isAlarm ? ALARM_PX : BODY_PX;
      const side = Math.min(cellDevicePx, 2 * Math.round((deskPx * scale * pixelRatio) / 2) + (cellDevicePx % 2));
      const inset = (cellDevicePx - side) / 2;
      return { x: cell * cellDevicePx + inset, y: inset, side, sidePx: side / pixelRatio };
    },
    markerCell,
    wedgeCell: (state) => wedges + state,
    ringCell,
    clusterCell: (count, live) => clusters + CLUSTER_SIZES.findIndex(({ below }) => count < below) * 2 + (live ? 1 : 0),
  };
}
