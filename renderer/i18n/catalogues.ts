import zhConnection from '../../assets/locales/zh-CN/connection.json';
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
import zhDuty from '../../assets/locales/zh-CN/duty.json';
import zhPeople from '../../assets/locales/zh-CN/people.json';
import zhRoles from '../../assets/locales/zh-CN/roles.json';
import zhSignIn from '../../assets/locales/zh-CN/signIn.json';
import zhMap from '../features/map/locales/zh-CN.json';
import enMap from '../features/map/locales/en.json';
import enConnection from '../../assets/locales/en/connection.json';
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
  audit: zhAudit,
  command: zhCommand,
  connection: zhConnection,
  courts: zhCourts,
  devices: zhDevices,
  duty: zhDuty,
  errors: zhErrors,
  feeds: zhFeeds,
  hall: zhHall,
  map: zhMap,
  people: zhPeople,
  roles: zhRoles,
  settings: zhSettings,
  shortcuts: zhShortcuts,
  signIn: zhSignIn,
  units: zhUnits,
  wall: zhWall,
};

export type Catalogue = typeof zhCatalogue;

export const enCatalogue: Catalogue = {
  audit: enAudit,
  command: enCommand,
  connection: enConnection,
  courts: enCourts,
  devices: enDevices,
  duty: enDuty,
  errors: enErrors,
  feeds: enFeeds,
  hall: enHall,
  map: enMap,
  people: enPeople,
  roles: enRoles,
  settings: enSettings,
  shortcuts: enShortcuts,
  signIn: enSignIn,
  units: enUnits,
  wall: enWall,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Catalogue };
  }
}
