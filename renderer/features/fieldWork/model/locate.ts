import type { Position } from './taken.ts';

/** A reading this old is still where one stands, ms; where no new one comes, an older one with its time says more than nothing. */
const FRESH_MS = 15_000;
const KNOWN_MS = 900_000;
const WITHIN_MS = 4_000;
const ALL_WITHIN_MS = 6_000;

/** Where the device is, `at` by its own clock; null: it does not know, or may not say. Never rejects. */
export async function locate(): Promise<Position | null> {
  if (navigator.geolocation === undefined) return null;
  // A question about permission that nobody answers has no timeout of its own.
  const late = new Promise<null>((resolve) => void setTimeout(() => resolve(null), ALL_WITHIN_MS));
  const found = ask({ enableHighAccuracy: true, maximumAge: FRESH_MS, timeout: WITHIN_MS }).catch(() => ask({ maximumAge: KNOWN_MS, timeout: 1_000 }));
  return Promise.race([found.catch(() => null), late]);
}

function ask(options: PositionOptions): Promise<Position> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => resolve({ longitudeDeg: coords.longitude, latitudeDeg: coords.latitude, accuracyM: coords.accuracy, at: timestamp }),
      reject,
      options,
    );
  });
}
