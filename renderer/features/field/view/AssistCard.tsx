import { useState } from 'react';
import { useStore } from 'zustand';
import type { AssistRefusal } from '#protocol/field/assist.ts';
import type { AssistDesk } from '../model/assistDesk.ts';
import styles from './AssistCard.module.css';
import type { Texts } from './texts.ts';

/** The reasons a person may give, each with one touch. */
const REASONS = ['busy', 'unsafe', 'notNow'] as const satisfies readonly AssistRefusal[];

/** What a desk asks for, who asks, and the two answers; the oldest first, one at a time. */
export function AssistCard({ assists, texts }: { assists: AssistDesk; texts: Texts }) {
  const { asks, doing } = useStore(assists.state);
  const [refusing, setRefusing] = useState<string | null>(null);
  const ask = asks[0];
  if (ask === undefined) {
    return null;
  }
  const { assistId, kind, text, byName, courtName } = ask;
  return (
    <section className={styles.card} role="alertdialog" aria-label={texts('assist.title')} data-role="field-assist" data-kind={kind}>
      <p className={styles.who}>{texts('assist.by', { name: byName, court: courtName })}{asks.length > 1 ? texts('assist.more', { count: asks.length - 1 }) : ''}</p>
      <p className={styles.what}>{texts(`assist.kind.${kind}`)}</p>
      {text === '' ? null : <p className={styles.text}>{text}</p>}
      <div className={styles.buttons}>
        {refusing === assistId ? (
          REASONS.map((reason) => (
            <button key={reason} type="button" data-role={`field-assist-${reason}`} onClick={() => void assists.refuse(ask, reason)}>{texts(`assist.reason.${reason}`)}</button>
          ))
        ) : (
          <>
            <button type="button" data-role="field-assist-refuse" disabled={doing === assistId} onClick={() => setRefusing(assistId)}>{texts('assist.refuse')}</button>
            <button type="button" className={styles.yes} data-role="field-assist-accept" disabled={doing !== null} onClick={() => void assists.accept(ask)}>{texts(doing === assistId ? 'assist.doing' : 'assist.accept')}</button>
          </>
        )}
      </div>
    </section>
  );
}
