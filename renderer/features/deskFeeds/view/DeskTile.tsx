import { ActionIcon, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { PinIcon, SoundOffIcon, SoundOnIcon } from '../../../ui/icons.tsx';
import { VideoTile } from '../../feedTile/index.ts';
import { feedOfUnit, useHallState } from '../../hall/index.ts';
import { useSelection, useSelectionState } from '../../selection/index.ts';
import type { DeskFeeds } from '../model/createDeskFeeds.ts';
import styles from './DeskFeedsPanel.module.css';

type DeskTileProps = { readonly tileKey: string; readonly unitId: UnitId; readonly feeds: DeskFeeds; readonly focused: boolean };

export function DeskTile({ tileKey, unitId, feeds, focused }: DeskTileProps) {
  const { t } = useTranslation();
  const selection = useSelection();
  const selected = useSelectionState((state) => state.unitId === unitId);
  const feed = useHallState((state) => feedOfUnit(state.feeds, unitId));
  const unit = useHallState((state) => state.units.get(unitId));
  const { pinned, capacity, heard } = useStore(feeds.state);
  const isPinned = pinned.includes(unitId);
  const isHeard = heard === unitId;
  const hasSound = feed?.tracks.some((track) => track.kind === 'audio') ?? false;
  const full = !isPinned && pinned.length >= capacity;
  const soundWords = isHeard ? t('feeds.mute') : hasSound ? t('feeds.listen') : t('feeds.noAudio');
  const pinWords = isPinned ? t('feeds.unpin') : full ? t('feeds.full') : t('feeds.pin');
  return (
    <VideoTile
      tileKey={tileKey}
      feedId={feed?.feedId ?? null}
      scale="desk"
      focused={focused}
      audible={isHeard}
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
        </>
      }
    />
  );
}
