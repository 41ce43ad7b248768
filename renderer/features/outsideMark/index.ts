export { OutsideMark } from './view/OutsideMark.tsx';
