export { Dossier } from './view/Dossier.tsx';
export { usePerforming } from './view/steps/usePerforming.ts';
