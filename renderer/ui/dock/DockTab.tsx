import type { IDockviewPanelHeaderProps } from 'dockview-react';
import { CloseIcon } from '../icons.tsx';
import styles from './Dock.module.css';
import { useDock } from './dockContext.ts';

/** The tab's name and marks. The keyboard goes from tab to tab by the dock's own arrows; Delete closes. */
export function DockTab({ api }: IDockviewPanelHeaderProps) {
  const { panels, words } = useDock();
  const panel = panels.get(api.id);
  if (panel === undefined) {
    return null;
  }
  const close = () => api.close();
  return (
    <div className={styles.tab} data-tab={panel.id} onAuxClick={(event) => event.button === 1 && close()}>
      <span className={styles.icon}>{panel.icon}</span>
      <span className={styles.name}>{panel.title}</span>
      {panel.note}
      <button
        type="button"
        className={styles.close}
        tabIndex={-1}
        aria-label={words.close(panel.title)}
        title={words.close(panel.title)}
        // The tab is dragged by its whole face, and would take the press for itself.
        onPointerDown={(event) => event.stopPropagation()}
        onClick={(event) => {
          event.stopPropagation();
          close();
        }}
      >
        <CloseIcon size={10} />
      </button>
    </div>
  );
}
