import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { signatureState } from '#domain/tasks/signing/signatureState.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { hashText } from '../model/keyCraft.ts';
import styles from './Signing.module.css';

/** That something of a task's history was signed, and whether what was signed still stands; nothing where it was not. */
export function SignatureMark({ task, place }: { task: Task; place: number }) {
  const { t } = useTranslation();
  const state = useMemo(() => signatureState(task, place, hashText), [task, place]);
  const signature = task.history[place]?.signature ?? null;
  return state !== null && signature !== null && (
    <span className={styles.mark} data-state={state} title={t('signing.markHint', { hash: signature.contentHash, key: signature.keyId })}>{t(`signing.mark.${state}`)}</span>
  );
}
