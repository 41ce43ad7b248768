export { BatonBar } from './view/BatonBar.tsx';
export { BatonDialogs } from './view/BatonDialogs.tsx';
export { BatonWatch } from './view/BatonWatch.tsx';
