import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UpwardPlatform } from '#protocol/media/upward.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import { courtName } from '#domain/courts/courtName.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { listOf } from '../../../i18n/listOf.ts';
import { StateMark } from '../../../ui/page/StateMark.tsx';
import { useHall, useHallState, useLinkState, useLocale } from '../../hall/index.ts';
import styles from './Sources.module.css';

const TONES = { registered: 'live', registering: 'calm', refused: 'waiting', unreachable: 'waiting' } as const;

/** 上级平台: whether the hall is registered there, what it is told of, and what it looks at now. Nothing where there is none. */
export function UpwardPlatforms() {
  const { t } = useTranslation();
  const platforms = useUpwardPlatforms();
  return platforms.length === 0 ? null : (
    <section className={styles.upward} aria-label={t('sources.upward.title')} data-role="upward">
      <h4 className={styles.serverTitle}>{t('sources.upward.title')}</h4>
      {platforms.map((platform) => <PlatformRow key={platform.platformId} platform={platform} />)}
    </section>
  );
}

function PlatformRow({ platform }: { platform: UpwardPlatform }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const log = useHallState((state) => state.log);
  const { platformId, name, place, state, sinceAt, status, courts } = platform;
  const views = [...log.upwardViewings.values()].filter((viewing) => viewing.platformId === platformId);
  const units = views.map(({ unitId }) => log.units.get(unitId)?.name ?? '—');
  return (
    <div className={styles.platform} data-platform={platformId} data-state={state}>
      <strong>{name}</strong>
      <StateMark tone={TONES[state]} text={t(`sources.upward.state.${state}`, { status: status ?? '' })} />
      <span className={styles.faint}>{t('sources.upward.since', { time: formatMoment(sinceAt, link.now(), locale) })}</span>
      <span className={styles.faint}>{platformId} · {place}</span>
      <span>{courts.length === 0 ? t('sources.upward.nothing') : t('sources.upward.courts', { courts: listOf(courts.map((code) => shortCourtName(courtName(log.courts, code))), locale) })}</span>
      <span>{units.length === 0 ? t('sources.upward.unseen') : t('sources.upward.seen', { units: listOf(units, locale) })}</span>
    </div>
  );
}

/** Read anew whenever the log says that something of them changed. */
function useUpwardPlatforms(): readonly UpwardPlatform[] {
  const { link, replica } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const [platforms, setPlatforms] = useState<readonly UpwardPlatform[]>([]);
  useEffect(() => {
    let over = false;
    const read = async () => {
      const answer = await link.request('upward.platforms', {}).catch(() => null);
      if (answer !== null && !over) setPlatforms(answer.platforms);
    };
    if (online) void read();
    const stop = replica.onEntries((entries) => {
      if (entries.some(({ name }) => name.startsWith('upward.'))) void read();
    });
    // One that is refused from the beginning is in no entry.
    const timer = setInterval(() => void read(), REFRESH_MS);
    return () => {
      over = true;
      clearInterval(timer);
      stop();
    };
  }, [link, replica, online]);
  return platforms;
}

const REFRESH_MS = 5_000;
