import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Unit } from '#protocol/nouns/hall.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { formatAge, formatMoment } from '../../../i18n/beijingTime.ts';
import { Battery } from '../../../ui/Battery.tsx';
import { SignalBars } from '../../../ui/SignalBars.tsx';
import { HallClock, useHall, useHallState, useLocale, useUnitVitals } from '../../hall/index.ts';
import type { TileReason, TileView } from '../model/tileView.ts';
import styles from './TileOverlay.module.css';

/** Names longer than this are set smaller, on up to two lines. */
const LONG_NAME_LETTERS = 13;

export function TileOverlay({ view, unitId }: { view: StoreApi<TileView>; unitId: UnitId | null }) {
  const unit = useHallState((state) => (unitId === null ? undefined : state.units.get(unitId)));
  const name = unit?.name ?? '';
  return (
    <>
      <div className={styles.head}>
        <div className={styles.line}>
          <strong className={styles.name} data-long={Array.from(name).length > LONG_NAME_LETTERS}>{name}</strong>
          <StateBadge view={view} />
        </div>
        <div className={styles.line}>
          <span className={styles.place}>{unit === undefined ? '' : placeWords(unit)}</span>
          <Vitals unitId={unitId} />
          <HallClock className={styles.time} />
        </div>
      </div>
      <Notice view={view} unitId={unitId} />
    </>
  );
}

/** The team first: it tells tiles of one court apart when the line is cut. A name that begins with its team says it already. */
function placeWords({ name, teamName, courtName }: Unit): string {
  return [name.startsWith(teamName) ? '' : teamName, courtName].filter((part) => part !== '').join(' · ');
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
      <span className={styles.liveDot} />
      {t('feeds.live')}
      {delayMs !== null && <span className={styles.delay}>{t('feeds.delayShort', { delayMs })}</span>}
    </span>
  );
}

function Vitals({ unitId }: { unitId: UnitId | null }) {
  const { t } = useTranslation();
  const { batteryPercent, signalBars } = useUnitVitals(unitId);
  if (batteryPercent === null) {
    return null;
  }
  return (
    <span className={styles.vitals}>
      <Battery percent={batteryPercent} label={t('units.battery', { percent: batteryPercent })} />
      <span className={styles.percent}>{batteryPercent}%</span>
      <SignalBars bars={signalBars} label={signalBars === null ? t('units.signalUnknown') : t('units.signal', { bars: signalBars })} />
    </span>
  );
}

function Notice({ view, unitId }: { view: StoreApi<TileView>; unitId: UnitId | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const { state, reason, lastFrameAt, withoutPictureS } = useStore(view);
  const lastSeenAt = useHallState((hall) => (unitId === null ? null : (hall.units.get(unitId)?.lastSeenAt ?? null)));
  if (state === 'live' || state === 'empty') {
    return null;
  }
  const age = formatAge(withoutPictureS * 1_000, locale);
  const now = link.now();
  const lastSeen = lastSeenAt === null ? t('feeds.neverSeen') : t('feeds.unitOfflineSince', { time: formatMoment(lastSeenAt, now, locale) });
  const why: Record<NonNullable<TileReason>, { title: string; hint: string }> = {
    hallAway: { title: t('feeds.hallAway'), hint: t('feeds.hallAwayHint') },
    unknownFeed: { title: t('feeds.unknownFeed'), hint: '' },
    unitOffline: { title: t('feeds.unitOffline'), hint: lastSeen },
    noVideo: { title: t('feeds.noVideo'), hint: t('feeds.noVideoHint') },
    cannotConsume: { title: t('feeds.cannotConsume'), hint: t('feeds.cannotConsumeHint') },
    mediaUnavailable: { title: t('feeds.mediaUnavailable'), hint: '' },
  };
  if (lastFrameAt === null) {
    const words = reason === null ? { title: withoutPictureS < 3 ? t('feeds.connecting') : t('feeds.connectingFor', { age }), hint: '' } : why[reason];
    return (
      <div className={styles.notice} data-kind={reason === null ? 'connecting' : 'absent'}>
        <strong>{words.title}</strong>
        {words.hint !== '' && <span>{words.hint}</span>}
      </div>
    );
  }
  if (state === 'connecting') {
    return <div className={styles.notice} data-kind="connecting"><strong>{t('feeds.connecting')}</strong></div>;
  }
  return (
    <div className={styles.notice} data-kind="lost">
      <strong>{t('feeds.lost', { age })}</strong>
      <span>{t('feeds.lastFrameAt', { time: formatMoment(lastFrameAt, now, locale) })}</span>
      {reason !== null && reason !== 'hallAway' && <span>{[why[reason].title, why[reason].hint].filter((part) => part !== '').join(' · ')}</span>}
    </div>
  );
}
