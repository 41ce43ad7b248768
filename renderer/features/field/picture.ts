/** The pure part of the on-screen display, for programs that paint frames without a browser. */
export { osdLayout, osdTime, osdTimeAdvancePx, OSD_TIME_CHARACTERS, type OsdText } from './model/osd/osdLayout.ts';
export { paintBox, paintClock, paintLettering, type Lettering } from './model/osd/paint.ts';
export { planarBytes, planarPicture, type Picture } from './model/osd/planes.ts';
