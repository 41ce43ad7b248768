import type { TelemetryFix } from '#protocol/telemetry/frames.ts';

/** What the Geolocation API gives, as far as it is used. */
export type Reading = {
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracy: number;
  readonly heading: number | null;
  readonly speed: number | null;
  /** ms since the epoch, this device. */
  readonly timestamp: number;
};

export type Place = Pick<TelemetryFix, 'longitudeDeg' | 'latitudeDeg' | 'headingDeg' | 'speedMps' | 'accuracyM'>;

const METRES_PER_DEGREE = 111_195;
/** Closer readings say more about the receiver's noise than about a movement. */
const LEAST_MOVE_M = 2;

/** A place from a reading; heading and speed from the way since the last one where the device does not tell them. */
export function placeOf(reading: Reading, last: { reading: Reading; place: Place } | null): Place {
  const told = { headingDeg: finite(reading.heading), speedMps: finite(reading.speed) };
  const found = last === null ? { headingDeg: 0, speedMps: 0 } : motion(last, reading);
  return {
    longitudeDeg: reading.longitude,
    latitudeDeg: reading.latitude,
    accuracyM: reading.accuracy,
    headingDeg: told.headingDeg ?? found.headingDeg,
    speedMps: told.speedMps ?? found.speedMps,
  };
}

/** `118.0872°E 24.4684°N`, as recorders write it. */
export function placeText(place: { longitudeDeg: number; latitudeDeg: number }): string {
  const { longitudeDeg, latitudeDeg } = place;
  const [east, north] = [longitudeDeg >= 0 ? 'E' : 'W', latitudeDeg >= 0 ? 'N' : 'S'];
  return `${Math.abs(longitudeDeg).toFixed(4)}°${east} ${Math.abs(latitudeDeg).toFixed(4)}°${north}`;
}

/** 0 (none) to 4 bars, from how long the hall takes to answer: what a sender feels of its network. */
export function signalBars(link: { online: boolean; roundTripMs: number | null }): number {
  if (!link.online || link.roundTripMs === null) {
    return 0;
  }
  return [80, 200, 500].filter((limitMs) => link.roundTripMs! <= limitMs).length + 1;
}

function motion(last: { reading: Reading; place: Place }, reading: Reading): { headingDeg: number; speedMps: number } {
  const north = (reading.latitude - last.reading.latitude) * METRES_PER_DEGREE;
  const east = (reading.longitude - last.reading.longitude) * METRES_PER_DEGREE * Math.cos((reading.latitude * Math.PI) / 180);
  const seconds = (reading.timestamp - last.reading.timestamp) / 1_000;
  const movedM = Math.hypot(north, east);
  if (movedM < LEAST_MOVE_M || seconds <= 0) {
    return { headingDeg: last.place.headingDeg, speedMps: 0 };
  }
  return { headingDeg: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360, speedMps: movedM / seconds };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
