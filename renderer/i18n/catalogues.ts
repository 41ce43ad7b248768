import zhConnection from '../../assets/locales/zh-CN/connection.json';
import zhErrors from '../../assets/locales/zh-CN/errors.json';
import zhFeeds from '../../assets/locales/zh-CN/feeds.json';
import zhHall from '../../assets/locales/zh-CN/hall.json';
import zhSettings from '../../assets/locales/zh-CN/settings.json';
import zhShortcuts from '../../assets/locales/zh-CN/shortcuts.json';
import zhUnits from '../../assets/locales/zh-CN/units.json';
import zhWall from '../../assets/locales/zh-CN/wall.json';
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

/** The source language; its shape is the type of every key. */
export const zhCatalogue = {
  connection: zhConnection,
  errors: zhErrors,
  feeds: zhFeeds,
  hall: zhHall,
  map: zhMap,
  settings: zhSettings,
  shortcuts: zhShortcuts,
  units: zhUnits,
  wall: zhWall,
};

export type Catalogue = typeof zhCatalogue;

export const enCatalogue: Catalogue = {
  connection: enConnection,
  errors: enErrors,
  feeds: enFeeds,
  hall: enHall,
  map: enMap,
  settings: enSettings,
  shortcuts: enShortcuts,
  units: enUnits,
  wall: enWall,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Catalogue };
  }
}
