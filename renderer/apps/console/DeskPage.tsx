import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DeskFeedsPanel } from '../../features/deskFeeds/index.ts';
import { TileBoardProvider } from '../../features/diagnostics/index.ts';
import { HallBoundary, useCapability, useHall, useHallState } from '../../features/hall/index.ts';
import { SelectionProvider } from '../../features/selection/index.ts';
import { listenForShortcuts } from '../../features/shortcuts/index.ts';
import { UnitList } from '../../features/units/index.ts';
import { WallPanel } from '../../features/wall/index.ts';
import { Panel } from '../../ui/panel/Panel.tsx';
import { createDesk, deskShortcuts } from './createDesk.ts';
import styles from './DeskPage.module.css';

// The map is most of the program; the list and the wall control need not wait for it.
const MapPane = lazy(async () => ({ default: (await import('./MapPane.tsx')).MapPane }));

type DeskPageProps = {
  /** False while another page lies over it: pictures go on, keys do nothing here. */
  readonly active: boolean;
  readonly onOpenShortcuts: () => void;
};

/** Units, map, wall control and feeds; a panel whose capability is missing is not there. */
export function DeskPage({ active, onOpenShortcuts }: DeskPageProps) {
  const { t } = useTranslation();
  const { link, replica } = useHall();
  const desk = useMemo(() => createDesk({ link, replica }), [link, replica]);
  const synced = useHallState((state) => state.synced);
  const hasMap = useCapability('telemetry.follow');
  const hasWall = useCapability('wall.edit');
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => desk.followUnits(), [desk]);

  useEffect(() => {
    const page = root.current?.ownerDocument;
    if (!page || !active) {
      return undefined;
    }
    const list = () => page.querySelector<HTMLElement>('[data-role="unit-list"]');
    return listenForShortcuts(
      page,
      deskShortcuts({
        desk,
        services: { replica },
        mayEditWall: hasWall,
        showHelp: onOpenShortcuts,
        // The list moves its own cursor once it has the keyboard; the first press goes there with it.
        moveInList: (step) => {
          const element = list();
          const Event = page.defaultView?.KeyboardEvent;
          if (element && Event) {
            element.focus();
            element.dispatchEvent(new Event('keydown', { key: step === 1 ? 'ArrowDown' : 'ArrowUp', bubbles: true, cancelable: true }));
          }
        },
      }),
    );
  }, [desk, replica, active, hasWall, onOpenShortcuts]);

  return (
    <SelectionProvider selection={desk.selection}>
      <TileBoardProvider>
        <div ref={root} className={styles.panels} data-synced={synced} data-map={hasMap} data-wall={hasWall}>
          <div className={styles.units}>
            <HallBoundary name="unit list">
              <Panel title={t('hall.units')} aside={<UnitCount />}>
                <UnitList browser={desk.browser} />
              </Panel>
            </HallBoundary>
          </div>
          {hasMap && (
            <div className={styles.map}>
              <HallBoundary name="map">
                <Suspense fallback={null}>
                  <MapPane />
                </Suspense>
              </HallBoundary>
            </div>
          )}
          {hasWall && (
            <div className={styles.wall}>
              <HallBoundary name="wall control"><WallPanel editor={desk.editor} /></HallBoundary>
            </div>
          )}
          <div className={styles.feeds}>
            <HallBoundary name="feeds"><DeskFeedsPanel feeds={desk.feeds} /></HallBoundary>
          </div>
        </div>
      </TileBoardProvider>
    </SelectionProvider>
  );
}

function UnitCount() {
  const { t } = useTranslation();
  const known = useHallState((state) => state.syncedAt !== null);
  const total = useHallState((state) => state.units.size);
  const online = useHallState((state) => [...state.units.values()].filter((unit) => unit.online).length);
  return known ? <span>{t('hall.onlineCount', { online, total })}</span> : null;
}
