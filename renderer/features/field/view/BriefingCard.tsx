import { useEffect, useState } from 'react';
import type { Briefing } from '#protocol/operations/briefing.ts';
import { formatAge } from '../../../i18n/beijingTime.ts';
import styles from './BriefingCard.module.css';
import type { Texts } from './texts.ts';

type BriefingCardProps = { readonly briefing: Briefing; /** Hall time. */ readonly now: () => number; readonly texts: Texts };

/** What this unit is to do: its operation's open steps, what is missing for them, and the clocks that run. */
export function BriefingCard({ briefing: { operation }, now, texts }: BriefingCardProps) {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), 1_000);
    return () => clearInterval(timer);
  }, [now]);
  if (operation === null) {
    return null;
  }
  return (
    <section className={styles.card} data-role="briefing">
      <h2>{operation.title}{operation.place.name === '' ? '' : ` · ${operation.place.name}`}</h2>
      <ul>
        {operation.steps.map((step) => (
          <li key={step.stepId} data-step-id={step.stepId}>
            <strong>{step.name}</strong> {step.partyName ?? ''} <span className={styles.faint}>{texts(`briefing.step.${step.state}`)}</span>
            {step.missing.length > 0 ? <p className={styles.missing} data-role="missing">{texts('briefing.missing', { missing: step.missing.join('、') })}</p> : null}
            {step.recorders !== null && step.recorders.running < step.recorders.needed ? <p className={styles.missing}>{texts('briefing.recorders', step.recorders)}</p> : null}
            {step.clocks.map((clock) => (
              <p key={clock.name} className={styles.clock} data-tone={at >= clock.dueAt ? 'red' : at >= clock.amberAt ? 'amber' : 'running'}>
                {texts(at >= clock.dueAt ? 'briefing.late' : 'briefing.due', { name: clock.name, age: formatAge(Math.abs(clock.dueAt - at), 'zh-CN') })}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
