export { WallContent } from './view/WallContent.tsx';
