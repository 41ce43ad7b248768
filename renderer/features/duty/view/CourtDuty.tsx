import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { DetailPart, Facts } from '../../../ui/page/Detail.tsx';
import { ActionButton } from '../../command/index.ts';
import { useHall, useHallState, useLocale } from '../../hall/index.ts';
import { createDutyLog } from '../model/createDutyLog.ts';
import { mayRelieve, postsOf } from '../model/dutyBoard.ts';
import { lineText } from './lineWords.ts';
import { RelieveDialog } from './post/RelieveDialog.tsx';
import { useReliever } from './useDuty.ts';
import styles from './Duty.module.css';

const LINES = 6;
/** Whoever runs through the list of courts with the arrow keys asks for none of those in between. */
const SETTLE_MS = 200;

/** Who is on duty at one court that the session sees, and what its duty log says last. */
export function CourtDuty({ courtCode }: { courtCode: CourtCode }) {
  const { t } = useTranslation();
  const duty = useHallState((state) => state.log.duty);
  const posts = useMemo(() => postsOf(duty, courtCode), [duty, courtCode]);
  return (
    <>
      <DetailPart title={t('duty.posts')}>
        <Facts facts={posts.map((post) => ({ label: t(`duty.post.${post.post}`), value: <Holder post={post} /> }))} />
      </DetailPart>
      <DetailPart title={t('duty.lastLines')}>
        <LastLines key={courtCode} courtCode={courtCode} />
      </DetailPart>
    </>
  );
}

function Holder({ post }: { post: DutyPost }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const reliever = useReliever();
  const [relieving, setRelieving] = useState(false);
  const { holder, offer } = post;
  return (
    <span className={styles.posted}>
      {holder === null ? <span className={styles.none}>{t('duty.vacant')}</span> : (
        <span>
          {holder.name} · {t('duty.since', { time: formatMoment(holder.sinceAt, link.now(), locale) })}
          {offer !== null && ` · ${t('duty.handingOver')} → ${offer.toName}`}
        </span>
      )}
      {mayRelieve(post, reliever) && <ActionButton size="compact-xs" onClick={() => setRelieving(true)} data-action="duty.relieve">{t('duty.action.relieve')}</ActionButton>}
      {relieving && <RelieveDialog post={post} onClose={() => setRelieving(false)} />}
    </span>
  );
}

function LastLines({ courtCode }: { courtCode: CourtCode }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link, replica } = useHall();
  const log = useMemo(() => createDutyLog({ link, replica, courtCode, page: LINES }), [link, replica, courtCode]);
  useEffect(() => {
    let stop: (() => void) | undefined;
    const timer = setTimeout(() => (stop = log.start()), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      stop?.();
    };
  }, [log]);
  const { entries, phase, problem } = useStore(log.state);
  if (entries.length === 0) {
    return <p className={styles.none}>{phase === 'reading' ? t('hall.loading') : problem === null ? t('duty.logEmpty') : errorSentence(t, problem)}</p>;
  }
  return (
    <ul className={styles.lines}>
      {entries.slice(0, LINES).map((entry) => (
        <li key={entry.sequence} className={styles.line}>
          <time>{formatMoment(entry.at, link.now(), locale)}</time>
          <span>{lineText(t, entry, locale)}</span>
        </li>
      ))}
    </ul>
  );
}
