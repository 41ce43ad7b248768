import { Button, Modal } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPosition } from '#domain/geodesy/formatPosition.ts';
import type { Report } from '#protocol/field/reports.ts';
import { formatClock, formatDate } from '../../../i18n/beijingTime.ts';
import { Facts } from '../../../ui/page/Detail.tsx';
import { DocumentViewer } from '../../documents/index.ts';
import { useHall, useHallState, useLocale } from '../../hall/index.ts';
import { useSelection } from '../../selection/index.ts';
import { checkReport, readReportPicture } from '../model/checkReport.ts';
import { useReportPicture } from './useReportPicture.ts';
import styles from './Reports.module.css';

type Verdict = 'none' | 'checking' | 'same' | 'otherPicture' | 'otherWords' | 'notChecked';

/** One report with everything that is known of it, and its proof. */
export function ReportDialog({ report, onClose }: { report: Report; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const selection = useSelection();
  const unit = useHallState((state) => state.log.units.get(report.unitId));
  const operation = useHallState((state) => (report.filedUnder === null ? undefined : state.log.operations.get(report.filedUnder)));
  const { address, failed } = useReportPicture(report.picture === null ? null : report.reportId);
  const [whole, setWhole] = useState(false);
  const [verdict, setVerdict] = useState<Verdict>('none');
  const time = (at: number) => `${formatDate(at, locale)} ${formatClock(at)}`;
  const { position, clockOffsetMs } = report;
  // After the press of Escape has gone its whole way: the desk's own Escape looks whether a dialog is open.
  const close = () => void setTimeout(onClose);
  const check = async () => {
    setVerdict('checking');
    setVerdict(await checkReport(link, report).catch(() => 'notChecked' as const));
  };
  return (
    <Modal opened onClose={close} size={820} title={t('reports.titleOf', { unit: unit?.name ?? report.byName })} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      <div className={styles.detail} data-role="report">
        {report.picture !== null && (
          <button type="button" className={styles.large} aria-label={t('reports.enlarge')} onClick={() => setWhole(true)}>
            {address !== null ? <img src={address} alt={t('reports.photo')} /> : <span>{t(failed ? 'reports.pictureFailed' : 'reports.loading')}</span>}
          </button>
        )}
        {report.text !== '' && <p className={styles.words}>{report.text}</p>}
        <Facts
          facts={[
            { label: t('reports.takenAt'), value: time(report.takenAt) },
            { label: t('reports.receivedAt'), value: time(report.receivedAt) },
            { label: t('reports.clock'), value: clockWords(t, clockOffsetMs) },
            { label: t('reports.place'), value: position === null ? t('reports.noPlace') : (
              <button type="button" className={styles.link} onClick={() => { selection.show({ kind: 'place', id: report.reportId, position }); close(); }}>
                {formatPosition([position.longitudeDeg, position.latitudeDeg])} · {t('reports.accuracy', { meters: Math.round(position.accuracyM), time: formatClock(position.at) })}
              </button>
            ) },
            { label: t('reports.operation'), value: operation?.title ?? t('reports.noOperation') },
            { label: t('reports.order'), value: t('reports.orderValue', { number: report.deviceSequence }) },
            { label: t('reports.chainTitle'), value: <span data-chain={report.chain} className={styles.chainWords}>{t(`reports.chainWords.${report.chain}`, { count: report.missing })}</span> },
            ...(report.picture === null ? [] : [{ label: t('reports.pictureHash'), value: <code className={styles.hash}>{report.picture.pictureId}</code> }]),
            { label: t('reports.hash'), value: <code className={styles.hash}>{report.hash}</code> },
          ]}
        />
        <div className={styles.actions}>
          {/* Never disabled: a button that loses the keyboard gives the dialog's keys to the desk. */}
          <Button size="xs" aria-busy={verdict === 'checking'} onClick={() => verdict !== 'checking' && void check()} data-action="report.check">{t('reports.check')}</Button>
          {verdict !== 'none' && <span role="status" className={styles.verdict} data-verdict={verdict}>{t(`reports.verdict.${verdict}`)}</span>}
        </div>
      </div>
      {whole && <DocumentViewer title={t('reports.photo')} read={() => readReportPicture(link, report.reportId)} onClose={() => setWhole(false)} />}
    </Modal>
  );
}

/** Within this the device's clock counts as right: answers take as long on the way. */
const RIGHT_WITHIN_MS = 500;

function clockWords(t: TFunction, offsetMs: number | null): string {
  if (offsetMs === null) {
    return t('reports.clockUnknown');
  }
  return Math.abs(offsetMs) < RIGHT_WITHIN_MS ? t('reports.clockRight') : t(offsetMs > 0 ? 'reports.clockFast' : 'reports.clockSlow', { seconds: (Math.abs(offsetMs) / 1_000).toFixed(1) });
}
