import { useState, type ReactNode } from 'react';
import styles from './FieldTabs.module.css';

export type FieldTab = { readonly key: string; readonly label: string; /** What waits there; 0: nothing. */ readonly waiting: number; readonly content: ReactNode };

/** What is chosen below fills the room between head and controls; the first is the picture. */
export function FieldTabs({ tabs }: { tabs: readonly FieldTab[] }) {
  const [chosen, setChosen] = useState(tabs[0]?.key);
  const shown = tabs.find(({ key }) => key === chosen) ?? tabs[0];
  return (
    <>
      <div className={styles.content} role="tabpanel" data-tab={shown?.key}>{shown?.content}</div>
      {tabs.length > 1 ? (
        <nav className={styles.bar} role="tablist">
          {tabs.map(({ key, label, waiting }) => (
            <button key={key} type="button" role="tab" aria-selected={key === shown?.key} data-role={`field-tab-${key}`} onClick={() => setChosen(key)}>
              {label}
              {waiting > 0 ? <span className={styles.count}>{waiting}</span> : null}
            </button>
          ))}
        </nav>
      ) : null}
    </>
  );
}
