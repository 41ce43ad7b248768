import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SosButton, SosState } from '../model/sosButton.ts';
import styles from './SosPanel.module.css';
import type { Texts } from './texts.ts';

/** Long enough that nobody calls for help by sitting on the device. */
const HOLD_MS = 1_000;
const MIN_REASON = 2;

type SosPanelProps = { readonly sos: SosButton; readonly texts: Texts; readonly onPress: () => void };

/** The button, held for a second; then what became of the call, and how to take it back in two steps. */
export function SosPanel({ sos, texts, onPress }: SosPanelProps) {
  const state = useStore(sos.state);
  const [asking, setAsking] = useState(false);
  const news = newsOf(state, texts);
  return (
    <section className={styles.panel} data-role="sos" data-sos={state.unsent === null ? (state.open?.state ?? 'none') : 'unsent'}>
      {news === null ? null : <p className={styles.news} role="status">{news}</p>}
      {state.unsent !== null && state.problem !== null ? <p className={styles.problem}>{texts('sos.problem', { code: state.problem })}</p> : null}
      {asking && state.open !== null ? (
        <TakeBack sos={sos} texts={texts} busy={state.takingBack} onDone={() => setAsking(false)} />
      ) : (
        <div className={styles.buttons}>
          <HoldButton texts={texts} again={state.open !== null || state.unsent !== null} onHeld={onPress} />
          {state.open === null ? null : (
            <button type="button" className={styles.back} onClick={() => setAsking(true)}>{texts('sos.takeBack')}</button>
          )}
        </div>
      )}
    </section>
  );
}

function HoldButton({ texts, again, onHeld }: { texts: Texts; again: boolean; onHeld: () => void }) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [held, setHeld] = useState(false);
  const letGo = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setHeld(false);
  };
  const hold = () => {
    if (timer.current !== undefined) {
      return;
    }
    setHeld(true);
    timer.current = setTimeout(() => {
      letGo();
      globalThis.navigator.vibrate?.(200);
      onHeld();
    }, HOLD_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <button
      type="button"
      className={styles.sos}
      data-held={held}
      data-again={again}
      data-role="sos-button"
      onPointerDown={hold}
      onPointerUp={letGo}
      onPointerLeave={letGo}
      onPointerCancel={letGo}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ' ? hold() : undefined)}
      onKeyUp={letGo}
      onBlur={letGo}
    >
      <strong>{texts('sos.press')}</strong>
      <span>{texts('sos.hold')}</span>
    </button>
  );
}

function TakeBack({ sos, texts, busy, onDone }: { sos: SosButton; texts: Texts; busy: boolean; onDone: () => void }) {
  const [reason, setReason] = useState('');
  return (
    <form
      className={styles.takeBack}
      onSubmit={(event) => {
        event.preventDefault();
        void sos.takeBack(reason.trim()).then((taken) => taken && onDone());
      }}
    >
      <input value={reason} maxLength={200} aria-label={texts('sos.reason')} placeholder={texts('sos.reason')} autoFocus onChange={(event) => setReason(event.currentTarget.value)} />
      <button type="submit" className={styles.back} disabled={busy || reason.trim().length < MIN_REASON}>{texts('sos.confirm')}</button>
      <button type="button" className={styles.back} onClick={onDone}>{texts('sos.cancel')}</button>
    </form>
  );
}

function newsOf({ unsent, open }: SosState, texts: Texts): string | null {
  if (unsent !== null) {
    return texts('sos.waiting');
  }
  switch (open?.state) {
    case undefined:
    case 'resolved': return null;
    case 'raised': return texts('sos.raised');
    case 'acknowledged': return open.answeredBy === null ? texts('sos.acknowledged') : texts('sos.acknowledgedBy', { name: open.answeredBy.name, court: open.answeredBy.courtName });
    case 'dispatched': return open.helpName === null ? texts('sos.dispatchedNobody') : texts('sos.dispatched', { name: open.helpName });
  }
}
