import { useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDate } from '../../../../i18n/beijingTime.ts';
import { useHall, useHallState, useLocale } from '../../../hall/index.ts';
import { shownAt, type Told } from '../../model/createDeviceRecordings.ts';
import { usePlaybackPicture } from './usePlaybackPicture.ts';
import styles from './Player.module.css';

/** What is played, under an amber mark with the recording's own time. */
export function PlaybackPicture({ told, audible }: { told: Told; audible: boolean }) {
  const { t } = useTranslation();
  const { playback } = told;
  const video = useRef<HTMLVideoElement>(null);
  const still = useRef<HTMLCanvasElement>(null);
  const sound = useRef<HTMLAudioElement>(null);
  const moves = usePlaybackPicture({ feedId: playback.feedId, audible, video, still, sound });
  const synced = useHallState((state) => state.synced);
  const isOver = playback.state === 'ended';
  const says = !synced ? t('recordings.hallAway') : playback.state === 'calling' ? t('recordings.calling') : playback.state === 'playing' && !moves ? t('recordings.waits') : null;
  return (
    <figure className={styles.frame} data-role="playback" data-tile-key="recording" data-unit-id={playback.unitId} data-feed-id={playback.feedId} data-state={playback.state} data-faded={isOver || !synced}>
      <figcaption className={styles.head}>
        <span className={styles.mark}>{t(playback.state === 'paused' ? 'recordings.markPaused' : isOver ? 'recordings.markEnded' : 'recordings.mark')}</span>
        <ShownTime told={told} />
        {playback.speed !== 1 && <span className={styles.speed}>{`${playback.speed}×`}</span>}
      </figcaption>
      <div className={styles.picture}>
        <canvas ref={still} className={styles.still} width={1} height={1} data-role="last-frame" />
        {/* Once it stands still there is the copy; the stream may end at any moment and would turn black. */}
        <video ref={video} className={styles.video} data-role="feed-video" data-shown={moves && !isOver} autoPlay playsInline muted disablePictureInPicture />
        <audio ref={sound} autoPlay muted={!audible} />
        {says !== null && <p className={styles.says} role="status">{says}</p>}
      </div>
    </figure>
  );
}

/** By the second, of the recording. */
function ShownTime({ told }: { told: Told }) {
  const { ticker } = useHall();
  const locale = useLocale();
  const second = useSyncExternalStore(ticker.onBeat, () => Math.floor((shownAt(told, Date.now()) ?? 0) / 1_000) * 1_000);
  return <time className={styles.time} data-role="recorded-at" data-at={second}>{`${formatDate(second, locale)} ${formatClock(second)}`}</time>;
}
