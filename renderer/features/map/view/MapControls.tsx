import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HallMap } from './hallMap.ts';
import { FitFujianIcon, FitUnitsIcon, FollowIcon, ZoomInIcon, ZoomOutIcon } from './icons.tsx';
import styles from './MapView.module.css';

type ControlProps = {
  readonly label: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
};

/** A disabled control stays focusable: its tooltip says what is missing. */
function Control({ label, onPress, children, pressed, disabled = false }: ControlProps) {
  return (
    <Tooltip label={label} position="left">
      <button
        type="button"
        className={styles.control}
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
};

/** Everything that can be done to the map, for hands on the mouse and on the keyboard. */
export function MapControls({ map, hasSelection, following, onFollow }: MapControlsProps) {
  const { t } = useTranslation();
  const followLabel = following ? t('map.unfollow') : hasSelection ? t('map.follow') : t('map.followNeedsSelection');
  return (
    <div className={styles.controls} role="toolbar" aria-orientation="vertical" aria-label={t('map.controls')}>
      <div className={styles.group}>
        <Control label={t('map.zoomIn')} onPress={() => map.zoomBy(1)}>
          <ZoomInIcon />
        </Control>
        <Control label={t('map.zoomOut')} onPress={() => map.zoomBy(-1)}>
          <ZoomOutIcon />
        </Control>
      </div>
      <div className={styles.group}>
        <Control label={t('map.fitUnits')} onPress={() => map.fitUnits()}>
          <FitUnitsIcon />
        </Control>
        <Control label={t('map.fitFujian')} onPress={() => map.fitFujian()}>
          <FitFujianIcon />
        </Control>
        <Control label={followLabel} pressed={following} disabled={!hasSelection && !following} onPress={() => onFollow(!following)}>
          <FollowIcon />
        </Control>
      </div>
    </div>
  );
}
