import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PLAYBACK_SPEEDS, type Playback, type Steering } from '#protocol/media/recordings.ts';
import { SoundOffIcon, SoundOnIcon } from '../../../../ui/icons.tsx';
import { BackIcon, ForwardIcon, PauseIcon, PlayIcon, StopIcon } from './icons.tsx';
import styles from './Player.module.css';

export const STEP_MS = 10_000;

type ControlsProps = {
  readonly playback: Playback;
  /** False: another person has it in hand, or an order is on its way. */
  readonly free: boolean;
  readonly audible: boolean;
  readonly onAudible: () => void;
  readonly onSteer: (steering: Steering) => void;
  readonly onStep: (byMs: number) => void;
  readonly onStop: () => void;
};

/** Pause, steps, speed, sound, end; each has its key. */
export function PlaybackControls({ playback: { state, speed }, free, audible, onAudible, onSteer, onStep, onStop }: ControlsProps) {
  const { t } = useTranslation();
  const can = free && (state === 'playing' || state === 'paused');
  const tool = (words: string, key: string, icon: ReactNode, use: () => void, enabled: boolean, name: string) => (
    <Tooltip label={`${words} (${key})`}>
      <ActionIcon variant="default" aria-label={words} disabled={!enabled} onClick={use} data-action={`recording.${name}`}>{icon}</ActionIcon>
    </Tooltip>
  );
  return (
    <div className={styles.controls} role="toolbar" aria-label={t('recordings.controls')}>
      {tool(t('recordings.back'), '←', <BackIcon />, () => onStep(-STEP_MS), can, 'back')}
      {state === 'paused'
        ? tool(t('recordings.resume'), t('recordings.space'), <PlayIcon />, () => onSteer({ kind: 'resume' }), can, 'resume')
        : tool(t('recordings.pause'), t('recordings.space'), <PauseIcon />, () => onSteer({ kind: 'pause' }), can, 'pause')}
      {tool(t('recordings.forward'), '→', <ForwardIcon />, () => onStep(STEP_MS), can, 'forward')}
      <SegmentedControl size="xs" aria-label={t('recordings.speed')} disabled={!can} value={String(speed)} data={PLAYBACK_SPEEDS.map((value) => ({ value: String(value), label: `${value}×` }))} onChange={(value) => onSteer({ kind: 'speed', speed: PLAYBACK_SPEEDS.find((one) => String(one) === value) ?? 1 })} />
      {tool(t(audible ? 'recordings.mute' : 'recordings.listen'), 'M', audible ? <SoundOnIcon size={14} /> : <SoundOffIcon size={14} />, onAudible, state !== 'ended', 'sound')}
      {tool(t('recordings.stop'), 'S', <StopIcon />, onStop, free && state !== 'ended', 'stop')}
    </div>
  );
}
