import { Button, SegmentedControl, Slider } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { formatClock, formatMoment } from '../../../i18n/beijingTime.ts';
import { eventSentence } from '../../../i18n/eventSentence.ts';
import { useBlocked } from '../../command/index.ts';
import { slotNumber, useEventNames, useHall, useHallState, useLocale, useSession } from '../../hall/index.ts';
import type { WallDesk } from '../../wall/index.ts';
import { WallSketch } from '../../wallSketch/index.ts';
import { restored } from '../model/restored.ts';
import { momentAt, type WallReel } from '../model/wallReel.ts';
import styles from './History.module.css';

const PACES = ['1', '10', '60'] as const;
const BEAT_MS = 200;
const NO_PLACES: readonly never[] = [];
const MARKS_AT_MOST = 200;

type Props = { readonly desk: WallDesk; readonly reel: WallReel; readonly to: number; readonly onRestored: () => void };

export function ReelPlayer({ desk, reel, to, onRestored }: Props) {
  const { t } = useTranslation();
  const locale = useLocale();
  const blocked = useBlocked();
  const { link, replica } = useHall();
  const { court } = useSession();
  const places = useHallState((state) => state.log.walls.get(court.courtCode)?.places ?? NO_PLACES);
  const { moments, uncertainFrom } = reel;
  const from = moments[0]?.at ?? to;
  const [at, setAt] = useState(to);
  const [pace, setPace] = useState<string>('10');
  const [started, setStarted] = useState(false);
  // It stops by itself where the stretch ends.
  const playing = started && at < to;
  useEffect(() => {
    if (!playing) {
      return undefined;
    }
    const timer = setInterval(() => setAt((then) => Math.min(to, then + BEAT_MS * Number(pace))), BEAT_MS);
    return () => clearInterval(timer);
  }, [playing, pace, to]);
  const index = momentAt(moments, at);
  const moment = moments[index];
  const marked = useMemo(() => new Set(moment?.slotIds), [moment]);
  if (moment === undefined) {
    return null;
  }
  const restore = async () => {
    const label = t('wallHistory.restoreLabel', { time: formatMoment(at, link.now(), locale) });
    const done = await desk.apply({ kind: 'edit', label }, (layouts) => restored(moment.layouts, layouts, replica.state.getState().feeds));
    if (done) {
      onRestored();
    }
  };
  const steps = moments.length - 1;
  return (
    <>
      <div className={styles.player}>
        <Button size="compact-sm" variant="default" data-autofocus data-action="wallHistory.play" onClick={() => {
          setAt(at >= to ? from : at);
          setStarted(!playing);
        }}>{playing ? t('wallHistory.pause') : t('wallHistory.play')}</Button>
        <SegmentedControl size="xs" value={pace} onChange={setPace} aria-label={t('wallHistory.pace')} data={PACES.map((value) => ({ value, label: `×${value}` }))} />
        <Slider className={styles.slider} min={from} max={Math.max(to, from + 1)} step={1_000} value={at} onChange={setAt} label={formatClock} size="sm"
          marks={moments.slice(1, MARKS_AT_MOST + 1).map((mark) => ({ value: mark.at }))} thumbProps={{ 'aria-label': t('wallHistory.time'), 'aria-valuetext': formatClock(at) }} />
        <time className={styles.time}>{formatMoment(at, link.now(), locale)}</time>
        <Button size="compact-sm" disabled={blocked !== null} title={blocked ?? t('wallHistory.restoreHint')} data-action="wallHistory.restore" onClick={() => void restore()}>{t('wallHistory.restore')}</Button>
      </div>
      {uncertainFrom !== null && at >= uncertainFrom && <p className={styles.warning} role="status">{t('wallHistory.uncertain', { time: formatClock(uncertainFrom) })}</p>}
      <div className={styles.body}>
        <div className={styles.stage} data-role="wall-history-stage">
          {moment.layouts.size === 0 ? <p className={styles.none}>{t('wallHistory.nothingKnown')}</p> : <WallSketch layouts={moment.layouts} places={places} marked={marked} label={t('wallHistory.asOf', { time: formatClock(at) })} />}
          <span className={styles.stamp}>{t('wallHistory.replay')} {formatClock(at)}</span>
        </div>
        <MomentList reel={reel} index={index} steps={steps} onChoose={(chosen) => {
          setStarted(false);
          setAt(chosen);
        }} />
      </div>
    </>
  );
}

function MomentList({ reel, index, steps, onChoose }: { reel: WallReel; index: number; steps: number; onChoose: (at: number) => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const names = useEventNames();
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-place="${index}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  // The log knows a display by its place, people by its number.
  const sentenceOf = (entry: WireEntry) => eventSentence(t, entry, locale, names).replaceAll(/\bwall-(\d+)\b/gu, (_, number: string) => t('wall.place', { number: Number(number) })).replace(/，理由：—$/u, '').trim();
  if (steps === 0) {
    return <p className={styles.none}>{t('wallHistory.noChange')}</p>;
  }
  return (
    <ol className={styles.list} ref={list} aria-label={t('wallHistory.changes', { count: steps })}>
      {reel.moments.map(({ at, entry, slotIds }, place) => entry !== null && (
        <li key={entry.sequence}>
          <button type="button" className={styles.change} aria-current={place === index} data-place={place} onClick={() => onChoose(at)}>
            <time className={styles.time}>{formatClock(at)}</time>
            <span className={styles.words}>
              <span>{attributed(entry.actor.kind === 'hall' ? t('wallHistory.hall') : entry.actor.name, sentenceOf(entry))}</span>
              {slotIds.length > 0 && entry.name !== 'wall.put' && <span className={styles.detail}>{t('wallHistory.displays', { numbers: slotIds.map(slotNumber).toSorted((a, b) => a - b).join('、') })}</span>}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Who, unless the sentence begins with it. */
function attributed(name: string, sentence: string): string {
  return sentence.startsWith(name) ? sentence : `${name}：${sentence}`;
}
