export { ContentPicker } from './view/ContentPicker.tsx';
