import { useState, useSyncExternalStore, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceRecording } from '#protocol/media/recordings.ts';
import { formatClock } from '../../../i18n/beijingTime.ts';
import { useHall } from '../../hall/index.ts';
import { shownAt, type Told } from '../model/createDeviceRecordings.ts';
import { percentOf, type Span } from '../model/timeline.ts';
import { STEP_MS } from './player/PlaybackControls.tsx';
import styles from './DayBar.module.css';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

type DayBarProps = {
  readonly span: Span;
  readonly recordings: readonly DeviceRecording[];
  readonly told: Told | null;
  /** Without it nothing can be pointed at. */
  readonly onPoint: ((at: number) => void) | null;
};

/** When there are recordings, and which moment is shown; pointing at a moment plays it. */
export function DayBar({ span, recordings, told, onPoint }: DayBarProps) {
  const { t } = useTranslation();
  const { ticker } = useHall();
  const shown = useSyncExternalStore(ticker.onBeat, () => {
    const at = shownAt(told, Date.now());
    return at === null || told?.playback.state === 'ended' ? null : Math.floor(at / 1_000) * 1_000;
  });
  const [pointed, setPointed] = useState<number | null>(null);
  const lengthMs = span.until - span.from;
  const momentOf = ({ currentTarget, clientX }: PointerEvent<HTMLDivElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    return span.from + Math.min(1, Math.max(0, (clientX - left) / width)) * (lengthMs - 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -STEP_MS, ArrowRight: STEP_MS, PageDown: -HOUR_MS, PageUp: HOUR_MS }[event.key];
    if (by !== undefined && onPoint !== null) {
      event.preventDefault();
      event.stopPropagation();
      onPoint(Math.min(span.until - 1, Math.max(span.from, (shown ?? recordings[0]?.from ?? span.from) + by)));
    }
  };
  const stepMs = lengthMs > 2 * HOUR_MS ? HOUR_MS : 5 * MINUTE_MS;
  const ticks = Array.from({ length: Math.round(lengthMs / stepMs) + 1 }, (_, index) => span.from + index * stepMs);
  const everySecond = lengthMs > 2 * HOUR_MS ? 2 : 1;
  return (
    <div className={styles.root}>
      <div
        className={styles.bar}
        role="slider"
        tabIndex={onPoint === null ? -1 : 0}
        aria-label={t('recordings.bar')}
        aria-disabled={onPoint === null}
        aria-valuemin={span.from}
        aria-valuemax={span.until}
        aria-valuenow={shown ?? span.from}
        aria-valuetext={shown === null ? t('recordings.barNothing') : formatClock(shown)}
        data-role="recording-bar"
        onPointerMove={(event) => setPointed(momentOf(event))}
        onPointerLeave={() => setPointed(null)}
        onClick={(event) => onPoint?.(momentOf(event as unknown as PointerEvent<HTMLDivElement>))}
        onKeyDown={onKeyDown}
      >
        {recordings.filter(({ from, until }) => until > span.from && from < span.until).map((recording) => {
          const left = percentOf(span, recording.from);
          return <i key={`${recording.from}-${recording.until}-${recording.kind}`} className={styles.recorded} data-kind={recording.kind} style={{ left: `${left}%`, width: `max(1px, ${percentOf(span, recording.until) - left}%)` }} />;
        })}
        {shown !== null && shown >= span.from && shown < span.until && <b className={styles.shown} style={{ left: `${percentOf(span, shown)}%` }} />}
        {pointed !== null && onPoint !== null && <span className={styles.pointed} style={{ left: `${percentOf(span, pointed)}%` }} data-end={percentOf(span, pointed) > 90}>{formatClock(pointed)}</span>}
      </div>
      <div className={styles.ticks} aria-hidden>
        {ticks.map((at, index) => <span key={at} style={{ left: `${percentOf(span, at)}%` }}>{index % everySecond === 0 ? hourText(at, span) : ''}</span>)}
      </div>
    </div>
  );
}

/** The end of a day is 24:00, not the beginning of the next. */
function hourText(at: number, { until }: Span): string {
  const text = formatClock(at).slice(0, 5);
  return at === until && text === '00:00' ? '24:00' : text;
}
