import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import { formatMoment, formatRoughAge } from '../../../../i18n/beijingTime.ts';
import { StateMark } from '../../../../ui/page/StateMark.tsx';
import { ActionButton } from '../../../command/index.ts';
import { useHall, useLocale, useTick } from '../../../hall/index.ts';
import { actionsOn, type DutyAction, type DutyViewer } from '../../model/dutyBoard.ts';
import { EndDialog, OfferDialog } from './HandOverDialogs.tsx';
import { HandOverText } from './HandOverText.tsx';
import { RelieveDialog } from './RelieveDialog.tsx';
import { AcceptDialog, PlainDialog } from './TakeOverDialogs.tsx';
import styles from '../Duty.module.css';

/** One post: who holds it since when, what is being handed over, and what was handed over last. */
export function PostCard({ post, viewer }: { post: DutyPost; viewer: DutyViewer }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const [dialog, setDialog] = useState<DutyAction | null>(null);
  const actions = actionsOn(post, viewer);
  const { me } = viewer;
  const mine = post.offer !== null && post.offer.toUserId === me;
  const close = () => setDialog(null);
  const moment = (at: number) => formatMoment(at, link.now(), locale);
  const name = t(`duty.post.${post.post}`);
  return (
    <section className={styles.post} data-waiting={mine} data-post={post.post} aria-label={name}>
      <header className={styles.postHead}>
        <h3 className={styles.postName}>{name}</h3>
        <PostMark post={post} />
      </header>
      <div className={styles.holder}>
        {post.holder === null ? <span className={styles.vacant}>{t('duty.vacant')}</span> : (
          <>
            <strong className={styles.holderName}>{post.holder.name}{post.holder.userId === me && <span className={styles.self}>{t('duty.you')}</span>}</strong>
            <span className={styles.since}>{t('duty.since', { time: moment(post.holder.sinceAt) })} · <Elapsed sinceAt={post.holder.sinceAt} /></span>
          </>
        )}
      </div>
      <div className={styles.postBody}>
        {post.offer !== null && (
          <HandOverText title={t('duty.offeredTo', { name: post.offer.toName, time: moment(post.offer.offeredAt) })} done={post.offer.done} undone={post.offer.undone} waiting />
        )}
        {post.lastHandOver === null
          ? post.offer === null && <p className={styles.none}>{t('duty.noHandOver')}</p>
          : <HandOverText title={t('duty.lastHandOver', { from: post.lastHandOver.fromName, to: post.lastHandOver.toName, time: moment(post.lastHandOver.acceptedAt) })} done={post.lastHandOver.done} undone={post.lastHandOver.undone} />}
      </div>
      {actions.length > 0 && (
        <div className={styles.postActions}>
          {actions.map((action, index) => (
            <ActionButton key={action} variant={index === 0 && action !== 'withdraw' && action !== 'relieve' ? 'filled' : 'default'} onClick={() => setDialog(action)} data-action={`duty.${action}`}>{t(`duty.action.${action}`)}</ActionButton>
          ))}
        </div>
      )}
      {dialog === 'start' && <PlainDialog name="duty.start" post={post} title={t('duty.startTitle', { post: name })} hint={t('duty.startHint')} submitLabel={t('duty.action.start')} onClose={close} />}
      {dialog === 'withdraw' && <PlainDialog name="duty.withdraw" post={post} title={t('duty.withdrawTitle', { post: name })} hint={t('duty.withdrawHint')} submitLabel={t('duty.action.withdraw')} onClose={close} />}
      {dialog === 'offer' && me !== null && <OfferDialog post={post} me={me} onClose={close} />}
      {dialog === 'accept' && <AcceptDialog post={post} onClose={close} />}
      {dialog === 'relieve' && <RelieveDialog post={post} onClose={close} />}
      {dialog === 'end' && <EndDialog post={post} onClose={close} />}
    </section>
  );
}

function PostMark({ post }: { post: DutyPost }) {
  const { t } = useTranslation();
  if (post.holder === null) {
    return null;
  }
  return post.offer === null ? <StateMark tone="live" text={t('duty.onDuty')} /> : <StateMark tone="waiting" text={t('duty.handingOver')} />;
}

function Elapsed({ sinceAt }: { sinceAt: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  useTick();
  return <span>{t('duty.elapsed', { age: formatRoughAge(link.now() - sinceAt, locale) })}</span>;
}
