export { CallPanel } from './view/CallPanel.tsx';
