import { Button } from '@mantine/core';
import { useEffect, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#protocol/errors.ts';
import type { Drill } from '#protocol/scenario/drills.ts';
import type { DrillReport, Mark } from '#protocol/scenario/score.ts';
import { courtName } from '#domain/courts/courtName.ts';
import { formatClock, formatMoment } from '../../../i18n/beijingTime.ts';
import { errorCodeOf, errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { useHall, useHallState, useLinkState, useLocale } from '../../hall/index.ts';
import { reportCsv, reportJson, round, type ReportFile } from '../model/reportFile.ts';
import { Shares } from './Shares.tsx';
import styles from './Drill.module.css';

const HEADS = ['verdict', 'title', 'court', 'role', 'by', 'calledAt', 'dueAt', 'doneAt', 'reaction', 'pointsHead', 'weight', 'hint'] as const;
const KEPT_MS = 60_000;

/** How one exercise went: what was missed first, then who did what and how quickly. */
export function DrillReportView({ drill }: { readonly drill: Drill }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const [report, problem] = useReport(drill);
  const courts = useHallState((state) => state.log.courts);
  if (report === null) {
    return <EmptyNote title={problem === null ? t('drill.reading') : errorSentence(t, problem)} hint={problem === null ? undefined : t('drill.readAgain')} />;
  }
  const court = (courtCode: Mark['courtCode']) => courtName(courts, courtCode);
  const words = { heads: HEADS.map((head) => t(`drill.head.${head}`)), verdict: (verdict: Mark['verdict']) => t(`drill.verdict.${verdict}`), role: (role: NonNullable<Mark['role']>) => t(`roles.${role}`), court, time: formatClock };
  const save = ({ currentTarget }: MouseEvent<HTMLElement>, file: ReportFile) => saveFile(currentTarget.ownerDocument, file);
  return (
    <section className={styles.report} data-role="drill-report" data-drill={drill.drillId}>
      <header className={styles.reportHead}>
        <h3>{t('drill.reportOf', { title: locale === 'en' ? drill.titleEn : drill.title })}</h3>
        <span className={styles.total} data-role="drill-total">{t('drill.points', { count: report.total })}</span>
      </header>
      <p className={styles.when}>{t('drill.ran', { from: formatMoment(drill.startedAt, link.now(), locale), to: formatMoment(drill.ended?.at ?? drill.startedAt, link.now(), locale), by: drill.startedBy, reason: drill.ended?.reason ?? '' })}</p>
      <div className={styles.tools}>
        <Button size="compact-xs" variant="default" data-action="drill.csv" onClick={(event) => save(event, reportCsv({ drill, report }, words))}>{t('drill.csv')}</Button>
        <Button size="compact-xs" variant="default" data-action="drill.json" onClick={(event) => save(event, reportJson({ drill, report }))}>{t('drill.json')}</Button>
        <Button size="compact-xs" variant="default" data-action="drill.print" onClick={(event) => event.currentTarget.ownerDocument.defaultView?.print()}>{t('drill.print')}</Button>
      </div>
      <table className={styles.table}>
        <thead>
          <tr>{(['verdict', 'title', 'court', 'by', 'doneAt', 'reaction', 'pointsHead'] as const).map((head) => <th key={head} scope="col">{t(`drill.head.${head}`)}</th>)}</tr>
        </thead>
        <tbody>
          {report.marks.map((mark) => (
            <tr key={mark.id} data-mark={mark.id} data-verdict={mark.verdict}>
              <td className={styles.verdict} data-verdict={mark.verdict}>{t(`drill.verdict.${mark.verdict}`)}</td>
              <td>{mark.title}{mark.verdict !== 'met' && <span className={styles.hint}>{mark.hint}</span>}</td>
              <td>{court(mark.courtCode)}</td>
              <td>{mark.by?.name ?? '—'}</td>
              <td className={styles.figure}>{mark.doneAt === null ? '—' : formatClock(mark.doneAt)}</td>
              <td className={styles.figure}>{mark.reactionMs === null ? '—' : t('drill.seconds', { count: Math.round(mark.reactionMs / 1_000) })}</td>
              <td className={styles.figure}>{round(mark.points)} / {mark.weight}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Shares report={report} court={court} />
    </section>
  );
}

function useReport({ drillId }: Drill): [DrillReport | null, Pick<AppError, 'code' | 'params'> | null] {
  const { link } = useHall();
  const online = useLinkState(({ phase }) => phase === 'online');
  const [report, setReport] = useState<DrillReport | null>(null);
  const [problem, setProblem] = useState<Pick<AppError, 'code' | 'params'> | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    if (online && report === null) {
      link.request('drill.report', { drillId }, { signal: leaving.signal }).then(
        (told) => setReport(told.report),
        (error: unknown) => !leaving.signal.aborted && setProblem({ code: errorCodeOf(error), params: {} }),
      );
    }
    return () => leaving.abort();
  }, [link, online, drillId, report]);
  return [report, problem];
}

function saveFile(page: Document, { fileName, content, type }: ReportFile): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const anchor = page.createElement('a');
  anchor.href = address;
  anchor.download = fileName;
  anchor.click();
  // The saving reads it after this returns.
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
