import { ActionIcon, Menu, Popover, Slider, Tooltip } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { useCapability } from '../../hall/index.ts';
import { DrawingTools } from '../../drawing/index.ts';
import { AssistItems, AssistNote, useAssistAsk } from '../../assist/index.ts';
import { DeviceRecordingsDialog, useHasRecordings } from '../../deviceRecordings/index.ts';
import { GrantDialog } from '../../grants/index.ts';
import { InstructItem } from '../../instructions/index.ts';
import { SnapshotsDialog } from '../../snapshots/index.ts';
import { TalkButton } from '../../talk/index.ts';
import { HealthCard } from './HealthCard.tsx';
import { EvidenceIcon, FitIcon, FreezeIcon, HealthIcon, MoreIcon, OutsideIcon, PenIcon, ReplayIcon, SnapshotIcon, ToWallIcon } from './icons.tsx';
import type { TileToolset } from './useTileTools.tsx';
import styles from './TileTools.module.css';

type Tool = { readonly name: string; readonly words: string; readonly key: string; readonly icon: ReactNode; readonly on?: boolean; readonly shown: boolean; readonly use: () => void };

/** In the corner of a tile: a menu of all there is; on a large one the strip, too. */
export function TileTools({ tools, unitId, heard }: { tools: TileToolset; unitId: UnitId; heard: boolean }) {
  const { t } = useTranslation();
  const [health, setHealth] = useState(false);
  const [evidence, setEvidence] = useState(false);
  const [granting, setGranting] = useState(false);
  const [recordings, setRecordings] = useState(false);
  const hasRecordings = useHasRecordings(unitId);
  const assist = useAssistAsk(unitId);
  const mayKeep = useCapability('snapshots.take');
  const mayGrant = useCapability('media.grant');
  const mayEdit = useCapability('wall.edit');
  const { feedId, look, picture } = tools;
  if (feedId === null) {
    return null;
  }
  const isFrozen = look.frozenAt !== null;
  const list: readonly Tool[] = [
    { name: 'freeze', words: t(isFrozen ? 'tiles.unfreeze' : 'tiles.freeze'), key: 'F', icon: <FreezeIcon />, on: isFrozen, shown: true, use: tools.toggleFreeze },
    { name: 'replay', words: t(tools.replaying ? 'tiles.replayEnd' : 'tiles.replay'), key: 'R', icon: <ReplayIcon />, on: tools.replaying, shown: true, use: tools.toggleReplay },
    { name: 'snapshot', words: t('tiles.snapshot'), key: 'S', icon: <SnapshotIcon />, shown: mayKeep, use: () => void tools.snapshot() },
    { name: 'draw', words: t(tools.pen === null ? 'tiles.draw' : 'tiles.drawEnd'), key: 'D', icon: <PenIcon />, on: tools.pen !== null, shown: mayEdit, use: tools.togglePen },
    { name: 'health', words: t('tiles.health.title'), key: '', icon: <HealthIcon />, on: health, shown: true, use: () => setHealth((before) => !before) },
    { name: 'fit', words: t('tiles.zoomReset'), key: '0', icon: <FitIcon />, shown: look.zoom > 1, use: tools.resetZoom },
    { name: 'toWall', words: t('tiles.toWall'), key: 'W', icon: <ToWallIcon />, shown: mayEdit, use: () => void tools.toWall() },
  ];
  const shown = list.filter((tool) => tool.shown);
  return (
    // A press on a tool chooses no unit.
    <span className={styles.root} onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}>
      <Menu position="bottom-end" withinPortal closeOnItemClick>
        <Menu.Target>
          <Tooltip label={t('tiles.more')}>
            <ActionIcon size="sm" variant="default" aria-label={t('tiles.more')} data-role="tile-menu"><MoreIcon /></ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {shown.map(({ name, words, key, icon, use }) => (
            <Menu.Item key={name} leftSection={icon} rightSection={key === '' ? undefined : <kbd className={styles.key}>{key}</kbd>} onClick={use}>{words}</Menu.Item>
          ))}
          {mayKeep && <Menu.Item leftSection={<EvidenceIcon />} onClick={() => setEvidence(true)}>{t('tiles.snapshots')}</Menu.Item>}
          {hasRecordings && <Menu.Item leftSection={<ReplayIcon />} onClick={() => setRecordings(true)} data-action="recordings.open">{t('recordings.open')}</Menu.Item>}
          {mayGrant && <Menu.Item leftSection={<OutsideIcon />} onClick={() => setGranting(true)} data-action="grant.open">{t('grants.open')}</Menu.Item>}
          <InstructItem begin={{ unitIds: [unitId] }} />
          <AssistItems unitId={unitId} onAsk={assist.ask} />
          <div className={styles.talk}><TalkButton unitId={unitId} /></div>
          {heard && (
            <div className={styles.volume}>
              <span>{t('tiles.volume')}</span>
              <Slider size="sm" min={5} max={100} step={5} aria-label={t('tiles.volume')} label={(percent) => `${percent}%`} value={Math.round((look.volume > 0 ? look.volume : 1) * 100)} onChange={(percent) => tools.setLook({ ...look, volume: percent / 100 })} />
            </div>
          )}
        </Menu.Dropdown>
      </Menu>
      <span className={styles.strip} role="toolbar" aria-label={t('tiles.tools')}>
        {shown.map(({ name, words, key, icon, on, use }) => (
          <Tooltip key={name} label={key === '' ? words : `${words} (${key})`}>
            <ActionIcon size="sm" variant={on === true ? 'filled' : 'default'} aria-label={words} aria-pressed={on ?? false} data-tool={name} onClick={use}>{icon}</ActionIcon>
          </Tooltip>
        ))}
        <TalkButton unitId={unitId} />
        {look.zoom > 1 && <span className={styles.zoom}>{`${look.zoom.toFixed(1)}×`}</span>}
      </span>
      {tools.pen !== null && <span className={styles.pen}><DrawingTools feedId={feedId} colour={tools.colour} onColour={tools.setColour} onDone={tools.togglePen} /></span>}
      <Popover opened={health && picture !== null} onChange={setHealth} position="bottom-end" withinPortal>
        <Popover.Target><span /></Popover.Target>
        <Popover.Dropdown>{health && picture !== null && <HealthCard picture={picture} />}</Popover.Dropdown>
      </Popover>
      {evidence && <SnapshotsDialog feedId={feedId} onClose={() => setEvidence(false)} />}
      {recordings && <DeviceRecordingsDialog unitId={unitId} onClose={() => setRecordings(false)} />}
      {granting && <GrantDialog feedId={feedId} onClose={() => setGranting(false)} />}
      <AssistNote unitId={unitId} problem={assist.problem} />
      {tools.word !== null && <span className={styles.word} role="status">{tools.word}</span>}
    </span>
  );
}
