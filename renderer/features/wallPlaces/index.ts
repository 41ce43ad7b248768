export { PlacesDialog } from './view/PlacesDialog.tsx';
