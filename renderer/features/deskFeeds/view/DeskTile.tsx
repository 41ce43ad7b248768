import { ActionIcon, Tooltip } from '@mantine/core';
import type { DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { PinIcon, SoundOffIcon, SoundOnIcon } from '../../../ui/icons.tsx';
import { PenContext } from '../../drawing/index.ts';
import { VideoTile } from '../../feedTile/index.ts';
import { feedOfUnit, useCapability, useHallState } from '../../hall/index.ts';
import { useSelection, useSelectionState } from '../../selection/index.ts';
import { useInTalkWith } from '../../talk/index.ts';
import { TileTools, useTileTools } from '../../tileTools/index.ts';
import { carryUnit } from '../../units/index.ts';
import type { DeskFeeds } from '../model/createDeskFeeds.ts';
import styles from './DeskFeedsPanel.module.css';

type DeskTileProps = { readonly tileKey: string; readonly unitId: UnitId; readonly feeds: DeskFeeds; readonly focused: boolean };

export function DeskTile({ tileKey, unitId, feeds, focused }: DeskTileProps) {
  const { t } = useTranslation();
  const selection = useSelection();
  const mayEditWall = useCapability('wall.edit');
  const selected = useSelectionState((state) => state.unitId === unitId);
  const feed = useHallState((state) => feedOfUnit(state.feeds, unitId));
  const unit = useHallState((state) => state.units.get(unitId));
  const { pinned, capacity, heard } = useStore(feeds.state);
  const isPinned = pinned.includes(unitId);
  const isHeard = heard === unitId;
  const inTalk = useInTalkWith(unitId);
  const hasSound = feed?.tracks.some((track) => track.kind === 'audio') ?? false;
  const tools = useTileTools(feed?.feedId ?? null);
  const full = !isPinned && pinned.length >= capacity;
  const soundWords = isHeard ? t('feeds.mute') : hasSound ? t('feeds.listen') : t('feeds.noAudio');
  const pinWords = isPinned ? t('feeds.unpin') : full ? t('feeds.full') : t('feeds.pin');
  // By its head the tile is carried to the wall; within the picture the hand pans and draws.
  const onDragStart = (event: DragEvent) => {
    const began = event.currentTarget.ownerDocument.elementFromPoint(event.clientX, event.clientY);
    if (began?.closest('header') === null || began?.closest('button') !== null) {
      event.preventDefault();
    } else {
      carryUnit(event, unitId);
    }
  };
  return (
    <PenContext value={tools.pen}>
      {/* With the keyboard in it, the tile takes the keys of its tools. */}
      <div className={styles.keys} tabIndex={0} role="group" aria-label={unit?.name ?? ''} onKeyDown={tools.onKeyDown} draggable={mayEditWall} onDragStart={onDragStart}>
        <VideoTile
          tileKey={tileKey}
          feedId={feed?.feedId ?? null}
          scale="desk"
          focused={focused}
          audible={isHeard && !inTalk}
          look={isHeard ? tools.look : { ...tools.look, volume: 0 }}
          onLook={tools.setLook}
          onPicture={tools.onPicture}
          over={tools.over}
          selected={selected && tileKey !== 'desk-selected'}
          onClick={() => selection.selectUnit(unitId)}
          standby={
            <div className={styles.standby}>
              <strong>{unit?.name}</strong>
              <EmptyNote title={t('feeds.noFeed')} hint={t('feeds.noFeedHint')} />
            </div>
          }
          actions={
            <>
              <Tooltip label={soundWords}>
                <ActionIcon
                  size="sm"
                  className={styles.action ?? ''}
                  variant={isHeard ? 'filled' : 'default'}
                  aria-label={soundWords}
                  aria-pressed={isHeard}
                  aria-disabled={!hasSound && !isHeard}
                  onClick={(event) => {
                    event.stopPropagation();
                    if (hasSound || isHeard) {
                      feeds.toggleHeard(unitId);
                    }
                  }}
                >
                  {isHeard ? <SoundOnIcon size={14} /> : <SoundOffIcon size={14} />}
                </ActionIcon>
              </Tooltip>
              <Tooltip label={pinWords}>
                <ActionIcon
                  size="sm"
                  className={styles.action ?? ''}
                  variant={isPinned ? 'filled' : 'default'}
                  aria-label={pinWords}
                  aria-pressed={isPinned}
                  aria-disabled={full}
                  onClick={(event) => {
                    event.stopPropagation();
                    feeds.togglePin(unitId);
                  }}
                >
                  <PinIcon size={14} />
                </ActionIcon>
              </Tooltip>
              <TileTools tools={tools} unitId={unitId} heard={isHeard} />
            </>
          }
        />
      </div>
    </PenContext>
  );
}
