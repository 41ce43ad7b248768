import { Button, SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { Workbench } from '../../../ui/page/Workbench.tsx';
import { useCapability, useHall, useLinkState } from '../../hall/index.ts';
import { auditFilterOf, FIRST_FORM, historyOf, type AuditForm } from '../model/auditFilter.ts';
import { createAuditTrail } from '../model/createAuditTrail.ts';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import { EntryDetail } from './EntryDetail.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { useAuditNames } from './useAuditNames.ts';
import styles from './Audit.module.css';

/** The log for those who audit it. */
export function AuditPage() {
  const { t } = useTranslation();
  return useCapability('audit.read') ? <AuditTrailPage /> : <EmptyNote title={t('audit.noRights')} hint={t('audit.noRightsHint')} />;
}

function AuditTrailPage() {
  const { t } = useTranslation();
  const { link, replica } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const mayExport = useCapability('audit.export');
  const names = useAuditNames();
  const trail = useMemo(() => createAuditTrail({ link, replica, onEntries: names.learn }), [link, replica, names.learn]);
  const { entries, more, phase, problem, fresh, freshMore } = useStore(trail.state);
  const [form, setForm] = useState<AuditForm>(FIRST_FORM);
  const [selected, setSelected] = useState<number | null>(null);
  const [exporting, setExporting] = useState(false);

  // Days are counted from the moment the form was changed, not anew with every drawing.
  const filter = useMemo(() => auditFilterOf(form, link.now()), [form, link]);
  useEffect(() => trail.start(), [trail]);
  useEffect(() => {
    if (filter === null) {
      return undefined;
    }
    const timer = setTimeout(() => trail.open(filter), 250);
    return () => clearTimeout(timer);
  }, [trail, filter]);

  const chosen = entries.find((entry) => entry.sequence === selected);
  const clear = () => setForm(FIRST_FORM);
  return (
    <>
      <Workbench
        fresh={online}
        tools={
          <>
            <SegmentedControl size="xs" value={form.view} onChange={(view) => setForm({ ...form, view })} data={[{ value: 'all', label: t('audit.viewAll') }, { value: 'opened', label: t('audit.viewOpened') }]} />
            <AuditFilters form={form} onChange={setForm} names={names} wrongTimes={filter === null} />
            <span className={styles.end}>
              <Button variant="subtle" onClick={clear}>{t('audit.clear')}</Button>
              {mayExport && <Button variant="default" disabled={filter === null || !online} title={online ? undefined : t('audit.exportOffline')} onClick={() => setExporting(true)} data-action="audit.export">{t('audit.export')}</Button>}
            </span>
          </>
        }
        notice={
          <>
            {form.subject.trim() !== '' && (
              <NoticeLine>
                {t('audit.historyOf', { name: names.subjectText(form.subject.trim()) })}
                <Button size="compact-xs" variant="default" onClick={clear}>{t('audit.leaveHistory')}</Button>
              </NoticeLine>
            )}
            {fresh > 0 && (
              <NoticeLine>
                {t(freshMore ? 'audit.freshMany' : 'audit.fresh', { count: fresh })}
                <Button size="compact-xs" variant="default" onClick={trail.reopen} data-action="show-fresh">{t('audit.showFresh')}</Button>
              </NoticeLine>
            )}
            {problem !== null && (
              <NoticeLine tone="lost">
                {errorSentence(t, problem)}
                <Button size="compact-xs" variant="default" disabled={!online} onClick={entries.length === 0 ? trail.reopen : trail.loadMore}>{t('audit.tryAgain')}</Button>
              </NoticeLine>
            )}
          </>
        }
        side={chosen === undefined ? <EmptyNote title={t('audit.chooseHint')} /> : <EntryDetail key={chosen.sequence} entry={chosen} names={names} onHistory={(subject) => setForm(historyOf(subject))} />}
      >
        <AuditTable
          entries={entries}
          names={names}
          selected={selected}
          onSelect={setSelected}
          onNearEnd={trail.loadMore}
          foot={more ? (phase === 'readingMore' ? t('audit.readingMore') : <Button size="compact-xs" variant="subtle" onClick={trail.loadMore}>{t('audit.more')}</Button>) : t('audit.end', { count: entries.length })}
          empty={<NoEntries reading={phase === 'reading'} failed={problem !== null} wrongTimes={filter === null} onClear={clear} />}
        />
      </Workbench>
      {exporting && filter !== null && <ExportDialog filter={filter} onClose={() => setExporting(false)} />}
    </>
  );
}

function NoEntries({ reading, failed, wrongTimes, onClear }: { reading: boolean; failed: boolean; wrongTimes: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (wrongTimes) {
    return <EmptyNote title={t('audit.wrongTimes')} />;
  }
  if (failed) {
    return <EmptyNote title={t('audit.failed')} />;
  }
  return reading ? <EmptyNote title={t('hall.loading')} /> : <EmptyNote title={t('audit.noMatch')} hint={t('audit.noMatchHint')}><Button variant="default" onClick={onClear}>{t('audit.clear')}</Button></EmptyNote>;
}
