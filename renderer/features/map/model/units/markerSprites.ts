import { unitPalette, type UnitTone } from '../palette.ts';
import { UNIT_STATE } from '../../../../hot/unitTelemetry.ts';

/** A sheet of pictures and where each lies in it, device pixels. */
export type SpriteSheet = {
  readonly image: ImageData;
  /** CSS pixels of one square cell. */
  readonly cellPx: number;
  /** Left edges; top is 0, width and height are the cell's, in device pixels. */
  readonly cellDevicePx: number;
  /** Cell number of a unit's marker. */
  markerCell(state: number, driving: boolean): number;
  /** Cell number of the ring around the chosen unit. */
  readonly ringCell: number;
};

const CELL_PX = 44;
const tones: readonly UnitTone[] = ['live', 'stale', 'offline', 'alarm'];

export function toneOf(state: number): UnitTone {
  return tones[state] ?? 'offline';
}

/** The arrow points north; the layer turns it. */
function arrow(context: OffscreenCanvasRenderingContext2D): void {
  context.beginPath();
  context.moveTo(0, -12);
  context.lineTo(8.5, 8.5);
  context.lineTo(0, 4.5);
  context.lineTo(-8.5, 8.5);
  context.closePath();
}

function disc(context: OffscreenCanvasRenderingContext2D, radiusPx: number): void {
  context.beginPath();
  context.arc(0, 0, radiusPx, 0, Math.PI * 2);
}

function drawMarker(context: OffscreenCanvasRenderingContext2D, state: number, driving: boolean): void {
  const color = unitPalette[toneOf(state)].fill;
  if (state === UNIT_STATE.alarm) {
    disc(context, 16);
    context.fillStyle = 'rgba(240, 72, 62, 0.24)';
    context.fill();
    context.strokeStyle = 'rgba(240, 72, 62, 0.85)';
    context.lineWidth = 1.5;
    context.stroke();
  }
  const outline = driving ? () => arrow(context) : () => disc(context, state === UNIT_STATE.offline ? 5 : 6.5);
  // A dark rim parts the marker from bright borders and from other markers beneath it.
  outline();
  context.strokeStyle = 'rgba(4, 10, 16, 0.95)';
  context.lineWidth = 5;
  context.stroke();
  outline();
  context.fillStyle = state === UNIT_STATE.offline ? '#141c25' : color;
  context.fill();
  context.strokeStyle = state === UNIT_STATE.offline ? color : 'rgba(255, 255, 255, 0.72)';
  context.lineWidth = state === UNIT_STATE.offline ? 2 : 1.2;
  context.stroke();
}

function drawRing(context: OffscreenCanvasRenderingContext2D): void {
  disc(context, 17);
  context.strokeStyle = 'rgba(4, 10, 16, 0.9)';
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = unitPalette.selected.fill;
  context.lineWidth = 2.6;
  context.stroke();
}

/** Draws all markers once, at the sharpness of the screen. */
export function createMarkerSprites({ pixelRatio, scale }: { readonly pixelRatio: number; readonly scale: number }): SpriteSheet {
  const states = Object.values(UNIT_STATE);
  const cells = states.length * 2 + 1;
  const cellDevicePx = Math.ceil(CELL_PX * scale * pixelRatio);
  const canvas = new OffscreenCanvas(cellDevicePx * cells, cellDevicePx);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) {
    throw new Error('no 2D canvas for the markers');
  }
  context.lineJoin = 'round';
  const inCell = (cell: number, draw: () => void): void => {
    context.setTransform(pixelRatio * scale, 0, 0, pixelRatio * scale, (cell + 0.5) * cellDevicePx, cellDevicePx / 2);
    draw();
  };
  const markerCell = (state: number, driving: boolean): number => state * 2 + (driving ? 1 : 0);
  for (const state of states) {
    inCell(markerCell(state, false), () => drawMarker(context, state, false));
    inCell(markerCell(state, true), () => drawMarker(context, state, true));
  }
  inCell(cells - 1, () => drawRing(context));
  return {
    image: context.getImageData(0, 0, canvas.width, canvas.height),
    cellPx: cellDevicePx / pixelRatio,
    cellDevicePx,
    markerCell,
    ringCell: cells - 1,
  };
}
