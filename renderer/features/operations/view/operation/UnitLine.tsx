import { useTranslation } from 'react-i18next';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { Battery } from '../../../../ui/Battery.tsx';
import { CameraIcon } from '../../../../ui/icons.tsx';
import { MiddleEllipsis } from '../../../../ui/MiddleEllipsis.tsx';
import { SignalBars } from '../../../../ui/SignalBars.tsx';
import { feedOfUnit, isFeedLive, useHallState, useUnitVitals } from '../../../hall/index.ts';
import { useSelection, useSelectionState } from '../../../selection/index.ts';
import styles from '../Operations.module.css';
import roster from './Roster.module.css';

/** A unit of a team as it stands now; a press chooses it everywhere and shows it on the map. */
export function UnitLine({ unitId }: { unitId: UnitId }) {
  const { t } = useTranslation();
  const selection = useSelection();
  const chosen = useSelectionState((state) => state.unitId === unitId);
  const unit = useHallState((state) => state.units.get(unitId));
  const record = useHallState((state) => state.log.units.get(unitId));
  const live = useHallState((state) => isFeedLive(feedOfUnit(state.feeds, unitId) ?? undefined));
  const { reported, batteryPercent, signalBars, agedSinceAt } = useUnitVitals(unitId);
  const state = live ? 'live' : unit?.online === true ? 'online' : 'offline';
  return (
    <button type="button" className={roster.unit} aria-pressed={chosen} data-unit-id={unitId} data-state={state} onClick={() => selection.show({ kind: 'unit', id: unitId })}>
      <i className={roster.dot} />
      <span className={roster.unitName}><MiddleEllipsis text={unit?.name ?? record?.name ?? unitId} /></span>
      <span className={styles.faint}>{t(state === 'live' ? 'units.live' : state === 'online' ? 'units.noVideo' : 'units.offline')}</span>
      {live && <CameraIcon size={14} />}
      {reported && (
        <span className={roster.vitals} data-aged={agedSinceAt !== null}>
          <Battery percent={batteryPercent} label={batteryPercent === null ? t('units.batteryUnknown') : t('units.battery', { percent: batteryPercent })} />
          <SignalBars bars={signalBars} label={signalBars === null ? t('units.signalUnknown') : t('units.signal', { bars: signalBars })} />
        </span>
      )}
    </button>
  );
}
