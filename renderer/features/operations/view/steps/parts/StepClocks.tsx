import { useTranslation } from 'react-i18next';
import { clockTone, type Clock } from '#domain/rules/clocks.ts';
import { useHallNow, useLocale } from '../../../../hall/index.ts';
import { countdownOf, dueWords, pressingClock, rowName } from '../../../../stepMark/index.ts';
import { formatClock, formatDate } from '../../../../../i18n/beijingTime.ts';
import styles from '../Steps.module.css';

/** In the head of a card: the clock to look at. */
export function PressingClock({ clocks }: { clocks: readonly Clock[] }) {
  return clocks.some(({ metAt }) => metAt === null) ? <Pressing clocks={clocks} /> : null;
}

function Pressing({ clocks }: { clocks: readonly Clock[] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const pressing = pressingClock(clocks, now);
  if (pressing === null) {
    return null;
  }
  const { isOver, text } = countdownOf(pressing.clock, now, locale);
  return <time className={styles.clock} data-tone={pressing.tone}>{t(isOver ? 'steps.mark.over' : 'steps.mark.left', { name: rowName(pressing.clock.limit, locale), age: text })}</time>;
}

/** Every statutory clock that has started: its text, what is left, until when. */
export function ClockLines({ clocks }: { clocks: readonly Clock[] }) {
  const { t } = useTranslation();
  if (clocks.length === 0) {
    return null;
  }
  return (
    <div className={styles.part}>
      <h5 className={styles.partTitle}>{t('steps.clocks')}</h5>
      <ul className={styles.clocks}>{clocks.map((clock) => <ClockLine key={`${clock.limitId} ${clock.startedAt}`} clock={clock} />)}</ul>
    </div>
  );
}

function ClockLine({ clock }: { clock: Clock }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const { limit, metAt } = clock;
  const tone = clockTone(clock, now);
  const { text } = countdownOf(clock, now, locale);
  const met = metAt === null ? '' : `${formatDate(metAt, locale)} ${formatClock(metAt)}`;
  return (
    <li data-tone={tone} data-limit={clock.limitId}>
      <span className={styles.clockName}>{rowName(limit, locale)}</span>
      <time className={styles.clock} data-tone={tone}>{t(`steps.tone.${tone}`, { age: text, time: met })}</time>
      <span className={styles.article} title={limit.source}>{limit.article}</span>
      <span className={styles.due}>
        {t('steps.due', { time: dueWords(clock, locale) })}
        {!clock.dueIsFirm && <em className={styles.soft}> {t('steps.dueNotFirm')}</em>}
        {!limit.verified && <em className={styles.soft}> {t('steps.notVerified')}</em>}
      </span>
    </li>
  );
}
