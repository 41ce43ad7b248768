/** A round distance and how long it is on the screen. */
export type ScaleBar = { readonly distanceM: number; readonly widthPx: number };

const EQUATOR_M = 40_075_016.686;
const TILE_PX = 512;

/** The longest 1, 2 or 5 times a power of ten that fits. It holds at the given latitude: the map stretches northwards. */
export function scaleBarFor(view: { readonly zoom: number; readonly latitudeDeg: number; readonly maxWidthPx: number }): ScaleBar {
  const metresPerPx = (EQUATOR_M * Math.cos((view.latitudeDeg * Math.PI) / 180)) / (TILE_PX * 2 ** view.zoom);
  const most = metresPerPx * view.maxWidthPx;
  const power = 10 ** Math.floor(Math.log10(most));
  const distanceM = ([5, 2].find((step) => step * power <= most) ?? 1) * power;
  return { distanceM, widthPx: distanceM / metresPerPx };
}
