import type { Place } from './words/answers.ts';

const RADIUS_M = 300;
const SPEED_KMH = 24;
const METRES_PER_DEGREE = 111_320;

/** Where a device is that stands, or goes round the given place at the pace of a slow car; each of many somewhere else on the ring. */
export function trackedPlace({ latitudeDeg, longitudeDeg, isMoving, index, now }: { readonly latitudeDeg: number; readonly longitudeDeg: number; readonly isMoving: boolean; readonly index: number; readonly now: number }): Place {
  const travelledM = ((now / 3_600_000) * SPEED_KMH * 1_000) % (2 * Math.PI * RADIUS_M);
  // The golden angle keeps neighbours apart, however many there are.
  const angle = index * 2.4 + (isMoving ? travelledM / RADIUS_M : 0);
  const radiusM = isMoving || index > 0 ? RADIUS_M : 0;
  return {
    latitudeDeg: latitudeDeg + (radiusM * Math.sin(angle)) / METRES_PER_DEGREE,
    longitudeDeg: longitudeDeg + (radiusM * Math.cos(angle)) / (METRES_PER_DEGREE * Math.cos((latitudeDeg * Math.PI) / 180)),
    speedKmh: isMoving ? SPEED_KMH : 0,
    // Against the clock on a circle: the heading is at right angles to the way out.
    directionDeg: isMoving ? (360 - (angle * 180) / Math.PI % 360 + 360) % 360 : 0,
  };
}
