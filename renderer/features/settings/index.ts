export { FirstStart, LanguageChoice } from './view/FirstStart.tsx';
export { SettingsDialog } from './view/SettingsDialog.tsx';
