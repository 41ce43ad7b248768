export { base64Of } from './model/base64.ts';
export { readPieces } from './model/readPieces.ts';
export { createTray, sentPictures } from './model/createTray.ts';
export { Journal } from './view/Journal.tsx';
export { JournalPanel } from './view/doors.ts';
export { Picture } from './view/pictures/Picture.tsx';
export { PictureViewer } from './view/pictures/PictureViewer.tsx';
export { TrayField } from './view/pictures/TrayField.tsx';
