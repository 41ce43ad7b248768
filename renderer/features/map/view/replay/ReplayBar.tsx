import { Button } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatDate } from '../../../../i18n/beijingTime.ts';
import { LONGEST_REPLAY_MS, REPLAY_LENGTHS_MS, REPLAY_SPEEDS, type ReplaySpeed } from '../../model/replay/playback.ts';
import type { ReplayEvent, ReplaySpan } from '../../model/replay/track.ts';
import { NextIcon, PauseIcon, PlayIcon, PreviousIcon } from '../chrome/icons.tsx';
import styles from './replay.module.css';
import type { Replay, ReplayPlayer } from './useReplay.ts';

const BEIJING_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;
/** As the entry field writes it, Beijing time, to the minute. */
const fieldText = (at: number): string => new Date(at + BEIJING_MS).toISOString().slice(0, 16);
const fieldTime = (text: string): number => Date.parse(`${text}:00+08:00`);

type SpanFormProps = { readonly span: ReplaySpan; readonly now: number; readonly onOpen: (span: ReplaySpan) => void };

/** Which time is replayed. */
function SpanForm({ span, now, onOpen }: SpanFormProps) {
  const { t } = useTranslation();
  const [from, setFrom] = useState(fieldText(span.fromAt));
  const [until, setUntil] = useState(fieldText(span.untilAt));
  const [own, setOwn] = useState(false);
  const entered = { fromAt: fieldTime(from), untilAt: Math.min(fieldTime(until), now) };
  const lengthMs = entered.untilAt - entered.fromAt;
  const fits = lengthMs >= MINUTE_MS && lengthMs <= LONGEST_REPLAY_MS;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (fits) {
      onOpen(entered);
    }
  };
  return (
    <div className={styles.spans}>
      {REPLAY_LENGTHS_MS.map((length) => {
        const chosen = span.untilAt - span.fromAt === length;
        const label = length < 60 * MINUTE_MS ? t('map.replay.minutes', { count: length / MINUTE_MS }) : t('map.replay.hours', { count: length / (60 * MINUTE_MS) });
        return (
          <button key={length} type="button" className={styles.choice} aria-pressed={chosen} onClick={() => onOpen({ fromAt: now - length, untilAt: now })}>
            {label}
          </button>
        );
      })}
      <button type="button" className={styles.choice} aria-pressed={own} onClick={() => setOwn(!own)}>
        {t('map.replay.own')}
      </button>
      {own && (
        <form className={styles.own} onSubmit={submit}>
          <input type="datetime-local" aria-label={t('map.replay.from')} value={from} max={fieldText(now)} onChange={(event) => setFrom(event.currentTarget.value)} />
          <span>–</span>
          <input type="datetime-local" aria-label={t('map.replay.until')} value={until} max={fieldText(now)} onChange={(event) => setUntil(event.currentTarget.value)} />
          <Button type="submit" size="compact-xs" variant="default" disabled={!fits}>
            {t('map.replay.load')}
          </Button>
          {!fits && <span className={styles.hint}>{t('map.replay.badSpan')}</span>}
        </form>
      )}
    </div>
  );
}

function EventTicks({ events, span, onSeek }: { readonly events: readonly ReplayEvent[]; readonly span: ReplaySpan; readonly onSeek: (at: number) => void }) {
  return (
    <div className={styles.ticks}>
      {events.map((event) => (
        <button
          key={event.id}
          type="button"
          tabIndex={-1}
          className={styles.tick}
          data-tone={event.tone}
          data-replay-event={event.id}
          style={{ left: `${((event.at - span.fromAt) / (span.untilAt - span.fromAt)) * 100}%` }}
          title={`${formatClock(event.at)} ${event.text}`}
          aria-label={`${formatClock(event.at)} ${event.text}`}
          onClick={() => onSeek(event.at)}
        />
      ))}
    </div>
  );
}

type ReplayBarProps = { readonly replay: Replay; readonly player: ReplayPlayer; readonly now: number; readonly shown: readonly ReplayEvent[] };

/** The player: which time, where in it, how fast, and what happened there. */
export function ReplayBar({ replay, player, now, shown }: ReplayBarProps) {
  const { t, i18n } = useTranslation();
  const { span, stage, playback, loaded } = replay;
  const events = loaded?.data.events ?? [];
  const empty = stage === 'ready' && loaded?.data.tracks.length === 0;
  const latest = shown.at(-1);
  const say = (): string => {
    if (stage === 'loading') {
      return t('map.replay.loading');
    }
    if (stage === 'failed') {
      return t('map.replay.failed');
    }
    return empty ? t('map.replay.empty') : latest ? `${formatClock(latest.at)} ${latest.text}` : t('map.replay.nothing');
  };
  return (
    <div className={styles.bar} role="group" aria-label={t('map.replay.title')} data-map-replay={stage}>
      <div className={styles.row}>
        <strong className={styles.badge}>{t('map.replay.title')}</strong>
        <span className={styles.time}>
          {formatDate(playback.at, i18n.language)} {formatClock(playback.at)}
        </span>
        <SpanForm key={`${span.fromAt} ${span.untilAt}`} span={span} now={now} onOpen={player.open} />
        <Button size="compact-xs" color="yellow" variant="filled" autoContrast className={styles.leave ?? ''} onClick={player.leave} data-replay-leave>
          {t('map.replay.leave')}
        </Button>
      </div>
      <div className={styles.row}>
        <button type="button" className={styles.act} aria-label={t('map.replay.previousEvent')} title={t('map.replay.previousEvent')} onClick={() => player.stepToEvent(-1)}>
          <PreviousIcon />
        </button>
        <button type="button" className={styles.act} aria-label={t(playback.playing ? 'map.replay.pause' : 'map.replay.play')} disabled={stage !== 'ready'} onClick={player.toggle} data-replay-play>
          {playback.playing ? <PauseIcon /> : <PlayIcon />}
        </button>
        <button type="button" className={styles.act} aria-label={t('map.replay.nextEvent')} title={t('map.replay.nextEvent')} onClick={() => player.stepToEvent(1)}>
          <NextIcon />
        </button>
        <div className={styles.slider}>
          <EventTicks events={events} span={span} onSeek={player.seek} />
          <input
            type="range"
            min={span.fromAt}
            max={span.untilAt}
            step={1000}
            value={playback.at}
            aria-label={t('map.replay.moment')}
            aria-valuetext={formatClock(playback.at)}
            onChange={(event) => player.seek(event.currentTarget.valueAsNumber)}
            onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
          />
          <div className={styles.ends}>
            <span>{formatClock(span.fromAt)}</span>
            <span>{formatClock(span.untilAt)}</span>
          </div>
        </div>
        <select
          className={styles.speed}
          aria-label={t('map.replay.speed')}
          value={playback.speed}
          onChange={(event) => player.setSpeed(Number(event.currentTarget.value) as ReplaySpeed)}
          onKeyDown={(event) => event.stopPropagation()}
        >
          {REPLAY_SPEEDS.map((speed) => (
            <option key={speed} value={speed}>
              {speed}×
            </option>
          ))}
        </select>
      </div>
      <p className={styles.said} role="status">
        {say()}
        {loaded && loaded.data.toleranceM >= 1 && <span className={styles.hint}>{t('map.replay.thinned', { metres: Math.ceil(loaded.data.toleranceM) })}</span>}
        {stage === 'failed' && (
          <Button size="compact-xs" variant="default" onClick={() => player.open(span)}>
            {t('map.retry')}
          </Button>
        )}
      </p>
    </div>
  );
}
