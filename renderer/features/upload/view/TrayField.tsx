import { Button } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import type { Tray, TrayFile } from '../model/createTray.ts';
import styles from './TrayField.module.css';

export type TrayFieldProps = {
  readonly tray: Tray;
  /** The button's words, and what is said of a file that is none of those that are taken. */
  readonly label: string;
  readonly wrongType: string;
};

/** Chooses files, by the button or by dropping them, and shows each on its way: how far, why not, off again. */
export function TrayField({ tray, label, wrongType }: TrayFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const { files } = useStore(tray.state);
  return (
    <div
      className={styles.tray}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        tray.add([...event.dataTransfer.files]);
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        multiple={tray.most > 1}
        accept={tray.types.join(',')}
        data-role="file-input"
        onChange={(event) => {
          tray.add([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again after it was taken off.
          event.currentTarget.value = '';
        }}
      />
      <Button size="compact-xs" variant="default" disabled={files.length >= tray.most} onClick={() => input.current?.click()}>{label}</Button>
      {files.map((file) => <OnItsWay key={file.key} file={file} tray={tray} wrongType={wrongType} />)}
    </div>
  );
}

function OnItsWay({ file, tray, wrongType }: { file: TrayFile; tray: Tray; wrongType: string }) {
  const { t } = useTranslation();
  const { key, name, fault, fileId, receivedBytes, totalBytes } = file;
  const percent = totalBytes === 0 ? 0 : Math.floor((100 * receivedBytes) / totalBytes);
  const words = fault === 'type' ? wrongType : fault === 'size' ? t('upload.size') : fault !== null ? errorSentence(t, fault) : fileId === null ? `${percent}%` : t('upload.sent');
  return (
    <span className={styles.onItsWay} data-phase={fault !== null ? 'failed' : fileId === null ? 'sending' : 'sent'} title={name}>
      <span className={styles.fileName}>{name}</span>
      <span className={styles.percent}>{words}</span>
      {fault !== null && fault !== 'type' && fault !== 'size' && <Button size="compact-xs" variant="subtle" onClick={() => tray.again(key)}>{t('upload.again')}</Button>}
      <button type="button" className={styles.remove} aria-label={t('upload.remove', { name })} onClick={() => tray.remove(key)}>×</button>
    </span>
  );
}
