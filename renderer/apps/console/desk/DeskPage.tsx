import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CueBadge, useAttention } from '../../../features/attention/index.ts';
import { HallBoundary, useCapability, useHall, useHallState } from '../../../features/hall/index.ts';
import { bindingsOf, listenForShortcuts } from '../../../features/shortcuts/index.ts';
import { afterDrawn } from '../../../ui/dock/afterDrawn.ts';
import { Dock } from '../../../ui/dock/Dock.tsx';
import type { DockPanel, DockWords } from '../../../ui/dock/dockContext.ts';
import { keepPanels } from '../../../ui/dock/dockLayout.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { layoutOnScreen } from '../layouts/layoutBook.ts';
import { screenSize } from '../layouts/presets.ts';
import { PANEL_ICONS, type DeskPanel } from '../panels.tsx';
import { useConsoleDesk } from './consoleDesk.ts';
import { deskShortcuts } from './createDesk.ts';
import { dockKeys, openPanel } from './deskKeys.ts';
import styles from './DeskPage.module.css';

type DeskPageProps = {
  /** False while another page lies over it: pictures go on, keys do nothing here. */
  readonly active: boolean;
  readonly panels: readonly DeskPanel[];
};

/** The dispatcher's panels in the person's arrangement. */
export function DeskPage({ active, panels }: DeskPageProps) {
  const { desk } = useConsoleDesk();
  const synced = useHallState((state) => state.synced);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => desk.followUnits(), [desk]);
  useDeskKeys(root, active, panels);

  return (
    <div ref={root} className={styles.desk} data-synced={synced}>
      {panels.map(({ id, Watch }) => Watch && <HallBoundary key={id} name={`${id} watch`}><Watch /></HallBoundary>)}
      <DeskDock panels={panels} active={active} />
    </div>
  );
}

function DeskDock({ panels, active }: { panels: readonly DeskPanel[]; active: boolean }) {
  const { t } = useTranslation();
  const { layouts, dock } = useConsoleDesk();
  const attention = useAttention();
  const shown = useStore(layouts.state, (state) => state.shown);
  const inFront = useRef<readonly string[]>([]);

  const arrangement = useCallback(() => {
    const widthPx = globalThis.innerWidth;
    const offered = new Set<string>(panels.map(({ id }) => id));
    return keepPanels(layoutOnScreen(layouts.state.getState().book, screenSize(widthPx)), (id) => offered.has(id));
  }, [layouts, panels]);
  const [initial] = useState(arrangement);
  useEffect(() => {
    if (shown > 0) {
      dock.current?.apply(arrangement());
    }
  }, [shown, dock, arrangement]);

  const see = useCallback(() => attention.see(active ? inFront.current : []), [attention, active]);
  useEffect(see, [see]);
  // Its seat must not be left to a dock that is gone.
  useEffect(() => () => dock.take(null), [dock]);

  const docked = useMemo(() => panels.map((panel) => dockPanel(panel, t(`desk.panel.${panel.id}`))), [panels, t]);
  const words = useMemo(
    (): DockWords => ({
      close: (title) => t('desk.closePanel', { title }),
      maximize: t('desk.maximize'),
      restore: t('desk.restore'),
      empty: t('desk.noPanels'),
      emptyHint: t('desk.noPanelsHint'),
    }),
    [t],
  );
  return (
    <Dock
      panels={docked}
      initial={initial}
      words={words}
      onReady={dock.take}
      onChanged={(layout) => layouts.changed(layout)}
      onShown={(panelIds) => {
        inFront.current = panelIds;
        see();
      }}
    />
  );
}

function dockPanel({ id, Content, Note, minWidthPx, minHeightPx }: DeskPanel, title: string): DockPanel {
  const Icon = PANEL_ICONS[id];
  return {
    id,
    title,
    minWidthPx,
    minHeightPx,
    icon: <Icon size={14} />,
    note: <span className={styles.note}>{Note && <Note />}<CueBadge panel={id} /></span>,
    content: <HallBoundary name={id}><Suspense fallback={<Loading />}><Content /></Suspense></HallBoundary>,
  };
}

function Loading() {
  const { t } = useTranslation();
  return <EmptyNote title={t('hall.loading')} />;
}

function useDeskKeys(root: { readonly current: HTMLElement | null }, active: boolean, panels: readonly DeskPanel[]): void {
  const { replica } = useHall();
  const { desk, layouts, dock } = useConsoleDesk();
  const mayEditWall = useCapability('wall.edit');
  useEffect(() => {
    const page = root.current?.ownerDocument;
    if (!page || !active) {
      return undefined;
    }
    const units = () => {
      if (dock.current !== null) {
        openPanel(dock.current, 'units');
      }
    };
    const desks = deskShortcuts({
      desk,
      services: { replica },
      mayEditWall,
      search: () => {
        dock.current?.show('units', { focus: false });
        afterDrawn(page.defaultView, desk.browser.callSearch);
      },
      // The list moves its own cursor once it has the keyboard; the first press goes there with it.
      moveInList: (step) => {
        const list = page.querySelector<HTMLElement>('[data-role="unit-list"]');
        const Press = page.defaultView?.KeyboardEvent;
        if (list === null || list.clientHeight === 0) {
          units();
        } else if (Press) {
          list.focus();
          list.dispatchEvent(new Press('keydown', { key: step === 1 ? 'ArrowDown' : 'ArrowUp', bubbles: true, cancelable: true }));
        }
      },
    });
    return listenForShortcuts(page, bindingsOf({ ...desks, ...dockKeys({ dock, layouts, panelIds: panels.map(({ id }) => id) }) }));
  }, [root, active, panels, desk, layouts, dock, replica, mayEditWall]);
}
