export { LookBack } from './view/LookBack.tsx';
