import type { PositionRecord } from '#protocol/telemetry/place.ts';

/** `117.8970, 25.1230` as people type it: comma, Chinese comma or blanks between. Undefined when it is none; null when nothing was typed. */
export function parsePosition(text: string): PositionRecord | null | undefined {
  if (text.trim() === '') {
    return null;
  }
  const match = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,2}(?:\.\d+)?)\s*$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [longitudeDeg, latitudeDeg] = [Number(match[1]), Number(match[2])];
  return Math.abs(longitudeDeg) <= 180 && Math.abs(latitudeDeg) <= 90 ? { longitudeDeg, latitudeDeg } : undefined;
}
