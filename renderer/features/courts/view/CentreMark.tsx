import { useTranslation } from 'react-i18next';
import type { CentrePresence } from '#protocol/nouns/duty.ts';
import { formatMoment, formatRoughAge } from '../../../i18n/beijingTime.ts';
import { StateMark, type MarkTone } from '../../../ui/page/StateMark.tsx';
import { useHall, useLocale, useTick } from '../../hall/index.ts';

const TONES: Record<CentrePresence['state'], MarkTone> = { staffed: 'live', connected: 'calm', lost: 'waiting', absent: 'faint' };

/** How a court's command centre is. Lost is amber: red is for alarms. */
export function CentreMark({ centre, withSince = false }: { centre: CentrePresence | null; withSince?: boolean }) {
  const { t } = useTranslation();
  if (centre === null) {
    return <StateMark tone="faint" text={t('courts.state.unseen')} />;
  }
  return withSince && centre.state === 'lost' ? <LostMark centre={centre} /> : <StateMark tone={TONES[centre.state]} text={t(`courts.state.${centre.state}`)} />;
}

function LostMark({ centre }: { centre: CentrePresence }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  useTick();
  const now = link.now();
  return (
    <span title={t('courts.since', { time: formatMoment(centre.sinceAt, now, locale) })}>
      <StateMark tone="waiting" text={t('courts.lostFor', { age: formatRoughAge(now - centre.sinceAt, locale) })} />
    </span>
  );
}
