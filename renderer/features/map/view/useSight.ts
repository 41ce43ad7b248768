import { useEffect, useEffectEvent } from 'react';
import type { Position } from '#domain/geodesy/datum.ts';
import type { MapContent, MapItem, MapPlace } from '../model/mapItems.ts';
import type { HallMap } from './hallMap.ts';

/** Some fifty kilometres: the place and the courts that could help. */
const ALARM_ZOOM = 10;

/** Goes where the page points, each time that it does. */
export function useSight(map: HallMap | null, sight: { readonly item: MapItem | MapPlace; readonly call: number } | null, content: MapContent): void {
  const go = useEffectEvent(() => {
    const item = sight?.item;
    if (!item) {
      return;
    }
    const fence = item.kind === 'fence' ? content.fences.find(({ id }) => id === item.id) : undefined;
    if (fence) {
      map?.fitPositions(fence.ring);
      return;
    }
    const at = item.kind === 'place' ? ([item.position.longitudeDeg, item.position.latitudeDeg] as const) : placeOf(map, content, item);
    if (at) {
      map?.flyTo(at, item.kind === 'alarm' ? ALARM_ZOOM : undefined);
    }
    if (item.kind === 'alarm') {
      map?.flash(item.id);
    }
  });
  const call = sight?.call;
  useEffect(() => {
    if (map && call !== undefined) {
      go();
    }
  }, [map, call]);
}

function placeOf(map: HallMap | null, content: MapContent, { kind, id }: MapItem): Position | null {
  switch (kind) {
    case 'unit':
      return map?.unitPosition(id) ?? null;
    case 'operation':
      return content.operations.find((operation) => operation.id === id)?.position ?? null;
    case 'alarm': {
      const alarm = content.alarms.find((one) => one.id === id);
      return alarm?.position ?? (alarm?.unitId ? (map?.unitPosition(alarm.unitId) ?? null) : null);
    }
    case 'court':
      return content.courts.find(({ courtCode }) => courtCode === id)?.position ?? null;
    case 'fence':
      return null;
  }
}
