import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConnectionBar } from '../../features/connection/index.ts';
import { DeskFeedsPanel } from '../../features/deskFeeds/index.ts';
import { TileBoardProvider } from '../../features/diagnostics/index.ts';
import { HallBoundary, IdentifyOverlay, useHall, useHallState } from '../../features/hall/index.ts';
import { SelectionProvider } from '../../features/selection/index.ts';
import { SettingsDialog } from '../../features/settings/index.ts';
import { listenForShortcuts, ShortcutsDialog } from '../../features/shortcuts/index.ts';
import { UnitList } from '../../features/units/index.ts';
import { WallPanel } from '../../features/wall/index.ts';
import { Panel } from '../../ui/panel/Panel.tsx';
import { createDesk, deskShortcuts } from './createDesk.ts';
import { DeskHeader } from './DeskHeader.tsx';
import styles from './ConsoleApp.module.css';

// The map is most of the program; the list and the wall control need not wait for it.
const MapPane = lazy(async () => ({ default: (await import('./MapPane.tsx')).MapPane }));

export function ConsoleApp() {
  const { t } = useTranslation();
  const { link, replica, host } = useHall();
  const desk = useMemo(() => createDesk({ link, replica }), [link, replica]);
  const [dialog, setDialog] = useState<'settings' | 'shortcuts' | null>(null);
  const synced = useHallState((state) => state.synced);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const page = root.current?.ownerDocument;
    if (!page) {
      return undefined;
    }
    const list = () => page.querySelector<HTMLElement>('[data-role="unit-list"]');
    return listenForShortcuts(
      page,
      deskShortcuts({
        desk,
        services: { replica },
        showHelp: () => setDialog('shortcuts'),
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
  }, [desk, replica]);

  return (
    <SelectionProvider selection={desk.selection}>
      <TileBoardProvider>
        <div ref={root} className={styles.desk}>
          <DeskHeader onOpenSettings={() => setDialog('settings')} onOpenShortcuts={() => setDialog('shortcuts')} />
          <ConnectionBar onOpenSettings={() => setDialog('settings')} />
          <div className={styles.panels} data-synced={synced}>
            <div className={styles.units}>
              <HallBoundary name="unit list">
                <Panel title={t('hall.units')} aside={<UnitCount />}>
                  <UnitList browser={desk.browser} />
                </Panel>
              </HallBoundary>
            </div>
            <div className={styles.map}>
              <HallBoundary name="map">
                <Suspense fallback={null}>
                  <MapPane />
                </Suspense>
              </HallBoundary>
            </div>
            <div className={styles.wall}>
              <HallBoundary name="wall control"><WallPanel editor={desk.editor} /></HallBoundary>
            </div>
            <div className={styles.feeds}>
              <HallBoundary name="feeds"><DeskFeedsPanel feeds={desk.feeds} /></HallBoundary>
            </div>
          </div>
          <IdentifyOverlay host={host} />
          <SettingsDialog opened={dialog === 'settings'} onClose={() => setDialog(null)} />
          <ShortcutsDialog opened={dialog === 'shortcuts'} onClose={() => setDialog(null)} />
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
