import type { NoticeData } from '#protocol/contract.ts';
import type { Watcher } from '#protocol/media/feeds.ts';
import { formatClock } from '../../../i18n/beijingTime.ts';
import styles from './AudienceBanner.module.css';
import type { Texts } from './texts.ts';

type AudienceBannerProps = { readonly watched: NoticeData<'feed.watched'>; /** Only what there is. */ readonly brief: boolean; readonly texts: Texts };

/** Plainly, and by name: who sees, who hears, who kept a picture. */
export function AudienceBanner({ watched, brief, texts }: AudienceBannerProps) {
  const { videoViewers, audioListeners, seenBy, heardBy, snapshot } = watched;
  return (
    <ul className={styles.banner} data-role="field-audience">
      {brief && videoViewers === 0 ? null : <Line count={videoViewers} watchers={seenBy} role="field-seen" some="audience.seen" none="audience.unseen" texts={texts} />}
      {brief && audioListeners === 0 ? null : <Line count={audioListeners} watchers={heardBy} role="field-heard" some="audience.heard" none="audience.unheard" texts={texts} />}
      {snapshot === null ? null : <li className={styles.line} data-role="field-snapshot">{texts('audience.snapshot', { name: snapshot.byName, time: formatClock(snapshot.at) })}</li>}
    </ul>
  );
}

type LineProps = { readonly count: number; readonly watchers: readonly Watcher[]; readonly role: string; readonly some: 'audience.seen' | 'audience.heard'; readonly none: 'audience.unseen' | 'audience.unheard'; readonly texts: Texts };

function Line({ count, watchers, role, some, none, texts }: LineProps) {
  const names = watchers.map((watcher) => nameOf(watcher, texts)).join(texts('audience.and'));
  const more = count > watchers.length && watchers.length > 0 ? texts('audience.more', { count }) : '';
  return (
    <li className={styles.line} data-role={role} data-on={count > 0} data-outside={watchers.some(({ kind }) => kind === 'outside')}>
      {count === 0 ? texts(none) : texts(some, { names: names === '' ? texts('audience.people', { count }) : `${names}${more}` })}
    </li>
  );
}

function nameOf({ kind, name, courtName }: Watcher, texts: Texts): string {
  return kind === 'person' ? texts('audience.person', { name, court: courtName }) : kind === 'wall' ? texts('audience.wall', { name, court: courtName }) : texts('audience.outside', { name });
}
