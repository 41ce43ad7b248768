import { Button, Modal } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Snapshot } from '#protocol/media/snapshots.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { useHall, useHallState, useLinkState, useLocale } from '../../hall/index.ts';
import { createSnapshotList } from '../model/createSnapshotList.ts';
import { SnapshotDetail } from './SnapshotDetail.tsx';
import styles from './Snapshots.module.css';

const SHORT_HASH = 16;

/** 取证快照 of one feed, or of all that are seen from here, newest first. */
export function SnapshotsDialog({ feedId, onClose }: { feedId: FeedId | null; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link, replica } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const units = useHallState((state) => state.log.units);
  const unitId = useHallState((state) => (feedId === null ? null : state.log.feeds.get(feedId)?.unitId ?? null));
  const list = useMemo(() => createSnapshotList({ link, feedId }), [link, feedId]);
  const { snapshots, more, phase, problem } = useStore(list.state);
  const [open, setOpen] = useState<Snapshot | null>(null);
  useEffect(() => {
    if (online) {
      void list.read();
    }
  }, [list, online]);
  useEffect(() => replica.onEntries((entries) => {
    if (entries.some(({ name }) => name === 'snapshot.taken')) {
      void list.read();
    }
  }), [replica, list]);
  const unitName = unitId === null ? null : units.get(unitId)?.name;
  const now = link.now();
  // After the press of Escape has gone its whole way: the desk's own Escape looks whether a dialog is open.
  const close = () => void setTimeout(onClose);
  return (
    <Modal opened onClose={close} size={900} title={unitName ? t('snapshots.titleOf', { unit: unitName }) : t('snapshots.title')} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('hall.close') }}>
      {open !== null ? <SnapshotDetail snapshot={open} onBack={() => setOpen(null)} /> : (
        <div className={styles.list} data-role="snapshots">
          {phase === 'failed' && (
            <p role="alert">{t('snapshots.failed')} · {problem !== null && errorSentence(t, problem)} <Button size="compact-xs" variant="default" onClick={() => void list.read()}>{t('snapshots.again')}</Button></p>
          )}
          {phase === 'reading' && snapshots.length === 0 && <p>{t('snapshots.loading')}</p>}
          {phase === 'read' && snapshots.length === 0 && <EmptyNote title={t('snapshots.empty')} hint={t('snapshots.emptyHint')} />}
          {snapshots.map((snapshot) => (
            <button key={snapshot.snapshotId} type="button" className={styles.row} data-snapshot-id={snapshot.snapshotId} onClick={() => setOpen(snapshot)}>
              <time>{formatMoment(snapshot.takenAt, now, locale)}</time>
              <strong>{units.get(snapshot.unitId)?.name ?? '—'}</strong>
              <span>{snapshot.byName}</span>
              <span>{`${snapshot.widthPx}×${snapshot.heightPx}`}</span>
              <code>{snapshot.pictureId.slice(0, SHORT_HASH)}</code>
            </button>
          ))}
          {more && <Button size="xs" variant="default" aria-busy={phase === 'reading'} onClick={() => phase !== 'reading' && void list.readMore()}>{t('snapshots.more')}</Button>}
        </div>
      )}
    </Modal>
  );
}
