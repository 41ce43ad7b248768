import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatAge, formatMoment } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { useHall, useHallState, useLinkState, useLocale, useTick } from '../../hall/index.ts';
import styles from './Connection.module.css';

/** Under the header while something is wrong with the connection; nothing otherwise. */
export function ConnectionBar({ onOpenSettings }: { onOpenSettings: () => void }) {
  const phase = useLinkState((state) => state.phase);
  return phase === 'offline' || phase === 'refused' ? <Bar onOpenSettings={onOpenSettings} /> : null;
}

function Bar({ onOpenSettings }: { onOpenSettings: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const { phase, error, sinceAt, retryAt } = useLinkState((state) => state);
  const syncedAt = useHallState((state) => state.syncedAt);
  const now = useTick();
  const refused = phase === 'refused';
  const seconds = retryAt === null ? 0 : Math.ceil((retryAt - now) / 1_000);
  return (
    <div className={styles.bar} role="status" data-phase={phase}>
      <span className={styles.text}>
        {refused ? errorSentence(t, error ?? 'internal') : t(syncedAt === null ? 'connection.offlineNeverDetail' : 'connection.offlineDetail', { age: formatAge(now - sinceAt, locale) })}
        {!refused && syncedAt === null && error !== null && ` ${errorSentence(t, error)}`}
      </span>
      {syncedAt !== null && <span className={styles.synced}>{t('connection.lastSyncedAt', { time: formatMoment(syncedAt, now, locale) })}</span>}
      {!refused && <span className={styles.retry}>{seconds > 0 ? t('connection.retryIn', { seconds }) : t('connection.retrying')}</span>}
      <Button size="compact-xs" variant="default" onClick={() => link.reconnect()}>{t('connection.retryNow')}</Button>
      {refused && <Button size="compact-xs" onClick={onOpenSettings}>{t('connection.openSettings')}</Button>}
    </div>
  );
}
