import { useCallback, useSyncExternalStore } from 'react';
import type { HallMap } from '../hallMap.ts';

/** Draws the component anew whenever the camera moves; for the few things that React keeps over the map. */
export function useCamera(map: HallMap): void {
  const subscribe = useCallback((onChange: () => void) => map.onCamera(onChange), [map]);
  useSyncExternalStore(subscribe, () => {
    const { longitudeDeg, latitudeDeg, zoom } = map.camera();
    return `${longitudeDeg} ${latitudeDeg} ${zoom}`;
  });
}
