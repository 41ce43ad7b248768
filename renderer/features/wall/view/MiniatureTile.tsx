import { useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { feedId as feedIdSchema, unitId as unitIdSchema, type FeedId, type UnitId } from '#protocol/nouns/ids.ts';
import { revokedUnit } from '../../feedTile/index.ts';
import { feedOfUnit, isFeedLive, slotNumber, useHall, useHallState } from '../../hall/index.ts';
import { useSelection, useSelectionState, type TilePlace } from '../../selection/index.ts';
import { UNIT_DRAG_TYPE } from '../../units/index.ts';
import type { WallEditor } from '../model/createWallEditor.ts';
import { withTile } from '../model/editSlot.ts';
import styles from './WallPanel.module.css';

/** A feed that is dragged from tile to tile. */
const FEED_DRAG_TYPE = 'application/x-hall-feed';

type MiniatureTileProps = { readonly place: TilePlace; readonly feedId: FeedId | null; readonly editor: WallEditor; /** How many letters of a name fit. */ readonly letters: number };

export function MiniatureTile({ place, feedId, editor, letters }: MiniatureTileProps) {
  const { t } = useTranslation();
  const { replica } = useHall();
  const selection = useSelection();
  const [over, setOver] = useState(false);
  const unit = useHallState((state) => {
    const feed = feedId === null ? undefined : state.feeds.get(feedId);
    return feed && state.units.get(feed.unitId);
  });
  const revoked = useHallState((state) => (feedId === null ? null : revokedUnit(state.log, feedId)));
  const live = useHallState((state) => feedId !== null && isFeedLive(state.feeds.get(feedId)));
  const chosen = useSelectionState((state) => state.tile?.slotId === place.slotId && state.tile.index === place.index);
  const waiting = useSelectionState((state) => state.placing && state.tile?.slotId === place.slotId && state.tile.index === place.index);
  const ofSelectedUnit = useSelectionState((state) => unit !== undefined && state.unitId === unit.unitId);

  const onClick = () => {
    // What was said about the last change would hide what can be done with this tile.
    editor.say(null);
    if (feedId === null) {
      selection.startPlacing(place);
    } else {
      selection.focusTile(place, unit?.unitId ?? null);
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dragged = droppedFeed(event.dataTransfer, (unitId) => feedOfUnit(replica.state.getState().feeds, unitId)?.feedId ?? null);
    if (dragged === 'unitWithoutFeed') {
      editor.say({ kind: 'unitWithoutFeed', name: draggedName(event.dataTransfer, (unitId) => replica.state.getState().units.get(unitId)?.name) });
    } else if (dragged !== null) {
      void editor.edit(place.slotId, (slot) => withTile(slot, place.index, dragged));
    }
  };
  const state = feedId === null ? 'empty' : live ? 'live' : 'absent';
  const shown = unit?.name ?? (revoked === null ? t('wall.tileEmpty') : t('wall.tileRevoked', { name: revoked.name }));
  const label = `${t('wall.place', { number: slotNumber(place.slotId) })} · ${t('wall.tileNumber', { number: place.index + 1 })} · ${shown}`;
  return (
    <button
      type="button"
      className={styles.tile}
      data-state={state}
      data-chosen={chosen}
      data-waiting={waiting}
      data-over={over}
      data-selected={ofSelectedUnit}
      data-small={letters < 10}
      aria-label={label}
      title={label}
      draggable={feedId !== null}
      onClick={onClick}
      onDragStart={(event) => {
        if (feedId !== null) {
          event.dataTransfer.setData(FEED_DRAG_TYPE, feedId);
          event.dataTransfer.effectAllowed = 'copyMove';
        }
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(UNIT_DRAG_TYPE) || event.dataTransfer.types.includes(FEED_DRAG_TYPE)) {
          event.preventDefault();
          setOver(true);
        }
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <span className={styles.tileNumber}>{place.index + 1}</span>
      <span className={styles.tileName}>{unit !== undefined ? shortName(unit.name, letters) : revoked !== null && t('feeds.unitRevoked')}</span>
    </button>
  );
}

/** Loses the middle: courts stand at the beginning of names, numbers at the end. */
function shortName(name: string, letters: number): string {
  const all = Array.from(name);
  if (all.length <= letters) {
    return name;
  }
  const head = Math.floor((letters - 1) / 3);
  return `${all.slice(0, head).join('')}…${all.slice(head + 1 - letters).join('')}`;
}

function droppedFeed(data: DataTransfer, feedOf: (unitId: UnitId) => FeedId | null): FeedId | 'unitWithoutFeed' | null {
  const feed = feedIdSchema.safeParse(data.getData(FEED_DRAG_TYPE));
  if (feed.success) {
    return feed.data;
  }
  const unit = unitIdSchema.safeParse(data.getData(UNIT_DRAG_TYPE));
  return unit.success ? (feedOf(unit.data) ?? 'unitWithoutFeed') : null;
}

function draggedName(data: DataTransfer, nameOf: (unitId: UnitId) => string | undefined): string {
  const unit = unitIdSchema.safeParse(data.getData(UNIT_DRAG_TYPE));
  return (unit.success && nameOf(unit.data)) || '';
}
