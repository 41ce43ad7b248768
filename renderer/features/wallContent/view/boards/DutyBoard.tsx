import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import { DUTY_POSTS } from '#protocol/nouns/duty.ts';
import type { Density } from '#protocol/wall/layout.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { useHallNow, useHallState, useLocale, useSession } from '../../../hall/index.ts';
import { fitRows } from '../../model/fitRows.ts';
import styles from '../Content.module.css';
import { ContentFrame, More } from '../ContentFrame.tsx';

const ROW_EM = 2.1;

/** 值班表: the posts of the court and who serves now. */
export function DutyBoard({ density }: { density: Density }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const { courtCode } = useSession().court;
  const duty = useHallState((state) => state.log.duty);
  const court = useHallState((state) => courtName(state.log.courts, courtCode));
  const posts = DUTY_POSTS.map((post) => ({ post, holder: duty.get(`${courtCode}/${post}`)?.holder ?? null }));
  return (
    <ContentFrame title={t('wallContent.duty.title')} note={shortCourtName(court)} density={density}>
      {({ heightEm }) => {
        const { shown, hidden } = fitRows(posts.length, Math.floor(heightEm / ROW_EM));
        return (
          <ul>
            {posts.slice(0, shown).map(({ post, holder }) => (
              <li key={post} className={styles.row}>
                <span className={styles.soft}>{t(`duty.post.${post}`)}</span>
                {holder === null ? <span className={`${styles.grow} ${styles.dim}`}>{t('duty.vacant')}</span> : <strong className={styles.grow}>{holder.name}</strong>}
                {holder !== null && <time className={styles.wide}>{t('duty.since', { time: formatMoment(holder.sinceAt, now, locale) })}</time>}
              </li>
            ))}
            <li><More count={hidden} /></li>
          </ul>
        );
      }}
    </ContentFrame>
  );
}
