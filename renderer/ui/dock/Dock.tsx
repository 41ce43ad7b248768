import 'dockview-react/dist/styles/dockview.css';
import { DockviewReact, type DockviewApi, type DockviewReadyEvent, type DockviewTheme } from 'dockview-react';
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { EmptyNote } from '../EmptyNote.tsx';
import styles from './Dock.module.css';
import { DockContext, useDock, type DockPanel, type DockWords } from './dockContext.ts';
import { createDockHandle, type DockHandle } from './dockHandle.ts';
import { DockHost } from './DockHost.tsx';
import { sameArrangement, type DockLayout } from './dockLayout.ts';
import { DockTab } from './DockTab.tsx';
import { DockTools } from './DockTools.tsx';
import { fromDockview } from './dockviewShape.ts';
import { groupCount, resettled } from './resettled.ts';

export type DockProps = {
  readonly panels: readonly DockPanel[];
  /** What is on screen first; later ones go through the handle. */
  readonly initial: DockLayout;
  readonly words: DockWords;
  readonly onReady: (handle: DockHandle) => void;
  /** The arrangement, whenever a person made it another one. */
  readonly onChanged: (layout: DockLayout) => void;
  /** Panels that can be seen now. */
  readonly onShown: (panelIds: readonly string[]) => void;
};

const THEME: DockviewTheme = { name: 'hall', className: styles.theme ?? '', colorScheme: 'dark', dndTabIndicator: 'line', gap: 1 };
const COMPONENTS = { panel: DockHost };
/** For so long after an arrangement was put on screen, the library may still be laying it out. */
const SETTLING_MS = 250;

/** Panels side by side and behind tabs, moved by hand. */
export function Dock({ panels, initial, words, onReady, onChanged, onShown }: DockProps) {
  const root = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<{ readonly api: DockviewApi; readonly handle: DockHandle } | null>(null);
  const byId = useMemo(() => new Map(panels.map((panel) => [panel.id, panel])), [panels]);
  const latest = useRef(byId);
  useLayoutEffect(() => {
    latest.current = byId;
  }, [byId]);
  const settledAt = useRef(0);

  const tellShown = useEffectEvent(() => onShown(opened?.api.panels.filter((panel) => panel.api.isVisible).map(({ id }) => id) ?? []));
  const tellChanged = useEffectEvent((layout: DockLayout) => onChanged(layout));

  const ready = ({ api: made }: DockviewReadyEvent) => {
    if (root.current === null) {
      return;
    }
    const handle = createDockHandle({
      api: made,
      root: root.current,
      onApply: () => {
        settledAt.current = performance.now() + SETTLING_MS;
      },
      shapeOf: (id) => {
        const { title = id, minWidthPx = 200, minHeightPx = 120 } = latest.current.get(id) ?? {};
        return { title, minWidthPx, minHeightPx };
      },
    });
    // The area is measured before the first arrangement is put on it.
    made.layout(root.current.clientWidth, root.current.clientHeight);
    handle.apply(initial);
    setOpened({ api: made, handle });
    onReady(handle);
  };

  useEffect(() => {
    if (opened === null) {
      return undefined;
    }
    const { api, handle } = opened;
    tellShown();
    let before = fromDockview(api.toJSON());
    let areaPx = `${api.width} ${api.height}`;
    const subscriptions = [
      api.onDidLayoutChange(() => {
        tellShown();
        // Stretched over the dock it is no arrangement of its own.
        if (api.hasMaximizedGroup()) {
          return;
        }
        const drawn = fromDockview(api.toJSON());
        const settled = performance.now() > settledAt.current && groupCount(drawn) !== groupCount(before) ? resettled(before, drawn) : null;
        if (settled !== null) {
          handle.apply(settled);
        }
        const now = settled ?? drawn;
        const nowPx = `${api.width} ${api.height}`;
        // Put on by the window, or squeezed by it: nobody moved anything.
        const byHand = nowPx === areaPx && (settled !== null || performance.now() > settledAt.current) && !sameArrangement(now, before);
        before = now;
        areaPx = nowPx;
        if (byHand) {
          tellChanged(now);
        }
      }),
      api.onDidActivePanelChange(() => tellShown()),
    ];
    return () => subscriptions.forEach((subscription) => subscription.dispose());
  }, [opened]);

  useEffect(() => {
    for (const open of opened?.api.panels ?? []) {
      const panel = byId.get(open.id);
      if (panel === undefined) {
        open.api.close();
      } else if (panel.title !== open.title) {
        open.api.setTitle(panel.title);
      }
    }
  }, [opened, byId]);

  const context = useMemo(() => ({ panels: byId, words }), [byId, words]);
  return (
    <DockContext value={context}>
      <div ref={root} className={styles.root}>
        <DockviewReact
          theme={THEME}
          components={COMPONENTS}
          defaultTabComponent={DockTab}
          rightHeaderActionsComponent={DockTools}
          watermarkComponent={NoPanels}
          // Never taken out of the page: a map or a video that leaves it for a moment stops.
          defaultRenderer="always"
          disableFloatingGroups
          announcements={false}
          onReady={ready}
        />
      </div>
    </DockContext>
  );
}

function NoPanels() {
  const { words } = useDock();
  return <EmptyNote title={words.empty} hint={words.emptyHint} />;
}
