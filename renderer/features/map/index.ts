export { useFenceWork } from './fences/useFenceWork.tsx';
export { useHallContent } from './hall/useHallContent.ts';
export { useReplaySource } from './hall/useReplaySource.ts';
export { MapView } from './view/MapView.tsx';
export { WallMap } from './view/WallMap.tsx';
export type { MapChosen, MapItem, MapPlace } from './model/mapItems.ts';
