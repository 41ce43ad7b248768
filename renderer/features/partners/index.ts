export { PartnersTab } from './view/PartnersTab.tsx';
