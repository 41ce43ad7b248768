export { CourtSelect } from './view/CourtSelect.tsx';
export { CourtsPage } from './view/CourtsPage.tsx';
