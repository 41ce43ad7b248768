import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { Panel } from '../../../ui/panel/Panel.tsx';
import { useHall, useHallState, useLinkState, useLocale, useSession } from '../../hall/index.ts';
import { rosterOf, type RosterCourt } from '../model/rosterOf.ts';
import styles from './Roster.module.css';

/** People on duty: one's own court with all its posts, and who is there in the others. */
export function RosterPanel() {
  const { t } = useTranslation();
  const { court } = useSession();
  const duty = useHallState((state) => state.log.duty);
  const courts = useHallState((state) => state.log.courts);
  const known = useHallState((state) => state.position !== null);
  const synced = useHallState((state) => state.synced);
  const away = useLinkState((state) => state.phase === 'offline' || state.phase === 'refused');
  const roster = useMemo(() => rosterOf({ duty, courts: courts.values(), own: court }), [duty, courts, court]);
  return (
    <Panel title={t('duty.roster')}>
      {known ? (
        <div className={styles.roster} data-synced={synced} tabIndex={0} data-panel-focus data-role="roster">
          <RosterRow row={roster.own} own />
          {roster.others.map((row) => <RosterRow key={row.courtCode} row={row} />)}
          {roster.vacantCourts > 0 && <p className={styles.vacantCourts}>{t('duty.vacantCourts', { count: roster.vacantCourts })}</p>}
        </div>
      ) : (
        <EmptyNote title={away ? t('units.notConnected') : t('hall.loading')} hint={away ? t('duty.notConnectedHint') : undefined} />
      )}
    </Panel>
  );
}

function RosterRow({ row, own = false }: { row: RosterCourt; own?: boolean }) {
  return (
    <section className={styles.court} data-own={own} data-court-code={row.courtCode}>
      <h4 className={styles.name}>{row.courtName}</h4>
      <dl className={styles.posts}>
        {row.posts.map((post) => <RosterPost key={post.post} post={post} />)}
      </dl>
    </section>
  );
}

function RosterPost({ post }: { post: DutyPost }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const { holder, offer } = post;
  return (
    <div className={styles.post}>
      <dt>{t(`duty.post.${post.post}`)}</dt>
      <dd data-vacant={holder === null}>
        {holder?.name ?? t('duty.vacant')}
        {holder !== null && <span className={styles.since}>{offer === null ? t('duty.since', { time: formatMoment(holder.sinceAt, link.now(), locale) }) : t('duty.handingOver')}</span>}
      </dd>
    </div>
  );
}
