export { DeviceRecordingsDialog } from './view/DeviceRecordingsDialog.tsx';
export { useHasRecordings } from './view/useHasRecordings.ts';
