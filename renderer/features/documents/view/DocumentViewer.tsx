import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './Documents.module.css';
import { DocumentSheet, type DocumentSheetProps } from './DocumentSheet.tsx';

/** A paper in a window-filling dialog. */
export function DocumentViewer({ title, read, onClose }: DocumentSheetProps & { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={() => void setTimeout(onClose)} size="90vw" centered title={title} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <div className={styles.dialog}><DocumentSheet title={title} read={read} /></div>
    </Modal>
  );
}
