import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock } from '../../../i18n/beijingTime.ts';
import type { BatonView } from '../model/batonView.ts';
import styles from './Baton.module.css';
import { useBaton } from './useBaton.ts';

/** Who may change the wall, and what one can do about it. */
export function BatonBar({ openDialog }: { openDialog: (name: 'seize' | 'lend' | 'pass') => void }) {
  const { t } = useTranslation();
  const { view, now, act, busy, problem } = useBaton(openDialog);
  const [declined, setDeclined] = useState<number | null>(null);
  const asked = view.state === 'mine' && view.asked !== null && view.asked.at !== declined ? view.asked : null;
  return (
    <div className={styles.bar} data-state={view.state} data-role="wall-baton" data-hand={view.hand?.userId ?? ''}>
      <span className={styles.words}>{wordsOf(view)}</span>
      {view.untilAt !== null && <span className={styles.countdown}>{t('wallBaton.left', { time: countdown(view.untilAt - now) })}</span>}
      {asked !== null && (
        <span className={styles.asked} role="status">
          {t('wallBaton.askedBy', { name: asked.name, time: formatClock(asked.at) })}
          <Button size="compact-xs" variant="default" data-action="wall.declineBaton" onClick={() => setDeclined(asked.at)}>{t('wallBaton.decline')}</Button>
        </span>
      )}
      {view.actions.map((action) => (
        <Button key={action} size="compact-xs" variant="default" loading={busy} data-action={`wall.${action}Baton`} title={t(`wallBaton.hint.${action}`)} onClick={() => act(action)}>
          {t(`wallBaton.action.${action}`)}
        </Button>
      ))}
      {problem !== null && <span className={styles.problem} role="alert">{problem}</span>}
    </div>
  );

  function wordsOf({ state, hand, holderName, sinceAt }: BatonView): string {
    const time = sinceAt === null ? '' : formatClock(sinceAt);
    return t(`wallBaton.state.${state}`, { name: hand?.name ?? '', holder: holderName ?? '', time });
  }
}

function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  const clock = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return seconds >= 3_600 ? `${Math.floor(seconds / 3_600)}:${clock}` : clock;
}
