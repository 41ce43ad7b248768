import { Button, Progress, SegmentedControl, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '#protocol/errors.ts';
import { AUDIT_EXPORT_MAX, type AuditFilter, type ExportFormat } from '#protocol/nouns/audit.ts';
import { errorCodeOf, errorSentence } from '../../../i18n/errorSentence.ts';
import { CopyButton } from '../../../ui/form/CopyButton.tsx';
import { FormDialog } from '../../../ui/form/FormDialog.tsx';
import { Facts } from '../../../ui/page/Detail.tsx';
import { useBlocked } from '../../command/index.ts';
import { useHall } from '../../hall/index.ts';
import { exportFile, type ExportedFile, type ExportProgress } from '../model/exportFile.ts';
import { saveFile } from './saveFile.ts';
import styles from './Audit.module.css';

const MIN_PURPOSE = 4;

/** Exports what the filter matches: with a purpose, as a signed file that can be checked on any machine. */
export function ExportDialog({ filter, onClose }: { filter: AuditFilter; onClose: () => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const blocked = useBlocked();
  const [format, setFormat] = useState<ExportFormat>('json');
  const [purpose, setPurpose] = useState('');
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const [problem, setProblem] = useState<ErrorCode | null>(null);
  const [file, setFile] = useState<ExportedFile | null>(null);
  const running = useRef<AbortController | null>(null);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async () => {
    const controller = new AbortController();
    running.current = controller;
    setProblem(null);
    try {
      const exported = await exportFile({ link, input: { filter, format, purpose: purpose.trim() }, signal: controller.signal, onProgress: setProgress });
      setFile(exported);
      save(exported);
    } catch (error) {
      if (!controller.signal.aborted) {
        setProblem(errorCodeOf(error));
      }
    } finally {
      setProgress(null);
    }
  };
  const save = (exported: ExportedFile) => {
    const page = root.current?.ownerDocument;
    if (page) {
      saveFile(page, exported);
    }
  };
  const verify = `npm run log:verify -- ${file?.fileName ?? ''}`;
  return (
    <FormDialog
      title={t('audit.exportTitle')}
      closeLabel={t('hall.close')}
      cancelLabel={t(file === null ? 'hall.cancel' : 'hall.close')}
      submitLabel={t(file === null ? 'audit.exportSubmit' : 'audit.saveAgain')}
      busy={progress !== null}
      problem={problem === null ? null : errorSentence(t, problem)}
      blocked={file === null ? blocked : null}
      ready={purpose.trim().length >= MIN_PURPOSE}
      size={560}
      onClose={onClose}
      onSubmit={() => {
        if (file === null) {
          void run();
        } else {
          save(file);
        }
      }}
    >
      <div ref={root} className={styles.export}>
        {file === null ? (
          <>
            <p className={styles.note}>{t('audit.exportHint', { max: AUDIT_EXPORT_MAX.toLocaleString('en') })}</p>
            <SegmentedControl size="xs" value={format} disabled={progress !== null} onChange={setFormat} data={[{ value: 'json', label: t('audit.formatJson') }, { value: 'csv', label: t('audit.formatCsv') }]} />
            <Textarea size="xs" label={t('audit.purpose')} description={t('audit.purposeHint')} value={purpose} maxLength={200} autosize minRows={2} disabled={progress !== null} data-autofocus onChange={(event) => setPurpose(event.currentTarget.value)} />
            {progress !== null && (
              <div className={styles.progress}>
                <Progress value={progress.bytes === 0 ? 100 : (progress.doneBytes / progress.bytes) * 100} animated={progress.bytes === 0} aria-label={t('audit.exportTitle')} transitionDuration={0} />
                <span className={styles.note}>{progress.bytes === 0 ? t('audit.writing') : t('audit.fetching', { done: kilobytes(progress.doneBytes), total: kilobytes(progress.bytes) })}</span>
                <Button size="compact-xs" variant="default" onClick={() => running.current?.abort()} data-action="export-cancel">{t('audit.stopExport')}</Button>
              </div>
            )}
          </>
        ) : (
          <>
            <Facts
              facts={[
                { label: t('audit.fileName'), value: file.fileName },
                { label: t('audit.entries'), value: file.entries },
                { label: t('audit.size'), value: `${kilobytes(file.content.length)} KB` },
                { label: 'SHA-256', value: <code className={styles.code} data-role="export-sha256">{file.sha256}</code> },
              ]}
            />
            <p className={styles.note}>{t('audit.verifyHint')}</p>
            <div className={styles.verify}>
              <code className={styles.code}>{verify}</code>
              <CopyButton text={verify} label={t('people.copy')} doneLabel={t('people.copied')} failedLabel={t('people.copyFailed')} />
            </div>
          </>
        )}
      </div>
    </FormDialog>
  );
}

function kilobytes(bytes: number): string {
  return Math.ceil(bytes / 1_024).toLocaleString('en');
}
