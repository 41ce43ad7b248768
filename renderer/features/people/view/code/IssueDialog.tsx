import { useTranslation } from 'react-i18next';
import type { EnrolmentCode } from '#protocol/nouns/devices.ts';
import { CommandDialog } from '../../../command/index.ts';
import { useIssueCode, type Enrolled } from './useIssueCode.ts';
import styles from '../AdminPage.module.css';

type IssueDialogProps = { readonly of: Enrolled; readonly name: string; readonly onClose: () => void; readonly onIssued: (enrolment: EnrolmentCode) => void };

export function IssueDialog({ of, name, onClose, onIssued }: IssueDialogProps) {
  const { t } = useTranslation();
  const { command, issue } = useIssueCode(of);
  const submit = async () => {
    const enrolment = await issue();
    if (enrolment !== null) {
      onIssued(enrolment);
      onClose();
    }
  };
  return (
    <CommandDialog title={t('devices.issueTitle', { name })} submitLabel={t('devices.issueCode')} command={command} focusSubmit onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.note}>{t('devices.issueHint')}</p>
    </CommandDialog>
  );
}
