import { useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { PLAYBACK_SPEEDS, type Steering } from '#protocol/media/recordings.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { useHall, useLinkState } from '../../hall/index.ts';
import { shownAt, type DeviceRecordings } from '../model/createDeviceRecordings.ts';
import { spanOfDay, type Span } from '../model/timeline.ts';
import { DayBar } from './DayBar.tsx';
import { DayTools } from './DayTools.tsx';
import { ListArea } from './ListArea.tsx';
import { PlaybackControls, STEP_MS } from './player/PlaybackControls.tsx';
import { PlaybackPicture } from './player/PlaybackPicture.tsx';
import { PlaybackWords } from './player/PlaybackWords.tsx';
import styles from './DeviceRecordings.module.css';

const HOUR_MS = 3_600_000;
const MIN_PURPOSE = 2;

/** A day of a device: its list, its bar, and what is played of it. */
export function DeviceRecordingsPane({ room, today }: { room: DeviceRecordings; today: string }) {
  const { t } = useTranslation();
  const { channels, sourceId, day, list, told, busy, problem } = useStore(room.state);
  const online = useLinkState((state) => state.phase === 'online');
  const sessionId = useLinkState((state) => state.session?.sessionId ?? null);
  const [purpose, setPurpose] = useState('');
  const [asked, setAsked] = useState(false);
  const [audible, setAudible] = useState(false);
  const [fine, setFine] = useState(false);
  const purposeField = useRef<HTMLInputElement>(null);
  const shown = useShown(room);
  const playback = told?.playback ?? null;
  const isUp = playback !== null && playback.state !== 'ended';
  const free = online && !busy && (!isUp || playback.holder === null || playback.holder.sessionId === sessionId);
  const recordings = list.phase === 'read' ? list.recordings : [];
  const whole = spanOfDay(day);

  const point = (at: number) => {
    const isMove = isUp && playback.state !== 'calling' && at >= playback.from && at < playback.until;
    if (!isMove && purpose.trim().length < MIN_PURPOSE) {
      setAsked(true);
      purposeField.current?.focus();
      return;
    }
    void room.playAt(at, purpose.trim());
  };
  const onPoint = free && recordings.length > 0 ? point : null;
  const steer = (steering: Steering) => void room.steer(steering);
  const step = (byMs: number) => {
    const at = shownAt(room.state.getState().told, Date.now());
    if (isUp && at !== null) {
      steer({ kind: 'seek', at: Math.round(Math.min(playback.until - 1_000, Math.max(playback.from, at + byMs))) });
    }
  };
  const faster = (by: 1 | -1) => {
    const speed = PLAYBACK_SPEEDS[PLAYBACK_SPEEDS.findIndex((one) => one === playback?.speed) + by];
    if (speed !== undefined) {
      steer({ kind: 'speed', speed });
    }
  };
  const keys: Readonly<Record<string, () => void>> = {
    ' ': () => steer(playback?.state === 'paused' ? { kind: 'resume' } : { kind: 'pause' }),
    ArrowLeft: () => step(-STEP_MS),
    ArrowRight: () => step(STEP_MS),
    '[': () => faster(-1),
    ']': () => faster(1),
    m: () => setAudible(!audible),
    s: () => void room.stop(),
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const use = keys[event.key.toLowerCase()] ?? keys[event.key];
    const typed = (event.target as HTMLElement).closest('input, textarea, [role="radiogroup"]') !== null || (event.key === ' ' && (event.target as HTMLElement).closest('button') !== null);
    if (use !== undefined && isUp && playback.state !== 'calling' && free && !typed && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      use();
    }
  };

  if (channels === null) {
    return problem === null ? <EmptyNote title={t('hall.loading')} /> : <EmptyNote title={errorSentence(t, problem)} />;
  }
  if (sourceId === null || whole === null) {
    return <EmptyNote title={t('recordings.noChannels')} hint={t('recordings.noChannelsHint')} />;
  }
  const hour = hourOf(whole, shown ?? recordings[0]?.from ?? whole.from);
  return (
    <div className={styles.root} tabIndex={-1} data-autofocus onKeyDown={onKeyDown} data-role="device-recordings">
      <DayTools
        room={room}
        today={today}
        purpose={purpose}
        purposeWanted={asked && purpose.trim().length < MIN_PURPOSE}
        purposeField={purposeField}
        onPurpose={setPurpose}
        fine={fine}
        onFine={setFine}
      />
      {!online && <NoticeLine tone="lost">{t('recordings.offline')}</NoticeLine>}
      {problem !== null && online && <NoticeLine tone="waiting">{errorSentence(t, problem)}</NoticeLine>}
      <div className={styles.split}>
        <div className={styles.player}>
          {told === null ? <div className={styles.vacant}>{recordings.length > 0 && <EmptyNote title={t('recordings.nothingPlays')} hint={t('recordings.nothingPlaysHint')} />}</div> : <PlaybackPicture key={told.playback.feedId} told={told} audible={audible} />}
          {playback !== null && <PlaybackControls playback={playback} free={free} audible={audible} onAudible={() => setAudible(!audible)} onSteer={steer} onStep={step} onStop={() => void room.stop()} />}
          {playback !== null && <PlaybackWords playback={playback} sessionId={sessionId} />}
        </div>
        <ListArea room={room} shown={shown} onPlay={onPoint} />
      </div>
      <DayBar span={fine ? hour : whole} recordings={recordings} told={told} onPoint={onPoint} />
    </div>
  );
}

/** By the minute, for what need not move with the picture. */
function useShown(room: DeviceRecordings): number | null {
  const { ticker } = useHall();
  return useSyncExternalStore(ticker.onSecond, () => {
    const { told } = room.state.getState();
    const at = told === null || told.playback.state === 'ended' ? null : shownAt(told, Date.now());
    return at === null ? null : Math.floor(at / 1_000) * 1_000;
  });
}

function hourOf({ from }: Span, at: number): Span {
  const begin = from + Math.floor((at - from) / HOUR_MS) * HOUR_MS;
  return { from: begin, until: begin + HOUR_MS };
}
