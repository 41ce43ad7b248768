export { FirstStart } from './view/FirstStart.tsx';
export { SettingsDialog } from './view/SettingsDialog.tsx';
