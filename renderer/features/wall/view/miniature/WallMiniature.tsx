import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { isFeedLive, slotNumber, useHallState, useSession } from '../../../hall/index.ts';
import { useSelectionState } from '../../../selection/index.ts';
import { thumbnailSeats } from '../../model/thumbnailSeats.ts';
import { neighbour, placeKey, type Direction } from '../../model/tilePlaces.ts';
import { wallPlan } from '../../model/wallPlan.ts';
import { usePanelTools } from '../panelTools.ts';
import { DisplayBox } from './DisplayBox.tsx';
import { useMarquee } from './useMarquee.ts';
import styles from './miniature.module.css';

const UNMEASURED = { widthPx: 0, heightPx: 0 };
const NO_PLACES: readonly never[] = [];

/** Height of the line below the wall. */
const NOTE_PX = 18;

/** The whole wall as it hangs. */
export function WallMiniature() {
  const { t } = useTranslation();
  const { desk, marks, board, hands } = usePanelTools();
  const court = useSession().court?.courtCode;
  const wall = useHallState((state) => state.wall);
  const feeds = useHallState((state) => state.feeds);
  const alarms = useHallState((state) => state.log.alarms);
  const places = useHallState((state) => (court === undefined ? NO_PLACES : (state.log.walls.get(court)?.places ?? NO_PLACES)));
  const rehearsal = useStore(desk.state, (state) => state.rehearsal);
  const chosen = useSelectionState((state) => state.tile);
  const ground = useRef<HTMLDivElement>(null);
  const room = useRoom(ground);
  const frame = useMarquee(ground);

  const plan = useMemo(() => {
    const displays = [...wall.values()]
      .toSorted((a, b) => slotNumber(a.slotId) - slotNumber(b.slotId))
      .map(({ slotId, screen }) => ({ slotId, aspect: screen === null ? 16 / 9 : screen.widthPx / screen.heightPx }));
    // The note has its line, whether it is needed or not: the wall must not jump when a picture more is put up.
    return wallPlan({ displays, places, room: { ...room, heightPx: Math.max(0, room.heightPx - NOTE_PX) } });
  }, [wall, places, room]);

  const seated = useMemo(() => {
    const raised = new Set([...alarms.values()].flatMap((alarm) => (alarm.state === 'resolved' || alarm.unitId === null ? [] : [alarm.unitId])));
    const alarmed = new Set([...feeds.values()].flatMap((feed) => (raised.has(feed.unitId) ? [feed.feedId] : [])));
    const asked = thumbnailSeats({
      layouts: new Map([...wall].map(([slotId, { layout }]) => [slotId, rehearsal?.draft.get(slotId)?.layout ?? layout])),
      isLive: (feedId: FeedId) => isFeedLive(feeds.get(feedId)),
      isAlarmed: (feedId: FeedId) => alarmed.has(feedId),
      chosen: chosen === null ? null : placeKey(chosen),
    });
    return { ...asked, alarmed };
  }, [wall, feeds, alarms, rehearsal, chosen]);
  useEffect(() => {
    // Through a store: only the tiles whose seat changes are drawn anew.
    board.setState(seated);
  }, [board, seated]);

  const latest = useRef(plan);
  useEffect(() => {
    latest.current = plan;
  }, [plan]);
  const onStep = useCallback(
    (from: TilePlace, direction: Direction, extend: boolean) => {
      const next = neighbour(desk.layouts(), latest.current.rects, from, direction);
      if (next !== null) {
        if (extend) {
          marks.setState(({ keys }) => ({ keys: new Set([...keys, placeKey(from), placeKey(next)]) }));
        }
        ground.current?.querySelector<HTMLElement>(`[data-place="${placeKey(next)}"]`)?.focus();
      }
    },
    [desk, marks],
  );

  return (
    <div className={styles.ground} ref={ground} data-role="wall-miniature" onPointerLeave={() => hands.show(null)}>
      <div className={styles.wall} style={{ width: plan.widthPx, height: plan.heightPx }}>
        {room.widthPx > 0 && [...plan.rects].map(([slotId, rect]) => <DisplayBox key={slotId} slotId={slotId} {...rect} onStep={onStep} />)}
      </div>
      {frame !== null && <div className={styles.marquee} style={frame} />}
      {seated.without > 0 && <p className={styles.without}>{t('wall.withoutThumbnail', { count: seated.without })}</p>}
    </div>
  );
}

function useRoom(ground: RefObject<HTMLDivElement | null>) {
  const [room, setRoom] = useState(UNMEASURED);
  useEffect(() => {
    const element = ground.current;
    const view = element?.ownerDocument.defaultView;
    if (!element || !view) {
      return undefined;
    }
    const measure = () => {
      const widthPx = Math.max(0, element.clientWidth - 16);
      const heightPx = Math.max(0, element.clientHeight - 12);
      setRoom((before) => (before.widthPx === widthPx && before.heightPx === heightPx ? before : { widthPx, heightPx }));
    };
    const sizes = new view.ResizeObserver(measure);
    sizes.observe(element);
    measure();
    return () => sizes.disconnect();
  }, [ground]);
  return room;
}
