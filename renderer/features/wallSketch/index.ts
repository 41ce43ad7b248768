export { contentName } from './model/contentName.ts';
export { WallSketch } from './view/WallSketch.tsx';
