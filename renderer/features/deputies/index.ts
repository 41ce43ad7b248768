export { DeputyButton } from './view/DeputyButton.tsx';
export { DeputyLines } from './view/DeputyLines.tsx';
export { DeputyWatch } from './view/DeputyWatch.tsx';
export { usePrincipals } from './view/useDeputies.ts';
