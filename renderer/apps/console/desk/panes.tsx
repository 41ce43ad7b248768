import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { DeskFeedsPanel } from '../../../features/deskFeeds/index.ts';
import { useHall, useHallState, useLinkState } from '../../../features/hall/index.ts';
import { useSelectionState } from '../../../features/selection/index.ts';
import { UnitList } from '../../../features/units/index.ts';
import { WallPanel } from '../../../features/wall/index.ts';
import { Panel } from '../../../ui/panel/Panel.tsx';
import { WallDialogs, WallHead, WallShelf } from '../wallTools/WallTools.tsx';
import { useConsoleDesk } from './consoleDesk.ts';

/** Features that work on the desk's own stores, in their seats. */
export function UnitsPane() {
  const { t } = useTranslation();
  const { desk } = useConsoleDesk();
  return <Panel title={t('hall.units')}><UnitList browser={desk.browser} /></Panel>;
}

export function WallPane() {
  const { desk } = useConsoleDesk();
  return <WallPanel desk={desk.wallDesk} head={<WallHead />} aside={<WallShelf />} onPick={(place) => desk.wallTools.open({ kind: 'pick', place })} />;
}

export function FeedsPane() {
  const { desk } = useConsoleDesk();
  return <DeskFeedsPanel feeds={desk.feeds} />;
}

/** In the tab: how many of the units are online. */
export function UnitCount() {
  const known = useHallState((state) => state.syncedAt !== null);
  const total = useHallState((state) => state.units.size);
  const online = useHallState((state) => [...state.units.values()].filter((unit) => unit.online).length);
  return known ? <span>{online}/{total}</span> : null;
}

/** Number keys act on a wall also while the wall control is not in front; and the wall frames whom the desk has chosen. */
export function WallWatch() {
  const { desk } = useConsoleDesk();
  const { link } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const unitId = useSelectionState((state) => state.unitId);
  useEffect(() => {
    if (online) {
      // Of no weight: the next choice says it again.
      link.request('wall.point', { unitId }).catch(() => undefined);
    }
  }, [link, online, unitId]);
  const first = useHallState((state) => [...state.wall.keys()].toSorted((a, b) => a.localeCompare(b, undefined, { numeric: true }))[0]);
  useEffect(() => {
    if (first !== undefined && desk.selection.state.getState().slotId === null) {
      desk.selection.focusSlot(first);
    }
  }, [desk, first]);
  return <WallDialogs />;
}
