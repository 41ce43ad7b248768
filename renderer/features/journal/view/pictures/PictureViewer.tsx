import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { usePictureAddress } from './usePictureAddress.ts';
import styles from '../Journal.module.css';

const SHORT_LETTERS = 16;

/** The whole picture; Escape closes it. */
export function PictureViewer({ operationId, pictureId, onClose }: { operationId: OperationId; pictureId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { address, failed } = usePictureAddress({ operationId, pictureId });
  return (
    <Modal opened onClose={onClose} size="90vw" centered title={t('journal.pictureTitle', { hash: pictureId.slice(0, SHORT_LETTERS) })} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <div className={styles.viewer}>
        {address !== null ? <img src={address} alt={t('journal.picture.alt')} /> : <p>{t(failed ? 'journal.pictureFailed' : 'hall.loading')}</p>}
      </div>
    </Modal>
  );
}
