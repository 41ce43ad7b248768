import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { formatAge, formatMoment } from '../../../i18n/beijingTime.ts';
import { useHall, useHallState, useLocale } from '../../hall/index.ts';
import type { TileReason, TileView } from '../model/tileView.ts';
import styles from './TileNotice.module.css';

/** Over a picture that is not live: what is wrong and since when. */
export function TileNotice({ view, unitId }: { view: StoreApi<TileView>; unitId: UnitId | null }) {
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

/** What can be seen to be wrong with a picture that arrives. */
export function TileHintLine({ view }: { view: StoreApi<TileView> }) {
  const { t } = useTranslation();
  const hint = useStore(view, (current) => (current.state === 'live' ? current.hint : null));
  return hint === null ? null : <div className={styles.hint} data-role="tile-hint">{t(hint === 'black' ? 'feeds.hintBlack' : 'feeds.hintStill')}</div>;
}
