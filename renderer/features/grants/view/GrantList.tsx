import { useTranslation } from 'react-i18next';
import { isOpen } from '#domain/grants/isOpen.ts';
import type { Grant } from '#protocol/media/grants.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { formatAge } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { ActionButton, useCommand } from '../../command/index.ts';
import { useHall, useHallState, useLocale, useTick } from '../../hall/index.ts';
import { grantsOfFeed } from '../model/grantsOfFeed.ts';
import styles from './Grants.module.css';

/** The grants of this feed, and who views by them now. */
export function GrantList({ feedId }: { feedId: FeedId }) {
  const { t } = useTranslation();
  const { link } = useHall();
  useTick();
  const now = link.now();
  const all = useHallState((state) => state.log.grants);
  const grants = grantsOfFeed(all, feedId, now);
  return (
    <>
      <h4 className={styles.title}>{t('grants.list')}</h4>
      {grants.length === 0 ? <p className={styles.note}>{t('grants.none')}</p> : (
        <ul className={styles.list}>{grants.map((grant) => <GrantRow key={grant.grantId} grant={grant} now={now} />)}</ul>
      )}
    </>
  );
}

function GrantRow({ grant, now }: { grant: Grant; now: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const command = useCommand('grant.revoke');
  const open = isOpen(grant, now);
  const { forName, purpose, givenBy, revoked, viewings, timesViewed } = grant;
  const addresses = viewings.map(({ remoteAddress }) => remoteAddress).join(', ');
  return (
    <li className={styles.row} data-open={open} data-grant-id={grant.grantId}>
      <strong>{forName}</strong>
      <span className={styles.left}>{open ? t('grants.left', { age: formatAge(grant.endsAt - now, locale) }) : revoked === null ? t('grants.over') : t('grants.revokedBy', { name: revoked.byName })}</span>
      {open ? <ActionButton size="compact-xs" loading={command.busy} onClick={() => void command.ask({ grantId: grant.grantId })} data-action="grant.revoke"><span aria-label={t('grants.revokeNamed', { name: forName })}>{t('grants.revoke')}</span></ActionButton> : <span />}
      <span className={styles.more}>{t('grants.row', { purpose, by: givenBy })}</span>
      <span className={styles.more}>{viewings.length > 0 ? <span className={styles.watching}>{t('grants.watching', { count: viewings.length, addresses })}</span> : t('grants.notWatching', { count: timesViewed })}</span>
      {command.problem !== null && <span className={styles.more} role="alert">{errorSentence(t, command.problem.code)}</span>}
    </li>
  );
}
