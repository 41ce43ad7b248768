export { MapView } from './view/MapView.tsx';
