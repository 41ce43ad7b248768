import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HallMap } from '../hallMap.ts';
import type { Draft } from '../../model/tools/draft.ts';
import { CircleIcon, FenceIcon, FitFujianIcon, FitUnitsIcon, FollowIcon, LayersIcon, MeasureIcon, ReplayIcon, ZoomInIcon, ZoomOutIcon } from './icons.tsx';
import styles from './chrome.module.css';

type ControlProps = {
  readonly name: string;
  readonly label: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
};

/** A disabled control stays focusable: its tooltip says what is missing. */
function Control({ name, label, onPress, children, pressed, disabled = false }: ControlProps) {
  return (
    <Tooltip label={label} position="left">
      <button
        type="button"
        className={styles.control}
        data-map-control={name}
        aria-label={label}
        aria-pressed={pressed}
        aria-disabled={disabled || undefined}
        onClick={() => !disabled && onPress()}
      >
        {children}
      </button>
    </Tooltip>
  );
}

type MapControlsProps = {
  readonly map: HallMap;
  readonly hasSelection: boolean;
  readonly following: boolean;
  readonly onFollow: (following: boolean) => void;
  readonly layersOpen: boolean;
  readonly onLayers: (open: boolean) => void;
  readonly tool: Draft['tool'] | null;
  /** Null: puts the tool away. */
  readonly onTool: (tool: Draft['tool'] | null) => void;
  readonly mayFence: boolean;
  readonly replaying: boolean;
  /** Undefined: there is no archive to replay from. */
  readonly onReplay: ((replaying: boolean) => void) | undefined;
};

/** Everything that can be done to the map, for hands on the mouse and on the keyboard. */
export function MapControls(props: MapControlsProps) {
  const { map, hasSelection, following, onFollow, layersOpen, onLayers, tool, onTool, mayFence, replaying, onReplay } = props;
  const { t } = useTranslation();
  const followLabel = following ? t('map.unfollow') : hasSelection ? t('map.follow') : t('map.followNeedsSelection');
  const toggle = (name: Draft['tool']) => onTool(tool === name ? null : name);
  return (
    <div className={styles.controls} role="toolbar" aria-orientation="vertical" aria-label={t('map.controls')}>
      <div className={styles.group}>
        <Control name="zoomIn" label={t('map.zoomIn')} onPress={() => map.zoomBy(1)}>
          <ZoomInIcon />
        </Control>
        <Control name="zoomOut" label={t('map.zoomOut')} onPress={() => map.zoomBy(-1)}>
          <ZoomOutIcon />
        </Control>
      </div>
      <div className={styles.group}>
        <Control name="fitUnits" label={t('map.fitUnits')} onPress={() => map.fitUnits()}>
          <FitUnitsIcon />
        </Control>
        <Control name="fitFujian" label={t('map.fitFujian')} onPress={() => map.fitFujian()}>
          <FitFujianIcon />
        </Control>
        <Control name="follow" label={followLabel} pressed={following} disabled={!hasSelection && !following} onPress={() => onFollow(!following)}>
          <FollowIcon />
        </Control>
        <Control name="layers" label={t('map.layers.title')} pressed={layersOpen} onPress={() => onLayers(!layersOpen)}>
          <LayersIcon />
        </Control>
      </div>
      <div className={styles.group}>
        <Control name="measure" label={t('map.tools.measure')} pressed={tool === 'measure'} onPress={() => toggle('measure')}>
          <MeasureIcon />
        </Control>
        {mayFence && (
          <>
            <Control name="fence" label={t('map.tools.fence')} pressed={tool === 'fence'} onPress={() => toggle('fence')}>
              <FenceIcon />
            </Control>
            <Control name="circle" label={t('map.tools.circle')} pressed={tool === 'circle'} onPress={() => toggle('circle')}>
              <CircleIcon />
            </Control>
          </>
        )}
        {onReplay && (
          <Control name="replay" label={replaying ? t('map.replay.leave') : t('map.replay.open')} pressed={replaying} onPress={() => onReplay(!replaying)}>
            <ReplayIcon />
          </Control>
        )}
      </div>
    </div>
  );
}
