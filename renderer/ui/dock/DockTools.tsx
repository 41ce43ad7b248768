import type { IDockviewHeaderActionsProps } from 'dockview-react';
import { useSyncExternalStore } from 'react';
import { MaximizeIcon, RestoreIcon } from '../icons.tsx';
import styles from './Dock.module.css';
import { useDock } from './dockContext.ts';

/** Right of the tabs: one group over the whole dock, and back. */
export function DockTools({ api, containerApi }: IDockviewHeaderActionsProps) {
  const { words } = useDock();
  const maximized = useSyncExternalStore(
    (changed) => {
      const subscription = containerApi.onDidMaximizedGroupChange(changed);
      return () => subscription.dispose();
    },
    () => api.isMaximized(),
  );
  const label = maximized ? words.restore : words.maximize;
  return (
    <button type="button" className={styles.tool} aria-label={label} title={label} aria-pressed={maximized} onClick={() => (maximized ? api.exitMaximized() : api.maximize())}>
      {maximized ? <RestoreIcon size={13} /> : <MaximizeIcon size={13} />}
    </button>
  );
}
