import { Button, SegmentedControl } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Report } from '#protocol/field/reports.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { ListPanel } from '../../../ui/panel/ListPanel.tsx';
import { useHall, useHallState, useLinkState } from '../../hall/index.ts';
import { useSelectionState } from '../../selection/index.ts';
import { createReportList } from '../model/createReportList.ts';
import { ReportDialog } from './ReportDialog.tsx';
import { ReportRow } from './ReportRow.tsx';
import styles from './Reports.module.css';

const SCOPES = ['all', 'operation', 'unit'] as const;
type Scope = (typeof SCOPES)[number];

/** 现场记录 of all that are seen from here, of the chosen operation, or of the chosen unit. */
export function ReportPanel() {
  const { t } = useTranslation();
  const { link, replica } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const synced = useHallState((state) => state.synced);
  const chosenOperation = useSelectionState((state) => state.operationId);
  const chosenUnit = useSelectionState((state) => state.unitId);
  const [scope, setScope] = useState<Scope>('all');
  const [open, setOpen] = useState<Report | null>(null);
  const operationId = scope === 'operation' ? chosenOperation : null;
  const unitId = scope === 'unit' ? chosenUnit : null;
  const unchosen = (scope === 'operation' && operationId === null) || (scope === 'unit' && unitId === null);
  const list = useMemo(() => createReportList({ link, filter: { operationId, unitId } }), [link, operationId, unitId]);
  const { reports, more, phase, problem } = useStore(list.state);
  useEffect(() => {
    if (online && !unchosen) void list.read();
  }, [list, online, unchosen]);
  useEffect(() => replica.onEntries((entries) => {
    if (!unchosen && entries.some(({ name }) => name === 'report.submitted')) void list.read();
  }), [replica, list, unchosen]);
  const shown = unchosen ? [] : reports;
  return (
    <ListPanel
      role="report-panel"
      fresh={synced}
      tools={<SegmentedControl size="xs" value={scope} onChange={setScope} data={SCOPES.map((name) => ({ value: name, label: t(`reports.scope.${name}`) }))} aria-label={t('reports.title')} />}
    >
      {unchosen && <EmptyNote title={t(scope === 'unit' ? 'reports.chooseUnit' : 'reports.chooseOperation')} />}
      {!unchosen && phase === 'failed' && (
        <p role="alert" className={styles.problem}>{t('reports.failed')} · {problem !== null && errorSentence(t, problem)} <Button size="compact-xs" variant="default" onClick={() => void list.read()}>{t('reports.again')}</Button></p>
      )}
      {!unchosen && phase === 'reading' && shown.length === 0 && <p className={styles.faint}>{t('reports.loading')}</p>}
      {!unchosen && phase === 'read' && shown.length === 0 && <EmptyNote title={t('reports.none')} hint={t('reports.noneHint')} />}
      {shown.map((report) => <ReportRow key={report.reportId} report={report} onOpen={() => setOpen(report)} />)}
      {!unchosen && more && <Button className={styles.older} size="compact-xs" variant="default" aria-busy={phase === 'reading'} onClick={() => phase !== 'reading' && void list.readMore()}>{t('reports.older')}</Button>}
      {open !== null && <ReportDialog report={open} onClose={() => setOpen(null)} />}
    </ListPanel>
  );
}
