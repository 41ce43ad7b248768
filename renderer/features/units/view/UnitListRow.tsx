import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '#protocol/nouns/units.ts';
import { formatMoment, formatRoughAge } from '../../../i18n/beijingTime.ts';
import { Battery } from '../../../ui/Battery.tsx';
import { CameraIcon } from '../../../ui/icons.tsx';
import { MiddleEllipsis } from '../../../ui/MiddleEllipsis.tsx';
import { SignalBars } from '../../../ui/SignalBars.tsx';
import { useHall, useLocale, useTick, useUnitVitals } from '../../hall/index.ts';
import { useSelection } from '../../selection/index.ts';
import type { UnitBrowser } from '../model/createUnitBrowser.ts';
import { courtOfRow, type ListRow } from '../model/listRows.ts';
import { carryUnit } from '../model/unitDrag.ts';
import styles from './UnitList.module.css';

type RowProps = { readonly row: ListRow; readonly live: boolean; readonly selected: boolean; readonly cursor: boolean; readonly browser: UnitBrowser };

export const UnitListRow = memo(function UnitListRow({ row, live, selected, cursor, browser }: RowProps) {
  const { t } = useTranslation();
  if (row.kind === 'court') {
    return (
      // The list is one stop of the keyboard: its cursor comes here, and Enter folds.
      <button type="button" tabIndex={-1} className={styles.court} data-cursor={cursor} aria-expanded={!row.collapsed} onClick={() => browser.toggleCourt(courtOfRow(row.key))}>
        <span className={styles.arrow} data-collapsed={row.collapsed} />
        <MiddleEllipsis text={row.courtName} />
        <span className={styles.count}>{t('units.groupCount', { online: row.online, total: row.total })}</span>
      </button>
    );
  }
  if (row.kind === 'team') {
    return <div className={styles.team}><MiddleEllipsis text={row.teamName} /></div>;
  }
  return <UnitRow unit={row.unit} withTeam={row.withTeam} live={live} selected={selected} cursor={cursor} />;
});

function UnitRow({ unit, withTeam, live, selected, cursor }: { unit: Unit; withTeam: boolean; live: boolean; selected: boolean; cursor: boolean }) {
  const { t } = useTranslation();
  const selection = useSelection();
  const { reported, batteryPercent, signalBars, agedSinceAt } = useUnitVitals(unit.unitId);
  const state = live ? 'live' : unit.online ? 'online' : 'offline';
  const stateWords = { live: t('units.live'), online: t('units.noVideo'), offline: t('units.offline') }[state];
  return (
    <div
      className={styles.unit}
      role="option"
      aria-selected={selected}
      data-unit-id={unit.unitId}
      data-state={state}
      data-cursor={cursor}
      draggable
      onDragStart={(event) => carryUnit(event, unit.unitId)}
      onClick={() => selection.selectUnit(unit.unitId)}
      title={`${unit.name} · ${unit.teamName} · ${unit.courtName}\n${t('units.dragHint')}`}
    >
      <span className={styles.dot} title={stateWords} />
      <span className={styles.name}><MiddleEllipsis text={unit.name} /></span>
      <span className={styles.video} title={live ? stateWords : undefined}>{live && <CameraIcon size={15} />}</span>
      <span className={styles.detail}>
        {unit.online ? <span className={styles.clip}>{t(`units.kind.${unit.kind}`)}{withTeam && ` · ${unit.teamName}`}</span> : <LastSeen lastSeenAt={unit.lastSeenAt} />}
      </span>
      <span className={styles.vitals} data-aged={agedSinceAt !== null}>
        {reported && (
          <>
            <span className={styles.percent} data-low={agedSinceAt === null && batteryPercent !== null && batteryPercent <= 20}>
              {batteryPercent === null ? '—' : `${batteryPercent}%`}
            </span>
            <Battery percent={batteryPercent} label={batteryPercent === null ? t('units.batteryUnknown') : t('units.battery', { percent: batteryPercent })} />
            <SignalBars bars={signalBars} label={signalBars === null ? t('units.signalUnknown') : t('units.signal', { bars: signalBars })} />
          </>
        )}
      </span>
    </div>
  );
}

function LastSeen({ lastSeenAt }: { lastSeenAt: number | null }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const locale = useLocale();
  useTick();
  if (lastSeenAt === null) {
    return <span>{t('units.offline')} · {t('units.neverSeen')}</span>;
  }
  const now = link.now();
  return (
    <span className={styles.clip} title={t('units.lastSeenAt', { time: formatMoment(lastSeenAt, now, locale) })}>
      {t('units.offline')} · {t('units.lastSeen', { age: formatRoughAge(now - lastSeenAt, locale) })}
    </span>
  );
}
