import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLinkState } from '../../hall/index.ts';
import styles from './Connection.module.css';

export function ConnectionBadge() {
  const { t } = useTranslation();
  const phase = useLinkState((state) => state.phase);
  const roundTripMs = useLinkState((state) => (state.roundTripMs === null ? null : Math.round(state.roundTripMs)));
  const detail = phase === 'online' && roundTripMs !== null ? t('connection.onlineDetail', { roundTripMs }) : t(`connection.${phase}`);
  return (
    <Tooltip label={detail}>
      <span className={styles.badge} data-phase={phase} data-role="connection">
        <span className={styles.dot} />
        {t(`connection.${phase}`)}
        {phase === 'online' && roundTripMs !== null && <span className={styles.trip}>{roundTripMs} ms</span>}
      </span>
    </Tooltip>
  );
}
