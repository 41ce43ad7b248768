import { useEffect, useState } from 'react';
import { formatClock } from '../../../i18n/beijingTime.ts';
import type { Texts } from '../../field/index.ts';
import type { FieldWork } from '../model/fieldWork.ts';
import { StorageError } from '../model/outbox/outboxStore.ts';
import { PhotoError, photoOf, type PhotoProblem } from '../model/photo/photoOf.ts';
import type { Photo, Position, Taken } from '../model/taken.ts';
import { BytesImage } from './BytesImage.tsx';
import { PhotoField } from './PhotoField.tsx';
import { Sheet } from './Sheet.tsx';
import styles from './Sheet.module.css';

const MAX_TEXT = 2_000;

type ReportSheetProps = { readonly source: 'note' | Promise<Blob>; readonly work: FieldWork; readonly texts: Texts; readonly onClose: () => void };

/** A note or a photo before it is saved: what, when and where, and one large button. */
export function ReportSheet({ source, work, texts, onClose }: ReportSheetProps) {
  const [text, setText] = useState(work.draft);
  const [moment, setMoment] = useState(() => work.moment());
  const [located, setLocated] = useState<{ readonly moment: typeof moment; readonly position: Position | null } | null>(null);
  const [photo, setPhoto] = useState<Photo | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const read = (file: Promise<Blob>) => file.then(photoOf).then(setPhoto, (error: unknown) => setProblem(texts(`work.photoProblem.${problemOf(error)}`)));
  const take = (file: Blob) => {
    setMoment(work.moment());
    setProblem(null);
    void read(Promise.resolve(file));
  };
  useEffect(() => {
    if (source !== 'note') void read(source);
    // Once for what the sheet was opened with.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [source]);
  useEffect(() => {
    let gone = false;
    void moment.position.then((position) => gone || setLocated({ moment, position }));
    return () => {
      gone = true;
    };
  }, [moment]);
  const position = located?.moment === moment ? located.position : undefined;
  const save = async () => {
    setSaving(true);
    try {
      await work.report(text, { ...moment, photo } satisfies Taken);
      onClose();
    } catch (error) {
      setProblem(texts(`work.storageProblem.${error instanceof StorageError ? error.problem : 'unavailable'}`));
      setSaving(false);
    }
  };
  const empty = photo === null && text.trim() === '';
  return (
    <Sheet
      title={texts('work.composeTitle')}
      closeLabel={texts('work.back')}
      onClose={onClose}
      footer={<button type="button" data-role="field-report-save" data-yes="true" disabled={empty || saving} onClick={() => void save()}>{texts(saving ? 'work.saving' : 'work.save')}</button>}
    >
      {problem === null ? null : <p className={styles.problem} role="alert">{problem}</p>}
      {photo === null ? null : <BytesImage className={styles.photo} bytes={photo.bytes} mimeType={photo.mimeType} alt={texts('work.photoAlt')} role="field-report-preview" />}
      <textarea
        className={photo === null ? `${styles.text} ${styles.grow}` : styles.text}
        value={text}
        maxLength={MAX_TEXT}
        aria-label={texts(photo === null ? 'work.textHint' : 'work.photoTextHint')}
        placeholder={texts(photo === null ? 'work.textHint' : 'work.photoTextHint')}
        data-role="field-report-text"
        autoFocus={source === 'note'}
        onChange={(event) => {
          setText(event.currentTarget.value);
          work.keepDraft(event.currentTarget.value);
        }}
      />
      <p className={styles.faint}>
        {texts(moment.clockOffsetMs === null ? 'work.clockUnknown' : 'work.takenAt', { time: formatClock(moment.takenAt) })}{' · '}
        {position === undefined ? texts('work.locating') : position === null ? texts('work.noPlace') : texts('work.located', { accuracy: Math.round(position.accuracyM) })}
      </p>
      <div className={styles.choice}>
        {photo === null ? <PhotoField label={texts('work.addPhoto')} role="field-report-photo" disabled={saving} onFile={take} /> : (
          <button type="button" disabled={saving} onClick={() => setPhoto(null)}>{texts('work.dropPhoto')}</button>
        )}
      </div>
    </Sheet>
  );
}

function problemOf(error: unknown): PhotoProblem {
  return error instanceof PhotoError ? error.problem : 'unreadable';
}
