import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Entry } from '#protocol/nouns/log.ts';
import { formatClock, formatDate } from '../../../i18n/beijingTime.ts';
import { eventSentence } from '../../../i18n/eventSentence.ts';
import { Detail, DetailPart, Facts } from '../../../ui/page/Detail.tsx';
import { useEventNames, useLocale } from '../../hall/index.ts';
import { actorText } from './actorText.ts';
import type { AuditNames } from './useAuditNames.ts';
import styles from './Audit.module.css';

/** One entry whole: the sentence, and everything that the log keeps of it. */
export function EntryDetail({ entry, names, onHistory }: { entry: Entry; names: AuditNames; onHistory: (subject: string) => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const words = useEventNames();
  const { actor } = entry;
  const actorCourt = 'courtCode' in actor ? ` · ${names.courtText(actor.courtCode)}` : '';
  return (
    <Detail
      title={t('audit.entry', { sequence: entry.sequence })}
      badge={<span className={styles.faint}>{entry.name}</span>}
      actions={<Button variant="default" onClick={() => onHistory(entry.subject)} data-action="history">{t('audit.history')}</Button>}
    >
      <p className={styles.sentence}>{eventSentence(t, entry, locale, words)}</p>
      <Facts
        facts={[
          { label: t('audit.at'), value: `${formatDate(entry.at, locale)} ${formatClock(entry.at)}.${String(entry.at % 1_000).padStart(3, '0')}` },
          { label: t('audit.who'), value: `${actorText(t, actor)}${actorCourt}` },
          { label: t('audit.object'), value: names.subjectText(entry.subject) },
          { label: t('audit.court'), value: `${names.courtText(entry.courtCode)}（${entry.courtCode}）` },
        ]}
      />
      <DetailPart title={t('audit.proof')}>
        <Facts
          facts={[
            { label: t('audit.hash'), value: <code className={styles.code}>{entry.hash}</code> },
            { label: t('audit.previousHash'), value: <code className={styles.code}>{entry.previousHash}</code> },
            { label: t('audit.commandId'), value: <code className={styles.code}>{entry.commandId ?? '—'}</code> },
            { label: t('audit.via'), value: <code className={styles.code}>{entry.via ?? '—'}</code> },
            { label: t('audit.version'), value: entry.version },
            { label: t('audit.subjectId'), value: <code className={styles.code}>{entry.subject}</code> },
          ]}
        />
      </DetailPart>
      <DetailPart title={t('audit.raw')}>
        <pre className={styles.raw}>{JSON.stringify({ actor: entry.actor, data: entry.data }, null, 2)}</pre>
      </DetailPart>
    </Detail>
  );
}
