import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { clockTone, type TaskClock } from '#domain/tasks/clocks/taskClocks.ts';
import { formatAge, formatDue } from '../../../../i18n/beijingTime.ts';
import { useHallNow, useLocale } from '../../../hall/index.ts';
import styles from './DossierHead.module.css';

/** Time that is left by one clock, or since when it is over; the article it goes by is told on asking. */
export function ClockMark({ clock }: { clock: TaskClock }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const tone = clockTone(clock, now);
  const { dueAt, dueIsFirm, clock: row } = clock;
  const due = formatDue(dueAt, now, locale);
  const age = formatAge(Math.abs(dueAt - now), locale);
  const left = tone === 'paused' ? t('dossier.clock.paused') : tone === 'red' ? t('dossier.clock.over', { age }) : t('dossier.clock.left', { age });
  return (
    <Tooltip multiline maw={360} label={<>{row.article}<br />{t('dossier.clock.source', { source: row.source })}{dueIsFirm ? '' : ` ${t('dossier.clock.notFirm')}`}</>}>
      <span className={styles.clock} data-tone={tone} data-clock-id={clock.clockId} tabIndex={0}>
        <i />{locale === 'en' ? row.nameEn : row.name}
        <strong>{left}</strong>
        <time>{t('dossier.clock.due', { due })}</time>
      </span>
    </Tooltip>
  );
}
