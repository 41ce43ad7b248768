export { createTray, sentFiles, type Tray, type TrayFile } from './model/createTray.ts';
export type { FileIntake } from './model/sendFile.ts';
export { TrayField } from './view/TrayField.tsx';
