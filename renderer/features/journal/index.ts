export { pictureTray } from './model/pictureTray.ts';
export { Journal } from './view/Journal.tsx';
export { JournalPanel } from './view/doors.ts';
export { Picture } from './view/pictures/Picture.tsx';
export { PictureViewer } from './view/pictures/PictureViewer.tsx';
