import type { Point } from '#protocol/scenario/words.ts';
import { distanceM } from '#domain/geodesy/datum.ts';

/** A way that a unit goes. `startedAt`: ms since the epoch. */
export type Way = { readonly points: readonly Point[]; readonly speedMps: number; readonly startedAt: number };

export type Place = { readonly at: Point; readonly headingDeg: number; readonly speedMps: number };

const RAD = Math.PI / 180;

/** Where somebody is on the way at this time; at its end they stand. */
export function placeOnWay({ points, speedMps, startedAt }: Way, at: number): Place {
  let restM = (Math.max(0, at - startedAt) / 1_000) * speedMps;
  let headingDeg = 0;
  for (const [index, from] of points.entries()) {
    const to = points[index + 1];
    if (to === undefined) {
      break;
    }
    const lengthM = distanceM(from, to);
    headingDeg = lengthM === 0 ? headingDeg : bearingDeg(from, to);
    if (restM < lengthM) {
      const share = restM / lengthM;
      return { at: [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share], headingDeg, speedMps };
    }
    restM -= lengthM;
  }
  return { at: points.at(-1)!, headingDeg, speedMps: 0 };
}

function bearingDeg(from: Point, to: Point): number {
  const [fromY, toY] = [from[1] * RAD, to[1] * RAD];
  const turn = (to[0] - from[0]) * RAD;
  const east = Math.sin(turn) * Math.cos(toY);
  const north = Math.cos(fromY) * Math.sin(toY) - Math.sin(fromY) * Math.cos(toY) * Math.cos(turn);
  return (Math.atan2(east, north) / RAD + 360) % 360;
}
