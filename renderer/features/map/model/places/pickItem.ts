import type { Position } from '#domain/geodesy/datum.ts';
import type { LayerChoices } from '../layers/layerChoices.ts';
import type { MapContent, MapItem } from '../mapItems.ts';
import { nearestRow, projectToScreen, type Camera, type ScreenPoint } from '../screen.ts';
import { ringAreaM2 } from '../tools/measure.ts';
import { isInside } from '../tools/ring.ts';

const RADIUS_PX = 14;

/** What lies at a point besides units: an operation before a court, a point before an area, the smallest fence of several. */
export function pickItem(request: {
  readonly content: MapContent;
  readonly layers: LayerChoices;
  readonly camera: Camera;
  readonly point: ScreenPoint;
  readonly position: Position;
  readonly scale: number;
}): MapItem | null {
  const { content, layers, camera, point, position, scale } = request;
  const nearest = (kind: MapItem['kind'], items: readonly { readonly id: string; readonly position: Position }[]): MapItem | null => {
    const xs = new Float32Array(items.length);
    const ys = new Float32Array(items.length);
    projectToScreen({ camera, positions: Float64Array.from(items.flatMap((item) => [...item.position, 0])), count: items.length, xs, ys });
    const found = items[nearestRow({ point, xs, ys, count: items.length, radiusPx: RADIUS_PX * scale })];
    return found ? { kind, id: found.id } : null;
  };
  const fences = layers.fences ? content.fences : content.fences.filter(({ alarming }) => alarming);
  const fence = fences.filter(({ ring }) => isInside(ring, position)).toSorted((one, other) => ringAreaM2(one.ring) - ringAreaM2(other.ring))[0];
  return (
    nearest('operation', layers.operations ? content.operations : []) ??
    nearest('court', layers.courts ? content.courts.map((court) => ({ ...court, id: court.courtCode })) : []) ??
    (fence ? { kind: 'fence', id: fence.id } : null)
  );
}
