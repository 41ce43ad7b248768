import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SHORTCUT_GROUPS, SHORTCUT_NAMES, SHORTCUTS } from '../model/shortcutTable.ts';
import { Keys } from './Keys.tsx';
import styles from './ShortcutsDialog.module.css';

/** The table of keys, as it listens. */
export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const groups = SHORTCUT_GROUPS.map((group) => ({
    title: t(`shortcuts.group.${group}`),
    rows: SHORTCUT_NAMES.filter((name) => SHORTCUTS[name].group === group).map((name) => ({ title: t(`shortcuts.${name}`), chord: SHORTCUTS[name].chord })),
  }));
  return (
    <Modal opened={opened} onClose={onClose} title={t('shortcuts.title')} size={760} centered transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <div className={styles.groups}>
        {groups.map(({ title, rows }) => (
          <section key={title} aria-label={title}>
            <h4 className={styles.group}>{title}</h4>
            <dl className={styles.list}>
              {rows.map((row) => (
                <div key={row.chord} className={styles.row}>
                  <dt><Keys chord={row.chord} /></dt>
                  <dd>{row.title}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
