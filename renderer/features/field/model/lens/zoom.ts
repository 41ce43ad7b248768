/** How near the camera can bring things, as factors of its widest picture. */
export type Zoom = { readonly least: number; readonly most: number; readonly now: number };

/** Null where the device or the browser has none. */
export function zoomOf(track: MediaStreamTrack): Zoom | null {
  const range: unknown = Reflect.get(track.getCapabilities?.() ?? {}, 'zoom');
  if (typeof range !== 'object' || range === null) {
    return null;
  }
  const [least, most] = [Number(Reflect.get(range, 'min')), Number(Reflect.get(range, 'max'))];
  const set: unknown = Reflect.get(track.getSettings(), 'zoom');
  const now = typeof set === 'number' ? set : least;
  return least > 0 && most > least ? { least, most, now: within({ least, most }, now) } : null;
}

/** One press of a button. */
export const ZOOM_STEP = 1.5;

export function within({ least, most }: Pick<Zoom, 'least' | 'most'>, factor: number): number {
  return Math.min(most, Math.max(least, factor));
}
