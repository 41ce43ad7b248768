import { useCallback, useEffect, useMemo, useState, type ComponentProps, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { Panel } from '../../../ui/panel/Panel.tsx';
import { slotNumber, useHall, useHallState, useLinkState } from '../../hall/index.ts';
import { useSelection, useSelectionState } from '../../selection/index.ts';
import { createWallHands, type WallHands } from '../model/createWallHands.ts';
import type { PlaceKey } from '../model/tilePlaces.ts';
import type { WallDesk } from '../model/wallDesk.ts';
import { HandMenu, type MenuEntry } from './menu/HandMenu.tsx';
import { WallMiniature } from './miniature/WallMiniature.tsx';
import { PanelToolsProvider, type MiniatureBoard, type PanelTools } from './panelTools.ts';
import { DisplayTools } from './tools/DisplayTools.tsx';
import { TakeTools } from './tools/TakeTools.tsx';
import { WallNoticeLine } from './tools/WallNoticeLine.tsx';
import styles from './WallPanel.module.css';

const NOTHING_MORE: readonly MenuEntry[] = [];

type WallPanelProps = {
  readonly desk: WallDesk;
  /** Who may drive the wall now. */
  readonly head?: ReactNode;
  /** What may be put up with one hand. */
  readonly aside?: ReactNode;
  readonly onPick?: (place: TilePlace) => void;
  /** What else can be done about the wall as a whole. */
  readonly menu?: readonly MenuEntry[];
};

/** The whole wall in small, and the hands that change it. */
export function WallPanel({ desk, head, aside, onPick, menu: more = NOTHING_MORE }: WallPanelProps) {
  const { t } = useTranslation();
  const selection = useSelection();
  const wall = useHallState((state) => state.wall);
  const known = useHallState((state) => state.syncedAt !== null);
  const away = useLinkState((state) => state.phase === 'offline' || state.phase === 'refused');
  const focused = useSelectionState((state) => state.slotId);
  const rehearsing = useStore(desk.state, (state) => state.rehearsal !== null);
  const hands = useWallHands();
  const { menu, tools } = useTools({ desk, hands, onPick });
  const first = [...wall.keys()].toSorted((a, b) => slotNumber(a) - slotNumber(b))[0];
  useEffect(() => {
    // Number keys must always have a wall to act on.
    if (first !== undefined && (focused === null || !wall.has(focused))) {
      selection.focusSlot(first);
    }
  }, [first, focused, wall, selection]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() === 'z' && event.ctrlKey && !event.shiftKey && !event.altKey && (event.target as HTMLElement).tagName !== 'INPUT') {
      event.preventDefault();
      void desk.undo();
    }
  };
  if (wall.size === 0) {
    return (
      <Panel title={t('wall.title')}>
        <EmptyNote title={known ? t('wall.empty') : away ? t('units.notConnected') : t('hall.loading')} hint={known ? t('wall.emptyHint') : undefined} />
      </Panel>
    );
  }
  return (
    <Panel title={t('wall.title')}>
      <PanelToolsProvider value={tools}>
        <div className={styles.body} data-rehearsal={rehearsing} data-role="wall-panel" onKeyDown={onKeyDown}>
          <div className={styles.bar}>
            {head}
            <TakeTools more={more} />
            {focused !== null && wall.has(focused) && <DisplayTools slotId={focused} />}
          </div>
          <div className={styles.middle}>
            <WallMiniature />
            {aside !== undefined && <div className={styles.aside}>{aside}</div>}
          </div>
          <WallNoticeLine />
        </div>
        {menu !== null && <HandMenu key={`${menu.title} ${menu.x} ${menu.y}`} {...menu} />}
      </PanelToolsProvider>
    </Panel>
  );
}

function useWallHands(): WallHands {
  const { link } = useHall();
  const hands = useMemo(() => createWallHands({ link }), [link]);
  useEffect(() => hands.follow(), [hands]);
  return hands;
}

function useTools({ desk, hands, onPick }: { desk: WallDesk; hands: WallHands; onPick: WallPanelProps['onPick'] }): { menu: ComponentProps<typeof HandMenu> | null; tools: PanelTools } {
  const [stores] = useState(() => ({
    marks: createStore<{ readonly keys: ReadonlySet<PlaceKey> }>(() => ({ keys: new Set() })),
    carried: createStore<{ readonly place: TilePlace | null }>(() => ({ place: null })),
    board: createStore<MiniatureBoard>(() => ({ seats: new Set(), alarmed: new Set<FeedId>() })),
  }));
  const [asked, setAsked] = useState<Omit<ComponentProps<typeof HandMenu>, 'onClose'> | null>(null);
  const onClose = useCallback(() => setAsked(null), []);
  const tools = useMemo((): PanelTools => ({ desk, hands, ...stores, openMenu: setAsked, onPick: onPick ?? null }), [desk, hands, stores, onPick]);
  return { menu: asked === null ? null : { ...asked, onClose }, tools };
}
