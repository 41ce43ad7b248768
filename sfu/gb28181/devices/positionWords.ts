import type { MeasuredFix } from '../../ports/positions.ts';
import { parseGbTime } from '../words/manscdp.ts';
import { numberIn, textIn, type XmlNode } from '../words/xmlWords.ts';

const KMH_TO_MPS = 1 / 3.6;
/** The standard has no word for it; that is what receivers of recorders do in a city. */
const ACCURACY_M = 15;

/** A MobilePosition; taken as WGS-84 (CGCS2000 of 2022 differs from it by centimetres). Undefined: no position. */
export function readPosition(node: XmlNode, now: number): MeasuredFix | undefined {
  const longitudeDeg = numberIn(node, 'Longitude');
  const latitudeDeg = numberIn(node, 'Latitude');
  if (longitudeDeg === undefined || latitudeDeg === undefined || Math.abs(longitudeDeg) > 180 || Math.abs(latitudeDeg) > 90) return undefined;
  // What a receiver says that sees no satellite.
  if (longitudeDeg === 0 && latitudeDeg === 0) return undefined;
  const speed = numberIn(node, 'Speed') ?? 0;
  const heading = numberIn(node, 'Direction') ?? 0;
  return {
    longitudeDeg,
    latitudeDeg,
    headingDeg: heading >= 0 && heading <= 360 ? heading % 360 : 0,
    speedMps: Math.min(Math.max(0, speed), 500) * KMH_TO_MPS,
    accuracyM: ACCURACY_M,
    // Neither is a word of the standard.
    batteryPercent: null,
    signalBars: null,
    charging: false,
    at: parseGbTime(textIn(node, 'Time')) ?? now,
  };
}
