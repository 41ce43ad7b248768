import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './ShortcutsDialog.module.css';

const ROWS = [
  { keys: ['Ctrl', '1', '…', '5'], words: 'pages' },
  { keys: ['/'], words: 'search' },
  { keys: ['↑', '↓'], words: 'upDown' },
  { keys: ['Enter'], words: 'enter' },
  { keys: ['1', '…', '7'], words: 'grids' },
  { keys: ['8'], words: 'auto' },
  { keys: ['9'], words: 'manual' },
  { keys: ['`'], words: 'nextSlot' },
  { keys: ['Delete'], words: 'clearTile' },
  { keys: ['P'], words: 'pin' },
  { keys: ['A'], words: 'listen' },
  { keys: ['Esc'], words: 'escape' },
  { keys: ['?'], words: 'help' },
] as const;

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} title={t('shortcuts.title')} size="md" centered transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <dl className={styles.list}>
        {ROWS.map(({ keys, words }) => (
          <div key={words} className={styles.row}>
            <dt>{keys.map((key) => (key === '…' ? <span key={key}>–</span> : <Kbd key={key} size="xs">{key}</Kbd>))}</dt>
            <dd>{t(`shortcuts.${words}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
