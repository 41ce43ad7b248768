import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { clearTile } from '#domain/wall/edit/editTile.ts';
import { tileAt } from '#domain/wall/edit/layoutsOf.ts';
import { placeContent } from '#domain/wall/edit/placeContent.ts';
import { feedContent } from '#domain/wall/layouts.ts';
import { useBlocked } from '../../../command/index.ts';
import { feedOfUnit, slotNumber, useHallState } from '../../../hall/index.ts';
import { useSelection, useSelectionState } from '../../../selection/index.ts';
import { mergeMarked } from '../../model/mergeMarked.ts';
import { placeOf } from '../../model/tilePlaces.ts';
import { usePanelTools } from '../panelTools.ts';
import styles from './tools.module.css';

/** What can be done with the tiles that are marked, carried or chosen. */
export function TileActions() {
  const { marks, carried } = usePanelTools();
  const marked = useStore(marks, (state) => state.keys.size);
  const carrying = useStore(carried, (state) => state.place !== null);
  return carrying ? <Carrying /> : marked > 1 ? <Marked /> : <Chosen />;
}

function Carrying() {
  const { t } = useTranslation();
  const { carried } = usePanelTools();
  return (
    <div className={styles.notice} data-kind="placing" role="status">
      <span className={styles.noticeText}>{t('wall.carrying')}</span>
      <Button size="compact-xs" variant="default" onClick={() => carried.setState({ place: null })}>{t('hall.cancel')}</Button>
    </div>
  );
}

function Marked() {
  const { t } = useTranslation();
  const { desk, marks } = usePanelTools();
  const blocked = useBlocked();
  const keys = useStore(marks, (state) => state.keys);
  const places = [...keys].flatMap((key) => placeOf(key) ?? []);
  const across = new Set(places.map(({ slotId }) => slotId)).size > 1;
  const unmark = () => marks.setState({ keys: new Set() });
  return (
    <div className={styles.notice} data-kind="tile" title={blocked ?? undefined}>
      <span className={styles.noticeText}>{t('wall.marked', { count: keys.size })}</span>
      <Button
        size="compact-xs"
        disabled={blocked !== null}
        data-action="wall.merge"
        onClick={() => {
          void desk.apply({ kind: across ? 'span' : 'edit', label: '' }, (layouts) => mergeMarked(layouts, places));
          unmark();
        }}
      >
        {across ? t('wall.spanMarked', { count: keys.size }) : t('wall.mergeMarked', { count: keys.size })}
      </Button>
      <Button size="compact-xs" variant="default" onClick={unmark}>{t('hall.cancel')}</Button>
    </div>
  );
}

function Chosen() {
  const { t } = useTranslation();
  const selection = useSelection();
  const { desk, onPick } = usePanelTools();
  const blocked = useBlocked();
  const place = useSelectionState((state) => state.tile);
  const placing = useSelectionState((state) => state.placing);
  const unitId = useSelectionState((state) => state.unitId);
  const unit = useHallState((state) => (unitId === null ? undefined : state.units.get(unitId)));
  const feed = useHallState((state) => (unitId === null ? null : feedOfUnit(state.feeds, unitId)));
  const told = useHallState((state) => (place === null ? undefined : state.wall.get(place.slotId)?.layout));
  const drafted = useStore(desk.state, (state) => (place === null ? undefined : state.rehearsal?.draft.get(place.slotId)?.layout));
  const layout = drafted ?? told;
  const tile = place === null || layout === undefined ? undefined : tileAt(layout, place.tileKey);
  if (place === null || layout === undefined || tile === undefined) {
    return <div className={styles.notice} data-kind="idle" />;
  }
  const { content } = tile;
  const at = { number: slotNumber(place.slotId), tile: layout.tiles.indexOf(tile) + 1 };
  const disabled = blocked !== null || tile.locked;
  return (
    <div className={styles.notice} data-kind={placing ? 'placing' : 'tile'} title={blocked ?? (tile.locked ? t('wall.lockedHint') : undefined)}>
      <span className={styles.noticeText}>
        {placing ? t('wall.pickUnit', at) : `${t('wall.place', at)} · ${t('wall.tileNumber', { number: at.tile })}${tile.locked ? ` · ${t('wall.lockedHint')}` : ''}`}
      </span>
      {unit && feed && !(content.kind === 'feed' && content.feedId === feed.feedId) && (
        <Button
          size="compact-xs"
          disabled={disabled}
          onClick={() => {
            selection.focusTile(place, unit.unitId);
            void desk.apply({ kind: 'edit', label: unit.name }, (layouts) => placeContent(layouts, place, feedContent(feed.feedId)));
          }}
        >
          {t('wall.placeSelected', { name: shortName(unit.name) })}
        </Button>
      )}
      {onPick !== null && <Button size="compact-xs" variant="default" disabled={disabled} data-action="wall.pick" onClick={() => onPick(place)}>{t('wall.pickContent')}</Button>}
      {!placing && (
        <>
          <Button size="compact-xs" variant="default" disabled={disabled} onClick={() => selection.startPlacing(place)}>{t('wall.replace')}</Button>
          {content.kind !== 'empty' && (
            <Button size="compact-xs" variant="default" disabled={disabled} onClick={() => void desk.apply({ kind: 'clear', label: '' }, (layouts) => clearTile(layouts, place))}>{t('wall.clear')}</Button>
          )}
        </>
      )}
    </div>
  );
}

function shortName(name: string): string {
  const letters = Array.from(name);
  return letters.length > 14 ? `${letters.slice(0, 5).join('')}…${letters.slice(-8).join('')}` : name;
}
