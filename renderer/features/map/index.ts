export { MapView, type MapViewHandle, type MapViewProps, type ProjectRequest } from './view/MapView.tsx';
export type { UnitFrame } from './view/unitOverlay.ts';
export { formatPosition } from './model/readout.ts';
export type { ScreenPoint } from './model/screen.ts';
export { UNIT_STATE, type UnitPositions } from './model/unitPositions.ts';
