import type { Page } from 'playwright';

export type MapPoint = { readonly x: number; readonly y: number };

/** Where the desk's map draws a unit, CSS pixels from the page's corner; null while it does not. */
export function drawnAt(desk: Page, unitId: string): Promise<MapPoint | null> {
  return desk.evaluate((wanted) => {
    const map = document.querySelector('[data-map-ready="true"]');
    if (map === null) {
      return null;
    }
    const detail: { unitId: string; point?: { x: number; y: number } | null } = { unitId: wanted };
    map.dispatchEvent(new CustomEvent('map:project', { detail }));
    const { left, top } = map.getBoundingClientRect();
    return detail.point ? { x: left + detail.point.x, y: top + detail.point.y } : null;
  }, unitId);
}

/** How many pixels of a photographed square of `sidePx` around the point have this colour, within `tolerance` a channel. */
export async function pixelsOf(page: Page, options: { at: MapPoint; sidePx: number; rgb: readonly [number, number, number]; tolerance?: number }): Promise<number> {
  const { at, sidePx, rgb, tolerance = 24 } = options;
  const picture = await page.screenshot({ clip: { x: Math.round(at.x - sidePx / 2), y: Math.round(at.y - sidePx / 2), width: sidePx, height: sidePx } });
  return page.evaluate(
    async (wanted) => {
      const bytes = Uint8Array.from(atob(wanted.png), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const pixels = context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray();
      let found = 0;
      for (let index = 0; index < pixels.length; index += 4) {
        found += wanted.rgb.every((value, channel) => Math.abs((pixels[index + channel] ?? 0) - value) <= wanted.tolerance) ? 1 : 0;
      }
      return found;
    },
    { png: picture.toString('base64'), rgb, tolerance },
  );
}
