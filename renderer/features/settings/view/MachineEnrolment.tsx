import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServerAddress } from '#protocol/ipc/calls.ts';
import { errorCodeOf, errorSentence } from '../../../i18n/errorSentence.ts';
import type { DeskHost } from '../../../platform/host.ts';
import { isCode } from '../model/connectionForm.ts';
import { CodeField } from './ConnectionFields.tsx';
import styles from './SettingsDialog.module.css';

type Outcome = { readonly kind: 'done'; readonly name: string } | { readonly kind: 'failed'; readonly words: string };

type MachineEnrolmentProps = {
  readonly desk: DeskHost;
  /** The hall as it is saved; null while what was typed is another one. */
  readonly server: ServerAddress | null;
  readonly enrolled: boolean;
};

/** Whether the machine's walls may show, and the code that lets them. Takes effect at once. */
export function MachineEnrolment({ desk, server, enrolled }: MachineEnrolmentProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState(false);
  const [asking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const enrol = async (hall: ServerAddress) => {
    setWrong(!isCode(code));
    setOutcome(null);
    if (!isCode(code)) {
      return;
    }
    setAsking(true);
    try {
      setOutcome({ kind: 'done', name: await desk.enrol(hall, code.trim()) });
      setCode('');
    } catch (error) {
      const failure = errorCodeOf(error);
      setOutcome({ kind: 'failed', words: failure === 'forbidden' ? t('settings.codeNotConsole') : errorSentence(t, failure) });
    } finally {
      setAsking(false);
    }
  };
  return (
    <fieldset className={styles.machine} data-enrolled={enrolled}>
      <legend>{t('settings.machine')}</legend>
      <p>{t(enrolled ? 'settings.enrolled' : 'settings.notEnrolled')}</p>
      <div className={styles.codeRow}>
        <CodeField code={code} wrong={wrong} description={enrolled ? t('settings.enrolAgain') : t('settings.codeHint')} onChange={setCode} />
        <Button variant="default" loading={asking} disabled={server === null || code.trim() === ''} onClick={() => server !== null && void enrol(server)} data-role="enrol">{t('settings.enrol')}</Button>
      </div>
      {server === null && <p className={styles.note}>{t('settings.saveServerFirst')}</p>}
      {outcome !== null && <p className={styles.outcome} role={outcome.kind === 'done' ? 'status' : 'alert'} data-kind={outcome.kind}>{outcome.kind === 'done' ? t('settings.enrolledAs', { name: outcome.name }) : outcome.words}</p>}
    </fieldset>
  );
}
