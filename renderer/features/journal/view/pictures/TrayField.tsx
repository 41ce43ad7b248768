import { Button } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { PICTURE_TYPES } from '#protocol/operations/journal.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import type { Tray, TrayPicture } from '../../model/createTray.ts';
import styles from '../Journal.module.css';

/** Chooses pictures, and shows each on its way: how far, why not, off again. */
export function TrayField({ tray, most }: { tray: Tray; most: number }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { pictures } = useStore(tray.state);
  return (
    <div className={styles.tray}>
      <input
        ref={input}
        type="file"
        hidden
        multiple={most > 1}
        accept={PICTURE_TYPES.join(',')}
        data-role="picture-input"
        onChange={(event) => {
          tray.add([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again after it was taken off.
          event.currentTarget.value = '';
        }}
      />
      <Button size="compact-xs" variant="default" disabled={pictures.length >= most} onClick={() => input.current?.click()}>{t('journal.addPicture')}</Button>
      {pictures.map((picture) => <OnItsWay key={picture.key} picture={picture} tray={tray} />)}
    </div>
  );
}

function OnItsWay({ picture, tray }: { picture: TrayPicture; tray: Tray }) {
  const { t } = useTranslation();
  const { key, name, fault, pictureId, receivedBytes, totalBytes } = picture;
  const percent = totalBytes === 0 ? 0 : Math.floor((100 * receivedBytes) / totalBytes);
  const words = fault === 'type' || fault === 'size' ? t(`journal.picture.${fault}`) : fault !== null ? errorSentence(t, fault) : pictureId === null ? `${percent}%` : t('journal.picture.sent');
  return (
    <span className={styles.onItsWay} data-phase={fault !== null ? 'failed' : pictureId === null ? 'sending' : 'sent'} title={name}>
      <span className={styles.fileName}>{name}</span>
      <span className={styles.percent}>{words}</span>
      {fault !== null && fault !== 'type' && fault !== 'size' && <Button size="compact-xs" variant="subtle" onClick={() => tray.again(key)}>{t('journal.again')}</Button>}
      <button type="button" className={styles.remove} aria-label={t('journal.removePicture', { name })} onClick={() => tray.remove(key)}>×</button>
    </span>
  );
}
