import { useTranslation } from 'react-i18next';
import type { Position } from '#domain/geodesy/datum.ts';
import type { Fence } from '#protocol/alarms/fences.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../command/index.ts';
import styles from './fences.module.css';

/** Gives a fence its new shape; everything else of it stays. */
export function ReshapeDialog({ fence, ring, onClose }: { readonly fence: Fence; readonly ring: readonly Position[]; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const change = useCommand('fence.change');
  const expectedVersion = useExpectedVersion(fence.version, change);
  const { fenceId, name, kind, severity, afterMs, unitIds, operationId, activeFrom, activeTo } = fence;
  const submit = async () => {
    const shape = ring.map(([longitudeDeg, latitudeDeg]): [number, number] => [longitudeDeg, latitudeDeg]);
    if ((await change.ask({ fenceId, expectedVersion, name, kind, severity, afterMs, unitIds, operationId, activeFrom, activeTo, ring: shape })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('map.fences.reshapeTitle', { name })} submitLabel={t('map.tools.save')} command={change} focusSubmit onClose={onClose} onSubmit={() => void submit()}
      newest={<p className={styles.hint}>{t('map.fences.changedMeanwhile')}</p>}
    >
      <p className={styles.hint}>{t('map.fences.reshapeHint')}</p>
    </CommandDialog>
  );
}
