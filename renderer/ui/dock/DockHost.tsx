import type { IDockviewPanelProps } from 'dockview-react';
import { useSyncExternalStore } from 'react';
import { DockedContext } from '../panel/Panel.tsx';
import styles from './Dock.module.css';
import { useDock } from './dockContext.ts';

/** Where a panel's content stands. Behind another tab it has no size, so that nothing in it asks for pictures. */
export function DockHost({ api }: IDockviewPanelProps) {
  const { panels } = useDock();
  const visible = useSyncExternalStore(
    (changed) => {
      const subscription = api.onDidVisibilityChange(changed);
      return () => subscription.dispose();
    },
    () => api.isVisible,
  );
  const panel = panels.get(api.id);
  return panel === undefined ? null : (
    <div className={styles.host} data-panel={panel.id} data-shown={visible} role="group" aria-label={panel.title} tabIndex={-1}>
      <DockedContext value>{panel.content}</DockedContext>
    </div>
  );
}
