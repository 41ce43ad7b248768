import type { TelemetryFix } from '#protocol/telemetry/frames.ts';

/** Where a unit is that drives through the province for ever, turning a little all the time; its place, heading and speed change with every fix. */
export function movingFix(unit: number, at: number): TelemetryFix {
  const seconds = at / 1_000;
  const phase = unit * 2.399;
  return {
    longitudeDeg: 117 + (unit % 100) / 50 + Math.sin(seconds / 90 + phase) / 100,
    latitudeDeg: 24.5 + Math.floor(unit / 100) / 50 + Math.cos(seconds / 110 + phase) / 100,
    headingDeg: (((seconds * 4 + unit * 37) % 360) + 360) % 360,
    speedMps: 11 + 4 * Math.sin(seconds / 7 + phase),
    accuracyM: Math.round(6 + 3 * Math.sin(seconds / 20 + phase)),
    batteryPercent: 20 + (unit % 80),
    signalBars: 2 + (unit % 3),
    charging: unit % 5 === 0,
    at,
  };
}
