import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Snapshot } from '#protocol/media/snapshots.ts';
import { formatClock, formatDate } from '../../../i18n/beijingTime.ts';
import { Facts } from '../../../ui/page/Detail.tsx';
import { useHall, useHallState, useLinkState, useLocale } from '../../hall/index.ts';
import { readSnapshot, verifySnapshot } from '../model/readSnapshot.ts';
import styles from './Snapshots.module.css';

type Verdict = 'none' | 'verifying' | 'verified' | 'broken' | 'notVerified';

/** One snapshot, large, with everything that the log says of it. */
export function SnapshotDetail({ snapshot, onBack }: { snapshot: Snapshot; onBack: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const unit = useHallState((state) => state.log.units.get(snapshot.unitId));
  const operation = useHallState((state) => (snapshot.operationId === null ? undefined : state.log.operations.get(snapshot.operationId)));
  const { address, failed } = useAddress(snapshot);
  const [verdict, setVerdict] = useState<Verdict>('none');
  const time = (at: number) => `${formatDate(at, locale)} ${formatClock(at)}`;
  const { position } = snapshot;
  const verify = async () => {
    setVerdict('verifying');
    setVerdict(await verifySnapshot(link, snapshot).then((same) => (same ? 'verified' : 'broken'), () => 'notVerified' as const));
  };
  return (
    <div className={styles.detail} data-role="snapshot">
      <div className={styles.large}>{address !== null ? <img src={address} alt={t('snapshots.title')} /> : <p>{t(failed ? 'snapshots.failed' : 'snapshots.loading')}</p>}</div>
      <Facts
        facts={[
          { label: t('snapshots.unit'), value: unit?.name ?? '—' },
          { label: t('snapshots.takenAt'), value: time(snapshot.takenAt) },
          ...(snapshot.capturedAt === null ? [] : [{ label: t('snapshots.capturedAt'), value: time(snapshot.capturedAt) }]),
          { label: t('snapshots.recordedAt'), value: time(snapshot.at) },
          { label: t('snapshots.by'), value: snapshot.byName },
          { label: t('snapshots.place'), value: position === null ? t('snapshots.noPlace') : t('snapshots.placeValue', { longitude: position.longitudeDeg.toFixed(6), latitude: position.latitudeDeg.toFixed(6), accuracy: Math.round(position.accuracyM), time: formatClock(position.at) }) },
          { label: t('snapshots.operation'), value: operation?.title ?? t('snapshots.noOperation') },
          { label: t('snapshots.size'), value: `${snapshot.widthPx}×${snapshot.heightPx}` },
          { label: t('snapshots.hash'), value: <code className={styles.hash}>{snapshot.pictureId}</code> },
        ]}
      />
      <div className={styles.actions}>
        <Button size="xs" variant="default" onClick={onBack}>{t('snapshots.back')}</Button>
        {/* Never disabled: a button that loses the keyboard gives the dialog's keys to the desk. */}
        <Button size="xs" aria-busy={verdict === 'verifying'} onClick={() => verdict !== 'verifying' && void verify()}>{t('snapshots.verify')}</Button>
        {verdict !== 'none' && <span role="status" className={styles.verdict} data-verdict={verdict}>{t(`snapshots.${verdict}`)}</span>}
      </div>
    </div>
  );
}

function useAddress({ snapshotId }: Snapshot): { readonly address: string | null; readonly failed: boolean } {
  const { link } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const [state, setState] = useState<{ readonly address: string | null; readonly failed: boolean }>({ address: null, failed: false });
  const wanted = online || state.address !== null;
  useEffect(() => {
    let address: string | null = null;
    let over = false;
    const read = async () => {
      try {
        const blob = await readSnapshot(link, snapshotId);
        if (!over) {
          address = URL.createObjectURL(blob);
          setState({ address, failed: false });
        }
      } catch {
        if (!over) {
          setState({ address: null, failed: true });
        }
      }
    };
    if (wanted) {
      void read();
    }
    return () => {
      over = true;
      if (address !== null) {
        URL.revokeObjectURL(address);
      }
    };
  }, [link, snapshotId, wanted]);
  return state;
}
