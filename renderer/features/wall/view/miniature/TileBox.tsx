import { memo, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import { tileKeyOf } from '#domain/wall/layouts.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { WallTile } from '#protocol/wall/layout.ts';
import { isFeedLive, slotNumber, useHallState } from '../../../hall/index.ts';
import { useSelection, useSelectionState } from '../../../selection/index.ts';
import { moveTile } from '../../model/moveTile.ts';
import { placeKey, TILE_DRAG_TYPE, type Direction } from '../../model/tilePlaces.ts';
import { useTileMenu } from '../menu/useTileMenu.ts';
import { usePanelTools } from '../panelTools.ts';
import { useTileName } from '../useTileName.ts';
import { HandTags } from './HandTags.tsx';
import { LiveThumbnail } from './LiveThumbnail.tsx';
import { TileMarks } from './TileMarks.tsx';
import styles from './miniature.module.css';
import { useTileDrop } from './useTileDrop.ts';

const ARROWS: Partial<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

type TileBoxProps = {
  readonly slotId: SlotId;
  readonly tile: WallTile;
  readonly number: number;
  /** Letters of a name that fit; 0: none. */
  readonly letters: number;
  /** Whether the rehearsal shows another thing here than the wall. */
  readonly changed: boolean;
  readonly onStep: (from: TilePlace, direction: Direction, extend: boolean) => void;
};

/** One tile of the miniature: what it shows, live where there is a seat, and the hands that may change it. */
export const TileBox = memo(function TileBox({ slotId, tile, number, letters, changed, onStep }: TileBoxProps) {
  const { t } = useTranslation();
  const selection = useSelection();
  const tools = usePanelTools();
  const { desk, hands, marks, carried, board } = tools;
  const place: TilePlace = { slotId, tileKey: tileKeyOf(tile) };
  const key = placeKey(place);
  const { content } = tile;
  const feedId = content.kind === 'feed' ? content.feedId : null;
  const unitId = useHallState((state) => (feedId === null ? null : (state.feeds.get(feedId)?.unitId ?? null)));
  const live = useHallState((state) => feedId !== null && isFeedLive(state.feeds.get(feedId)));
  const chosen = useSelectionState((state) => state.tile?.slotId === slotId && state.tile.tileKey === place.tileKey);
  const waiting = useSelectionState((state) => state.placing && state.tile?.slotId === slotId && state.tile.tileKey === place.tileKey);
  const ofChosenUnit = useSelectionState((state) => unitId !== null && state.unitId === unitId);
  const seated = useStore(board, (state) => state.seats.has(key));
  const alarmed = useStore(board, (state) => feedId !== null && state.alarmed.has(feedId));
  const marked = useStore(marks, (state) => state.keys.has(key));
  const isCarried = useStore(carried, (state) => state.place !== null && placeKey(state.place) === key);
  const { over, ...drop } = useTileDrop(place);
  const openMenu = useTileMenu(tools);
  const name = useTileName(content);

  const toggleMark = () => marks.setState(({ keys }) => ({ keys: keys.has(key) ? new Set([...keys].filter((other) => other !== key)) : new Set([...keys, key]) }));
  const choose = (event: MouseEvent) => {
    const from = carried.getState().place;
    if (from !== null) {
      carried.setState({ place: null });
      void desk.apply({ kind: 'swap', label: '' }, (layouts) => moveTile(layouts, from, place, { copy: event.ctrlKey }));
      return;
    }
    if (event.ctrlKey) {
      toggleMark();
      return;
    }
    // What was said about the last change would hide what can be done with this tile.
    desk.say(null);
    marks.setState({ keys: new Set() });
    if (content.kind === 'empty' && !tile.locked) {
      selection.startPlacing(place);
    } else {
      selection.focusTile(place, unitId);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const direction = ARROWS[event.key];
    if (direction !== undefined && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      onStep(place, direction, event.shiftKey);
    } else if ((event.key === 'Enter' && carried.getState().place === null) || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      const box = event.currentTarget.getBoundingClientRect();
      openMenu(place, { x: box.left + 8, y: box.top + 8, opener: event.currentTarget });
    } else if (event.key === 'Escape' && (carried.getState().place !== null || marks.getState().keys.size > 0)) {
      event.preventDefault();
      carried.setState({ place: null });
      marks.setState({ keys: new Set() });
    }
  };
  const state = content.kind === 'empty' ? 'empty' : feedId === null ? 'other' : live ? 'live' : 'absent';
  const label = `${t('wall.place', { number: slotNumber(slotId) })} · ${t('wall.tileNumber', { number })} · ${name}${tile.locked ? ` · ${t('wall.locked')}` : ''}`;
  return (
    <button
      type="button"
      className={styles.tile}
      style={{ gridColumn: `${tile.column + 1} / span ${tile.columnSpan}`, gridRow: `${tile.row + 1} / span ${tile.rowSpan}` }}
      data-place={key}
      data-content={content.kind}
      data-state={state}
      data-chosen={chosen}
      data-waiting={waiting || isCarried}
      data-over={over}
      data-selected={ofChosenUnit}
      data-alarmed={alarmed}
      data-marked={marked}
      data-changed={changed}
      data-locked={tile.locked}
      aria-label={label}
      title={label}
      draggable={content.kind !== 'empty' && !tile.locked}
      tabIndex={chosen || number === 1 ? 0 : -1}
      onClick={choose}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(place, { x: event.clientX, y: event.clientY, opener: event.currentTarget });
      }}
      onDragStart={(event) => {
        // With Shift the mouse draws a frame around tiles.
        if (event.shiftKey) {
          event.preventDefault();
          return;
        }
        event.dataTransfer.setData(TILE_DRAG_TYPE, key);
        event.dataTransfer.effectAllowed = 'copyMove';
      }}
      onPointerEnter={() => hands.show({ slotId, cell: { column: tile.column, row: tile.row }, doing: 'pointing' })}
      {...drop}
    >
      {seated && feedId !== null && <LiveThumbnail feedId={feedId} />}
      <TileMarks tile={tile} number={number} showNumber={letters >= 6 || content.kind === 'empty'} />
      {letters > 0 && content.kind !== 'empty' && (
        <span className={styles.tileName} data-over-picture={seated}>
          {feedId !== null && <span className={styles.dot} />}
          <span className={styles.tileWords}>{shortName(name, letters)}</span>
        </span>
      )}
      {letters === 0 && feedId !== null && !seated && <span className={styles.dot} data-alone="true" />}
      <HandTags slotId={slotId} column={tile.column} row={tile.row} />
    </button>
  );
});

/** Loses the middle: courts stand at the beginning of names, numbers at the end. */
function shortName(name: string, letters: number): string {
  const all = Array.from(name);
  if (all.length <= letters) {
    return name;
  }
  const head = Math.floor((letters - 1) / 3);
  return `${all.slice(0, head).join('')}…${all.slice(head + 1 - letters).join('')}`;
}
