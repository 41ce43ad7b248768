import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { enCatalogue, zhCatalogue } from './catalogues.ts';

export type Locale = 'zh-CN' | 'en';

/** One instance a window, ready at once: the catalogues are part of the bundle. */
export function createI18n(locale: Locale): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zhCatalogue }, en: { translation: enCatalogue } },
    // React escapes what it draws; escaping here would show `&amp;` in unit names.
    interpolation: { escapeValue: false },
    initAsync: false,
    react: { useSuspense: false },
  });
  return instance;
}
