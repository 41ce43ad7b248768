import { useTranslation } from 'react-i18next';

/** The language on screen, for the functions of `i18n/beijingTime.ts`. */
export function useLocale(): string {
  return useTranslation().i18n.language;
}
