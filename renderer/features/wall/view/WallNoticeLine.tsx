import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { useBlocked } from '../../command/index.ts';
import { feedOfUnit, slotNumber, useHallState } from '../../hall/index.ts';
import { useSelection, useSelectionState } from '../../selection/index.ts';
import type { WallEditor, WallNotice } from '../model/createWallEditor.ts';
import { withMode, withTile, withoutTile } from '../model/editSlot.ts';
import styles from './WallPanel.module.css';

/** One line under the walls: what just happened, else what can be done with the chosen tile. */
export function WallNoticeLine({ editor }: { editor: WallEditor }) {
  const { t } = useTranslation();
  const notice = useStore(editor.state, (state) => state.notice);
  if (notice === null) {
    return <TileActions editor={editor} />;
  }
  return (
    <div className={styles.notice} role="status" data-kind={notice.kind}>
      <span className={styles.noticeText}>{noticeWords(t, notice)}</span>
      {'before' in notice && (
        <Button size="compact-xs" onClick={() => void editor.edit(notice.slotId, () => withMode(notice.before, notice.before.mode))}>{t('wall.undo')}</Button>
      )}
      <Button size="compact-xs" variant="default" onClick={() => editor.say(null)}>{t('wall.noticeClose')}</Button>
    </div>
  );
}

function noticeWords(t: TFunction, notice: WallNotice): string {
  switch (notice.kind) {
    case 'conflict':
      return t('wall.conflict', { number: slotNumber(notice.slotId) });
    case 'failed':
      return t('wall.failed', { number: slotNumber(notice.slotId), reason: errorSentence(t, notice.code) });
    case 'dropped':
      return t('wall.dropped', { number: slotNumber(notice.slotId), count: notice.count, dropped: notice.dropped });
    case 'cleared':
      return t('wall.cleared', { number: slotNumber(notice.slotId) });
    case 'unitWithoutFeed':
      return t('wall.unitWithoutFeed', { name: notice.name });
  }
  return notice satisfies never;
}

function TileActions({ editor }: { editor: WallEditor }) {
  const { t } = useTranslation();
  const selection = useSelection();
  const blocked = useBlocked();
  const tile = useSelectionState((state) => state.tile);
  const placing = useSelectionState((state) => state.placing);
  const unitId = useSelectionState((state) => state.unitId);
  const unit = useHallState((state) => (unitId === null ? undefined : state.units.get(unitId)));
  const feed = useHallState((state) => (unitId === null ? null : feedOfUnit(state.feeds, unitId)));
  const shown = useHallState((state) => (tile === null ? null : (state.wall.get(tile.slotId)?.tiles[tile.index]?.feedId ?? null)));
  if (tile === null) {
    return <div className={styles.notice} data-kind="idle" />;
  }
  const place = { number: slotNumber(tile.slotId), tile: tile.index + 1 };
  return (
    <div className={styles.notice} data-kind={placing ? 'placing' : 'tile'} title={blocked ?? undefined}>
      <span className={styles.noticeText}>
        {placing ? t('wall.pickUnit', place) : `${t('wall.place', place)} · ${t('wall.tileNumber', { number: place.tile })}`}
      </span>
      {unit && feed && feed.feedId !== shown && (
        <Button
          size="compact-xs"
          disabled={blocked !== null}
          onClick={() => {
            selection.focusTile(tile, unit.unitId);
            void editor.edit(tile.slotId, (slot) => withTile(slot, tile.index, feed.feedId));
          }}
        >
          {t('wall.placeSelected', { name: shortName(unit.name) })}
        </Button>
      )}
      {!placing && (
        <>
          <Button size="compact-xs" variant="default" disabled={blocked !== null} onClick={() => selection.startPlacing(tile)}>{t('wall.replace')}</Button>
          {shown !== null && (
            <Button size="compact-xs" variant="default" disabled={blocked !== null} onClick={() => void editor.edit(tile.slotId, (slot) => withoutTile(slot, tile.index))}>
              {t('wall.clear')}
            </Button>
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
