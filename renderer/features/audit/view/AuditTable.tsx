import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '#protocol/nouns/log.ts';
import { formatClock, formatDate, formatMoment } from '../../../i18n/beijingTime.ts';
import { eventSentence } from '../../../i18n/eventSentence.ts';
import { MiddleEllipsis } from '../../../ui/MiddleEllipsis.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useEventNames, useHall, useLocale } from '../../hall/index.ts';
import { actorText } from './actorText.ts';
import type { AuditNames } from './useAuditNames.ts';
import styles from './Audit.module.css';

type AuditTableProps = {
  readonly entries: readonly Entry[];
  readonly names: AuditNames;
  readonly selected: number | null;
  readonly onSelect: (sequence: number) => void;
  readonly onNearEnd: () => void;
  readonly foot: ReactNode;
  readonly empty: ReactNode;
};

/** Entries newest first, each as a sentence. */
export function AuditTable({ entries, names, selected, onSelect, onNearEnd, foot, empty }: AuditTableProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const words = useEventNames();
  const { want } = names;
  useEffect(() => want(entries.map((entry) => entry.subject)), [want, entries]);
  const columns: Column<Entry>[] = [
    { key: 'at', title: t('audit.at'), track: '150px', render: (entry) => momentOf(entry.at, link.now(), locale) },
    { key: 'sequence', title: t('audit.sequence'), track: '72px', render: (entry) => <span className={styles.faint}>{entry.sequence}</span> },
    { key: 'who', title: t('audit.who'), track: 'minmax(6em, 0.7fr)', render: (entry) => <MiddleEllipsis text={actorText(t, entry.actor)} /> },
    {
      key: 'what',
      title: t('audit.what'),
      track: 'minmax(14em, 3fr)',
      render: (entry) => {
        const sentence = eventSentence(t, entry, locale, words);
        return <span title={sentence}>{sentence}</span>;
      },
    },
    { key: 'subject', title: t('audit.object'), track: 'minmax(8em, 1.3fr)', render: (entry) => <MiddleEllipsis text={names.subjectText(entry.subject)} /> },
    { key: 'court', title: t('audit.court'), track: 'minmax(7em, 1.1fr)', render: (entry) => <MiddleEllipsis text={names.courtText(entry.courtCode)} /> },
  ];
  return (
    <DataTable
      label={t('audit.title')}
      columns={columns}
      rows={entries}
      keyOf={(entry) => String(entry.sequence)}
      selected={selected === null ? null : String(selected)}
      onSelect={(key) => onSelect(Number(key))}
      onNearEnd={onNearEnd}
      foot={foot}
      empty={empty}
      minWidthPx={860}
    />
  );
}

/** With its year where that is not this one: the log goes back further than a list of today's. */
function momentOf(at: number, now: number, locale: string): string {
  const sameYear = formatDate(at, 'en').slice(0, 4) === formatDate(now, 'en').slice(0, 4);
  return sameYear ? formatMoment(at, now, locale) : `${formatDate(at, locale)} ${formatClock(at)}`;
}
