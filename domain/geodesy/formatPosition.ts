import type { Position } from './datum.ts';

/** `119.30620°E 26.08230°N`: five decimals are about a metre. */
export function formatPosition([longitudeDeg, latitudeDeg]: Position): string {
  const east = `${Math.abs(longitudeDeg).toFixed(5)}°${longitudeDeg < 0 ? 'W' : 'E'}`;
  const north = `${Math.abs(latitudeDeg).toFixed(5)}°${latitudeDeg < 0 ? 'S' : 'N'}`;
  return `${east} ${north}`;
}
