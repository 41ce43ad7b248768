import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { listOf } from '../../../i18n/listOf.ts';
import { useLocale } from '../../../features/hall/index.ts';
import { useConsoleDesk } from '../desk/consoleDesk.ts';
import styles from './LayoutMenu.module.css';

/** Under the header while another desk of the same person has saved other arrangements: nothing is lost in silence. */
export function LayoutOffer() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { layouts } = useConsoleDesk();
  const offered = useStore(layouts.state, (state) => state.offered);
  if (offered === null) {
    return null;
  }
  const names = offered.saved.length === 0 ? t('desk.offerNone') : listOf(offered.saved.map(({ name }) => name), locale);
  return (
    <div className={styles.offer} role="status" data-role="layout-offer">
      <span>{t('desk.offer', { names })}</span>
      <Button onClick={() => layouts.settle('offered')}>{t('desk.offerTake')}</Button>
      <Button variant="default" onClick={() => layouts.settle('own')}>{t('desk.offerKeep')}</Button>
    </div>
  );
}
