export { OrderPanel } from './view/OrderPanel.tsx';
