import { useTranslation } from 'react-i18next';
import type { SourceStatus } from '#protocol/media/sources.ts';
import { useHall, useTick } from '../../hall/index.ts';
import { secondsToNext } from '../model/sourceRows.ts';
import styles from './Sources.module.css';

/** Counts down by itself, so that the table around it need not. */
export function NextAttempt({ status }: { status: SourceStatus | null }) {
  const { t } = useTranslation();
  const { link } = useHall();
  useTick();
  const seconds = secondsToNext(status, link.now());
  return <span className={styles.next}>{seconds === null ? '—' : t('sources.nextIn', { seconds })}</span>;
}
