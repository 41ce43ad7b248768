import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { formatAge, formatClock, formatMoment } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { useLocale } from '../../hall/index.ts';
import type { Entrance, EntranceProblem } from '../model/createEntrance.ts';
import type { SignInMemory } from '../model/signInMemory.ts';
import styles from './Fields.module.css';

/** Why the last person is signed in no more. */
export function DepartureNote({ memory }: { memory: StoreApi<SignInMemory> }) {
  const { t } = useTranslation();
  const departure = useStore(memory, (state) => state.departure);
  return departure && <p className={styles.message} role="status" data-departure={departure}>{t(`signIn.departure.${departure}`)}</p>;
}

/** While the hall does not answer: since when, what to look at, and a way to try at once. */
export function AwayNote({ entrance }: { entrance: Entrance }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const away = useStore(entrance.state, (state) => state.away);
  const now = useSeconds();
  return (
    away && (
      <div className={styles.away} role="status" data-role="hall-away">
        <div className={styles.awayHead}>
          <span>{t('signIn.away')}</span>
          <Button size="compact-xs" variant="default" onClick={() => entrance.look()}>{t('signIn.retryNow')}</Button>
        </div>
        <p className={styles.faint}>{t('signIn.awaySince', { time: formatMoment(away.sinceAt, now, locale), age: formatAge(now - away.sinceAt, locale) })}</p>
        <p className={styles.faint}>{t('signIn.awayReason')}</p>
      </div>
    )
  );
}

/** Why nobody was let in. That the hall is away is said above already. */
export function ProblemNote({ problem }: { problem: EntranceProblem | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const words = problem && problemWords(t, problem, locale);
  return words && <p className={styles.message} role="alert" data-kind="problem" data-code={problem?.code}>{words}</p>;
}

function problemWords(t: TFunction, { code, untilAt }: EntranceProblem, locale: string): string | null {
  switch (code) {
    case 'signInFailed':
      return t('signIn.wrong');
    case 'accountLocked':
      return untilAt === null ? errorSentence(t, code) : t('signIn.lockedUntil', { time: minuteOf(untilAt, locale) });
    case 'tooManyRequests':
      return t('signIn.tooMany');
    case 'logUnavailable':
      return t('signIn.cannotRecord');
    case 'browserFailed':
      return t('signIn.browserFailed');
    case 'oidcExpired':
      return t('signIn.oidcExpired');
    case 'disconnected':
    case 'timedOut':
    case 'closing':
      return null;
    default:
      return errorSentence(t, code);
  }
}

/** The first whole minute at which the lock is over. */
function minuteOf(untilAt: number, locale: string): string {
  const at = Math.ceil(untilAt / 60_000) * 60_000;
  const moment = formatMoment(at, Date.now(), locale);
  return moment === formatClock(at) ? moment.slice(0, -3) : moment.replace(/:\d\d$/, '');
}

/** This machine's time in whole seconds; there is no hall yet whose ticker would tell it. */
function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
