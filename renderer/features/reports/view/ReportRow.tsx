import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Report } from '#protocol/field/reports.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { useHall, useHallState, useLocale } from '../../hall/index.ts';
import { useReportPicture } from './useReportPicture.ts';
import styles from './Reports.module.css';

const AHEAD = '300px';

/** One report in the list: who, when, what, and whether the chain is whole. */
export function ReportRow({ report, onOpen }: { report: Report; onOpen: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const unit = useHallState((state) => state.log.units.get(report.unitId));
  const operation = useHallState((state) => (report.filedUnder === null ? undefined : state.log.operations.get(report.filedUnder)));
  const row = useRef<HTMLButtonElement>(null);
  const near = useNear(row);
  const { address, failed } = useReportPicture(near && report.picture !== null ? report.reportId : null);
  return (
    <button ref={row} type="button" className={styles.row} data-report-id={report.reportId} data-kind={report.kind} onClick={onOpen}>
      {report.picture !== null && <span className={styles.thumb}>{address !== null ? <img src={address} alt="" /> : <span>{failed ? '!' : '…'}</span>}</span>}
      <span className={styles.body}>
        <span className={styles.line}><strong className={styles.unit}>{unit?.name ?? report.byName}</strong><time>{formatMoment(report.takenAt, link.now(), locale)}</time></span>
        <span className={styles.text}>{report.text === '' ? t('reports.photoAlone') : report.text}</span>
        <span className={styles.line}>
          <span className={styles.about}>{operation?.title ?? ''}</span>
          {report.chain !== 'whole' && <span className={styles.chain}>{t(`reports.chain.${report.chain}`, { count: report.missing })}</span>}
        </span>
      </span>
    </button>
  );
}

/** Whether it has come near the screen once. */
function useNear(element: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const Observer = element.current?.ownerDocument.defaultView?.IntersectionObserver;
    if (element.current === null || Observer === undefined) {
      return undefined;
    }
    const observer = new Observer((seen) => seen.some(({ isIntersecting }) => isIntersecting) && setNear(true), { rootMargin: AHEAD });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return near;
}
