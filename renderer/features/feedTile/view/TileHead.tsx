import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import type { Density } from '#protocol/wall/layout.ts';
import type { Unit } from '#protocol/nouns/units.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { formatAge, formatClock, formatRoughAge } from '../../../i18n/beijingTime.ts';
import { Battery } from '../../../ui/Battery.tsx';
import { MiddleEllipsis } from '../../../ui/MiddleEllipsis.tsx';
import { SignalBars } from '../../../ui/SignalBars.tsx';
import { HallClock, useHallState, useLocale, useTick, useUnitVitals } from '../../hall/index.ts';
import type { TileView } from '../model/tileView.ts';
import styles from './TileHead.module.css';

/** Names longer than this are set smaller. */
const LONG_NAME_LETTERS = 14;

/** Who is seen and how it stands, above the picture and never over it: all of it, name and time, or nothing but what is wrong. */
export function TileHead({ view, unitId, density }: { view: StoreApi<TileView>; unitId: UnitId | null; density: Density }) {
  const unit = useHallState((state) => (unitId === null ? undefined : state.units.get(unitId)));
  const name = unit?.name ?? '';
  if (density === 'bare') {
    return <BareHead view={view} name={name} />;
  }
  if (density === 'brief') {
    return (
      <header className={styles.head} data-density="brief">
        <strong className={styles.name}><MiddleEllipsis text={name} /></strong>
        <StateDot view={view} />
        <PictureTime view={view} />
      </header>
    );
  }
  return (
    <header className={styles.head} data-density="full">
      <div className={styles.line}>
        <strong className={styles.name} data-long={Array.from(name).length > LONG_NAME_LETTERS}><MiddleEllipsis text={name} /></strong>
        <StateBadge view={view} />
      </div>
      <div className={styles.line}>
        <span className={styles.place}><span>{unit === undefined ? '' : placeWords(unit)}</span></span>
        <Vitals unitId={unitId} />
        <PictureTime view={view} />
      </div>
    </header>
  );
}

/** A thin line, as soon as the picture is not one of now. */
function BareHead({ view, name }: { view: StoreApi<TileView>; name: string }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { state, reason, lastFrameAt, withoutPictureS } = useStore(view);
  if (state === 'live') {
    return null;
  }
  const why = reason !== null ? t(`feeds.${reason}`) : lastFrameAt === null ? t('feeds.connecting') : t('feeds.lost', { age: formatAge(withoutPictureS * 1_000, locale) });
  return (
    <header className={styles.head} data-density="bare" data-kind={state === 'stale' ? 'lost' : 'absent'}>
      <strong className={styles.name}><MiddleEllipsis text={name} /></strong>
      <span className={styles.why}>{why}</span>
    </header>
  );
}

function StateDot({ view }: { view: StoreApi<TileView> }) {
  const { t } = useTranslation();
  const state = useStore(view, (current) => current.state);
  return state === 'live' ? <span className={styles.live}><span className={styles.liveDot} title={t('feeds.live')} /></span> : null;
}

/** The team first: it tells units of one court apart. A name that begins with its team says it already. */
function placeWords({ name, teamName, courtName }: Unit): string {
  return [name.startsWith(teamName) ? '' : teamName, shortCourtName(courtName)].filter((part) => part !== '').join(' · ');
}

function StateBadge({ view }: { view: StoreApi<TileView> }) {
  const { t } = useTranslation();
  const state = useStore(view, (current) => current.state);
  const delayMs = useStore(view, (current) => current.delayMs);
  if (state !== 'live') {
    return null;
  }
  return (
    <span className={styles.live}>
      <span className={styles.liveDot} title={t('feeds.live')} />
      <span className={styles.liveWord}>{t('feeds.live')}</span>
      {delayMs !== null && <span className={styles.delay}>{t('feeds.delayShort', { delayMs })}</span>}
    </span>
  );
}

function Vitals({ unitId }: { unitId: UnitId | null }) {
  const { t } = useTranslation();
  const { reported, batteryPercent, signalBars, agedSinceAt } = useUnitVitals(unitId);
  if (!reported) {
    return null;
  }
  const batteryWords = batteryPercent === null ? t('units.batteryUnknown') : t('units.battery', { percent: batteryPercent });
  return (
    <span className={styles.vitals} data-aged={agedSinceAt !== null}>
      {agedSinceAt !== null && <Aged sinceAt={agedSinceAt} />}
      <Battery percent={batteryPercent} label={batteryWords} />
      <span className={styles.percent}>{batteryPercent === null ? '—' : `${batteryPercent}%`}</span>
      <SignalBars bars={signalBars} label={signalBars === null ? t('units.signalUnknown') : t('units.signal', { bars: signalBars })} />
    </span>
  );
}

/** How old battery and signal are. */
function Aged({ sinceAt }: { sinceAt: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useTick();
  return <span className={styles.aged}>{t('units.lastSeen', { age: formatRoughAge(now - sinceAt, locale) })}</span>;
}

/** The hall's clock over a picture of now; over any other the time of its last frame, because a running clock would vouch for it. */
function PictureTime({ view }: { view: StoreApi<TileView> }) {
  const { t } = useTranslation();
  const state = useStore(view, (current) => current.state);
  const lastFrameAt = useStore(view, (current) => (current.state === 'live' ? null : current.lastFrameAt));
  if (state === 'live') {
    return <HallClock className={styles.time} />;
  }
  return lastFrameAt === null ? null : <time className={styles.time} data-aged="true">{t('feeds.lastFrameShort', { time: formatClock(lastFrameAt) })}</time>;
}
