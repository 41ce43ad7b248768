export { MapView } from './view/MapView.tsx';
export { formatPosition } from './model/readout.ts';
