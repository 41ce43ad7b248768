import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPosition } from '#domain/geodesy/formatPosition.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { Detail, DetailPart, Facts } from '../../../ui/page/Detail.tsx';
import { ActionButton } from '../../command/index.ts';
import { CourtDuty } from '../../duty/index.ts';
import { useCapability, useHall, useLocale } from '../../hall/index.ts';
import type { CourtRow } from '../model/courtTree.ts';
import { CentreMark } from './CentreMark.tsx';
import { CourtDialog } from './CourtDialog.tsx';
import styles from './Courts.module.css';

/** One court: its centre, who is on duty, what the registry says. */
export function CourtDetail({ row }: { row: CourtRow }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const mayManage = useCapability('courts.manage');
  const [editing, setEditing] = useState(false);
  const { court, centre } = row;
  const moment = (at: number) => formatMoment(at, link.now(), locale);
  return (
    <>
      <Detail
        title={court.name}
        badge={<CentreMark centre={centre} />}
        actions={mayManage ? <ActionButton onClick={() => setEditing(true)} data-action="court.change">{t('courts.edit')}</ActionButton> : undefined}
      >
        {centre === null ? <p className={styles.note}>{t('courts.unseenHint')}</p> : (
          <Facts
            facts={[
              { label: t('courts.centre'), value: `${t(`courts.state.${centre.state}`)} · ${t('courts.since', { time: moment(centre.sinceAt) })}` },
              { label: t('courts.desks'), value: centre.desks },
              { label: t('courts.walls'), value: centre.walls },
              { label: t('courts.tiles'), value: t('courts.tilesValue', { tiles: centre.tiles, stale: centre.staleTiles }) },
              { label: t('courts.unitsOnline'), value: `${row.unitsOnline} / ${row.unitsTotal}` },
              ...(row.hasBelow ? [{ label: t('courts.below'), value: t('courts.lostBelow', { count: row.lostBelow }) }] : []),
            ]}
          />
        )}
        {centre !== null && <Suspense fallback={null}><CourtDuty courtCode={court.courtCode} /></Suspense>}
        <DetailPart title={t('courts.registration')}>
          <Facts
            facts={[
              { label: t('courts.code'), value: court.courtCode },
              { label: t('courts.levelTitle'), value: t(`courts.level.${court.level}`) },
              { label: t('courts.position'), value: `${formatPosition([court.position.longitudeDeg, court.position.latitudeDeg])} · WGS-84` },
              { label: t('courts.valid'), value: t('courts.validValue', { from: court.validFrom ?? t('courts.always'), to: court.validTo ?? t('courts.open') }) },
              { label: t('courts.source'), value: court.source === '' ? '—' : court.source },
              { label: t('courts.version'), value: court.version },
            ]}
          />
        </DetailPart>
      </Detail>
      {editing && <CourtDialog court={court} onClose={() => setEditing(false)} />}
    </>
  );
}
