import { placePalette } from '../palette.ts';
import { PLACE_ICONS, type PlaceIcon } from './placeFeatures.ts';

const CELL_PX = 30;

type Pen = OffscreenCanvasRenderingContext2D;

/** A gable on columns: larger the higher the court. */
function court(pen: Pen, sizePx: number, absent: boolean): void {
  const half = sizePx / 2;
  const color = absent ? placePalette.courtAbsent : placePalette.court;
  const outline = (): void => {
    pen.beginPath();
    pen.moveTo(-half, -half * 0.2);
    pen.lineTo(0, -half);
    pen.lineTo(half, -half * 0.2);
    pen.lineTo(half, half);
    pen.lineTo(-half, half);
    pen.closePath();
  };
  outline();
  pen.strokeStyle = 'rgba(4, 10, 16, 0.9)';
  pen.lineWidth = 3.5;
  pen.stroke();
  pen.fillStyle = absent ? '#18222d' : color;
  pen.fill();
  pen.strokeStyle = color;
  pen.lineWidth = 1.3;
  pen.stroke();
  pen.fillStyle = absent ? color : '#18222d';
  for (const x of [-0.5, 0, 0.5]) {
    pen.fillRect(x * half * 1.1 - 0.7, half * 0.05, 1.4, half * 0.75);
  }
}

/** A flag on its mast: hollow until it is under way, ringed for a high risk. */
function operation(pen: Pen, look: 'plain' | 'high' | 'planned'): void {
  const color = placePalette.operation;
  const outline = (): void => {
    pen.beginPath();
    pen.moveTo(-6, -9);
    pen.lineTo(8, -5);
    pen.lineTo(-4, 0);
    pen.lineTo(-4, 9);
    pen.lineTo(-6, 9);
    pen.closePath();
  };
  if (look === 'high') {
    pen.strokeStyle = color;
    pen.lineWidth = 1.4;
    pen.beginPath();
    pen.arc(0, 0, 12.5, 0, Math.PI * 2);
    pen.stroke();
  }
  outline();
  pen.strokeStyle = 'rgba(4, 10, 16, 0.95)';
  pen.lineWidth = 4;
  pen.stroke();
  pen.fillStyle = look === 'planned' ? '#1c2230' : color;
  pen.fill();
  pen.strokeStyle = color;
  pen.lineWidth = 1.2;
  pen.stroke();
}

function chosenRing(pen: Pen): void {
  pen.beginPath();
  pen.arc(0, 0, 13.2, 0, Math.PI * 2);
  pen.strokeStyle = placePalette.chosen;
  pen.lineWidth = 2.4;
  pen.stroke();
}

const COURT_SIZES_PX = { 'court-high': 16, 'court-intermediate': 13, 'court-basic': 10 } as const;

function draw(pen: Pen, icon: (typeof PLACE_ICONS)[number], absent: boolean): void {
  if (icon === 'court-high' || icon === 'court-intermediate' || icon === 'court-basic') {
    court(pen, COURT_SIZES_PX[icon], absent);
  } else {
    operation(pen, icon === 'operation' ? 'plain' : icon === 'operation-high' ? 'high' : 'planned');
  }
}

/** Every picture of a place, at the sharpness of the screen. */
export function createPlaceIcons({ pixelRatio, scale }: { readonly pixelRatio: number; readonly scale: number }): ReadonlyMap<PlaceIcon, ImageData> {
  const side = Math.ceil(CELL_PX * scale * pixelRatio);
  const pen = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  if (!pen) {
    throw new Error('no 2D canvas for the places');
  }
  pen.lineJoin = 'round';
  const icons = new Map<PlaceIcon, ImageData>();
  for (const icon of PLACE_ICONS) {
    for (const absent of ['', '-absent'] as const) {
      for (const chosen of ['', '-chosen'] as const) {
        pen.setTransform(1, 0, 0, 1, 0, 0);
        pen.clearRect(0, 0, side, side);
        pen.setTransform(pixelRatio * scale, 0, 0, pixelRatio * scale, side / 2, side / 2);
        if (chosen) {
          chosenRing(pen);
        }
        draw(pen, icon, absent !== '');
        icons.set(`${icon}${absent}${chosen}`, pen.getImageData(0, 0, side, side));
      }
    }
  }
  return icons;
}
