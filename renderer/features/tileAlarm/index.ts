export { TileAlarm, useTileAlarm } from './TileAlarm.tsx';
export { WallAlarmBar } from './WallAlarmBar.tsx';
