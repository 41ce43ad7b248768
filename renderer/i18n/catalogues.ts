import zhOperations from '../../assets/locales/zh-CN/operations.json';
import enOperations from '../../assets/locales/en/operations.json';
import zhSteps from '../../assets/locales/zh-CN/steps.json';
import enSteps from '../../assets/locales/en/steps.json';
import zhJournal from '../../assets/locales/zh-CN/journal.json';
import enJournal from '../../assets/locales/en/journal.json';
import zhCalls from '../../assets/locales/zh-CN/calls.json';
import enCalls from '../../assets/locales/en/calls.json';
import zhOrders from '../../assets/locales/zh-CN/orders.json';
import enOrders from '../../assets/locales/en/orders.json';
import zhAlarms from '../../assets/locales/zh-CN/alarms.json';
import enAlarms from '../../assets/locales/en/alarms.json';
import zhConnection from '../../assets/locales/zh-CN/connection.json';
import zhExercise from '../../assets/locales/zh-CN/exercise.json';
import zhErrors from '../../assets/locales/zh-CN/errors.json';
import zhFeeds from '../../assets/locales/zh-CN/feeds.json';
import zhHall from '../../assets/locales/zh-CN/hall.json';
import zhSettings from '../../assets/locales/zh-CN/settings.json';
import zhShortcuts from '../../assets/locales/zh-CN/shortcuts.json';
import zhUnits from '../../assets/locales/zh-CN/units.json';
import zhWall from '../../assets/locales/zh-CN/wall.json';
import zhAudit from '../../assets/locales/zh-CN/audit.json';
import zhCommand from '../../assets/locales/zh-CN/command.json';
import zhCourts from '../../assets/locales/zh-CN/courts.json';
import zhDevices from '../../assets/locales/zh-CN/devices.json';
import zhDrill from '../../assets/locales/zh-CN/drill.json';
import enDrill from '../../assets/locales/en/drill.json';
import zhDuty from '../../assets/locales/zh-CN/duty.json';
import zhPeople from '../../assets/locales/zh-CN/people.json';
import zhRoles from '../../assets/locales/zh-CN/roles.json';
import zhSignIn from '../../assets/locales/zh-CN/signIn.json';
import zhAttention from '../../assets/locales/zh-CN/attention.json';
import zhDesk from '../../assets/locales/zh-CN/desk.json';
import zhPalette from '../../assets/locales/zh-CN/palette.json';
import zhMap from '../features/map/locales/zh-CN.json';
import enMap from '../features/map/locales/en.json';
import enAttention from '../../assets/locales/en/attention.json';
import enDesk from '../../assets/locales/en/desk.json';
import enPalette from '../../assets/locales/en/palette.json';
import enConnection from '../../assets/locales/en/connection.json';
import enExercise from '../../assets/locales/en/exercise.json';
import enErrors from '../../assets/locales/en/errors.json';
import enFeeds from '../../assets/locales/en/feeds.json';
import enHall from '../../assets/locales/en/hall.json';
import enSettings from '../../assets/locales/en/settings.json';
import enShortcuts from '../../assets/locales/en/shortcuts.json';
import enUnits from '../../assets/locales/en/units.json';
import enWall from '../../assets/locales/en/wall.json';
import enAudit from '../../assets/locales/en/audit.json';
import enCommand from '../../assets/locales/en/command.json';
import enCourts from '../../assets/locales/en/courts.json';
import enDevices from '../../assets/locales/en/devices.json';
import enDuty from '../../assets/locales/en/duty.json';
import enPeople from '../../assets/locales/en/people.json';
import enRoles from '../../assets/locales/en/roles.json';
import enSignIn from '../../assets/locales/en/signIn.json';

/** The source language; its shape is the type of every key. */
export const zhCatalogue = {
  calls: zhCalls,
  orders: zhOrders,
  alarms: zhAlarms,
  attention: zhAttention,
  audit: zhAudit,
  command: zhCommand,
  connection: zhConnection,
  courts: zhCourts,
  desk: zhDesk,
  devices: zhDevices,
  drill: zhDrill,
  duty: zhDuty,
  errors: zhErrors,
  exercise: zhExercise,
  feeds: zhFeeds,
  hall: zhHall,
  journal: zhJournal,
  map: zhMap,
  operations: zhOperations,
  palette: zhPalette,
  people: zhPeople,
  roles: zhRoles,
  settings: zhSettings,
  shortcuts: zhShortcuts,
  signIn: zhSignIn,
  steps: zhSteps,
  units: zhUnits,
  wall: zhWall,
};

export type Catalogue = typeof zhCatalogue;

export const enCatalogue: Catalogue = {
  calls: enCalls,
  orders: enOrders,
  alarms: enAlarms,
  attention: enAttention,
  audit: enAudit,
  command: enCommand,
  connection: enConnection,
  courts: enCourts,
  desk: enDesk,
  devices: enDevices,
  drill: enDrill,
  duty: enDuty,
  errors: enErrors,
  exercise: enExercise,
  feeds: enFeeds,
  hall: enHall,
  journal: enJournal,
  map: enMap,
  operations: enOperations,
  palette: enPalette,
  people: enPeople,
  roles: enRoles,
  settings: enSettings,
  shortcuts: enShortcuts,
  signIn: enSignIn,
  steps: enSteps,
  units: enUnits,
  wall: enWall,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Catalogue };
  }
}
