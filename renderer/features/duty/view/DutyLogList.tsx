import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { eventSentence } from '../../../i18n/eventSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { DataTable, type Column } from '../../../ui/table/DataTable.tsx';
import { useHall, useLocale } from '../../hall/index.ts';
import { createDutyLog } from '../model/createDutyLog.ts';
import { placeText, whoText } from './lineWords.ts';
import styles from './Duty.module.css';

const PAGE = 50;

/** What happened in the duty room, newest first. */
export function DutyLogList({ courtCode, courtName }: { courtCode: CourtCode; courtName: string }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link, replica } = useHall();
  const log = useMemo(() => createDutyLog({ link, replica, courtCode, page: PAGE }), [link, replica, courtCode]);
  useEffect(() => log.start(), [log]);
  const { entries, more, phase, problem } = useStore(log.state);
  const [selected, setSelected] = useState<string | null>(null);
  const columns: Column<WireEntry>[] = [
    { key: 'at', title: t('duty.time'), track: '150px', render: (entry) => formatMoment(entry.at, link.now(), locale) },
    { key: 'post', title: t('duty.postTitle'), track: '130px', render: (entry) => <span className={styles.none}>{placeText(t, entry.subject)}</span> },
    { key: 'who', title: t('duty.who'), track: '120px', render: (entry) => whoText(t, entry.actor) },
    {
      key: 'what',
      title: t('duty.what'),
      track: 'minmax(20em, 1fr)',
      render: (entry) => {
        const sentence = eventSentence(t, entry, locale);
        return <span title={sentence}>{sentence}</span>;
      },
    },
  ];
  const chosen = entries.find((entry) => String(entry.sequence) === selected);
  const older = phase === 'readingMore' ? t('duty.readingOlder') : <Button size="compact-xs" variant="subtle" onClick={log.loadMore}>{t('duty.older')}</Button>;
  return (
    <section className={styles.log} aria-label={t('duty.log')}>
      <header className={styles.logHead}>
        <h3 className={styles.postName}>{t('duty.logOf', { court: courtName })}</h3>
        {problem !== null && (
          <span className={styles.logNote} data-tone="lost">
            {errorSentence(t, problem)} <Button size="compact-xs" variant="default" onClick={log.reread}>{t('duty.tryAgain')}</Button>
          </span>
        )}
      </header>
      <div className={styles.logBody}>
        <DataTable
          label={t('duty.log')}
          columns={columns}
          rows={entries}
          keyOf={(entry) => String(entry.sequence)}
          selected={selected}
          onSelect={setSelected}
          onNearEnd={log.loadMore}
          toneOf={(entry) => (entry.name === 'centre.lost' ? 'waiting' : undefined)}
          foot={phase === 'reading' ? t('hall.loading') : more ? older : t('duty.logEnd', { count: entries.length })}
          empty={<EmptyNote title={t(phase === 'reading' ? 'hall.loading' : problem === null ? 'duty.logEmpty' : 'duty.logFailed')} />}
        />
      </div>
      {chosen !== undefined && <p className={styles.reader}>{eventSentence(t, chosen, locale)}</p>}
    </section>
  );
}
