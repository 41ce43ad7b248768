export { callsFor } from './model/alarmRows.ts';
export { AlarmPanel } from './view/AlarmPanel.tsx';
export { AlarmStrip } from './view/AlarmStrip.tsx';
