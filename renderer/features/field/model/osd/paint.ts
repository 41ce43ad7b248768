import { cellRegion, clockCells, clockRegion, type Region } from '#domain/frameClock/frameClock.ts';
import type { Picture, Plane } from './planes.ts';

/** Luma of video range white and black, and the chroma of grey. */
export const WHITE_LUMA = 235;
export const BLACK_LUMA = 16;
export const GREY_CHROMA = 128;

/** Lettering as a lightness map: 128 leaves the picture alone, 255 makes it white, 0 makes it black. */
export type Lettering = { readonly width: number; readonly height: number; readonly shade: Uint8Array };

/** Burns the machine clock along the bottom left; see domain/frameClock. */
export function paintClock(picture: Picture, stamp: { capturedAt: number; sourceTag: number }): void {
  const region = clockRegion(picture);
  for (const plane of picture.chroma) {
    fillPlane(plane, scaled(region, plane.width / picture.width, plane.height / picture.height), GREY_CHROMA);
  }
  for (const [index, white] of clockCells(stamp).entries()) {
    fillPlane(picture.luma, cellRegion(region, index), white ? WHITE_LUMA : BLACK_LUMA);
  }
}

/** A filled rectangle of one colour. */
export function paintBox(picture: Picture, box: Region, colour: { luma: number; u: number; v: number }): void {
  fillPlane(picture.luma, box, colour.luma);
  const [u, v] = picture.chroma;
  const half = scaled(box, 0.5, 0.5);
  fillPlane(u, half, colour.u);
  fillPlane(v, half, colour.v);
}

/** Lays lettering over the picture with its top left corner at `at`; what lies outside is cut off. */
export function paintLettering(picture: Picture, lettering: Lettering, at: { x: number; y: number }): void {
  const { luma } = picture;
  const left = Math.max(0, -at.x);
  const right = Math.min(lettering.width, luma.width - at.x);
  const top = Math.max(0, -at.y);
  const bottom = Math.min(lettering.height, luma.height - at.y);
  for (let row = top; row < bottom; row += 1) {
    const source = row * lettering.width;
    const target = (at.y + row) * luma.strideBytes + at.x;
    const coloured = (at.y + row) % 2 === 0;
    for (let column = left; column < right; column += 1) {
      const shade = lettering.shade[source + column]!;
      if (shade === 128) {
        continue;
      }
      const under = luma.bytes[target + column]!;
      luma.bytes[target + column] =
        shade > 128
          ? under + ((WHITE_LUMA - under) * (shade - 128)) / 127
          : BLACK_LUMA + ((under - BLACK_LUMA) * shade) / 128;
      if (coloured && (at.x + column) % 2 === 0) {
        fadeColour(picture, { x: at.x + column, y: at.y + row }, Math.abs(shade - 128) / 128);
      }
    }
  }
}

/** Letters on a coloured picture are to be white and black, not light and dark of its colour. */
function fadeColour(picture: Picture, at: { x: number; y: number }, share: number): void {
  for (const { bytes, strideBytes, stepBytes } of picture.chroma) {
    const index = (at.y >> 1) * strideBytes + (at.x >> 1) * stepBytes;
    bytes[index] = GREY_CHROMA + (bytes[index]! - GREY_CHROMA) * (1 - share);
  }
}

/** Rounds a region to whole samples and cuts it to the plane. */
function fillPlane(plane: Plane, region: Region, value: number): void {
  const left = Math.max(0, Math.round(region.x));
  const right = Math.min(plane.width, Math.round(region.x + region.width));
  const top = Math.max(0, Math.round(region.y));
  const bottom = Math.min(plane.height, Math.round(region.y + region.height));
  for (let row = top; row < bottom; row += 1) {
    const start = row * plane.strideBytes;
    if (plane.stepBytes === 1) {
      plane.bytes.fill(value, start + left, start + Math.max(left, right));
    } else {
      for (let column = left; column < right; column += 1) {
        plane.bytes[start + column * 2] = value;
      }
    }
  }
}

function scaled(region: Region, byX: number, byY: number): Region {
  return { x: region.x * byX, y: region.y * byY, width: region.width * byX, height: region.height * byY };
}
