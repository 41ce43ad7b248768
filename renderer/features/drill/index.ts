export { DrillPage } from './view/DrillPage.tsx';
