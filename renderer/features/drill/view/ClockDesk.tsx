import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { formatClock, formatDate } from '../../../i18n/beijingTime.ts';
import { ActionButton, useBlocked } from '../../command/index.ts';
import { useHall, useHallNow, useLinkState, useLocale, useRules } from '../../hall/index.ts';
import { nextDue } from '../model/nextDue.ts';
import { useSteer } from './useSteer.ts';
import styles from './Drill.module.css';

const RATES = [0, 1, 10, 60] as const;
const STEPS_MS = [60_000, 600_000, 3_600_000] as const;

/** The clock of the exercise: its pace, and how far it goes on at once. */
export function ClockDesk() {
  const { t } = useTranslation();
  const rate = useLinkState((state) => state.clockRate);
  const blocked = useBlocked();
  const { busy, problem, steer } = useSteer();
  const { replica, link } = useHall();
  const rules = useRules();
  const toNextDue = () => {
    const at = nextDue(replica.state.getState().log, rules, link.now());
    return at === null ? Promise.resolve() : steer({ advanceTo: at });
  };
  return (
    <section className={styles.clock} aria-label={t('drill.clock')} data-role="drill-clock" data-panel-focus tabIndex={-1}>
      <Reading />
      <SegmentedControl
        size="xs"
        value={String(rate)}
        disabled={busy || blocked !== null}
        onChange={(value) => void steer({ rate: Number(value) })}
        data={RATES.map((pace) => ({ value: String(pace), label: pace === 0 ? t('drill.pause') : t('drill.rate', { rate: pace }) }))}
        aria-label={t('drill.pace')}
      />
      {STEPS_MS.map((step) => (
        <ActionButton key={step} size="compact-xs" loading={busy} data-action="clock.advance" onClick={() => void steer({ advanceMs: step })}>{t('drill.advance', { minutes: step / 60_000 })}</ActionButton>
      ))}
      <ActionButton size="compact-xs" loading={busy} data-action="clock.nextDue" onClick={() => void toNextDue()}>{t('drill.nextDue')}</ActionButton>
      {problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, problem)}</p>}
    </section>
  );
}

/** Alone, because it is drawn anew each second. */
function Reading() {
  const locale = useLocale();
  const now = useHallNow();
  return <span className={styles.reading} data-role="drill-time">{formatDate(now, locale)} {formatClock(now)}</span>;
}
