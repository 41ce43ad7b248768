import { NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Position } from '#domain/geodesy/datum.ts';
import { SEVERITIES, type Severity } from '#protocol/alarms/alarms.ts';
import { FENCE_KINDS, type FenceKind } from '#protocol/alarms/fences.ts';
import { fenceId as fenceIdSchema, type FenceId } from '#protocol/nouns/ids.ts';
import { CommandDialog, useCommand } from '../../command/index.ts';
import { useSession } from '../../hall/index.ts';
import styles from './fences.module.css';

const MINUTE_MS = 60_000;
const LONGEST_MINUTES = 1440;
const lasts = (kind: FenceKind): boolean => kind === 'dwell' || kind === 'empty';

type FenceDialogProps = {
  readonly ring: readonly Position[];
  readonly onDrawn: (fenceId: FenceId) => void;
  readonly onClose: () => void;
};

/** What a newly drawn area is to watch for. */
export function FenceDialog({ ring, onDrawn, onClose }: FenceDialogProps) {
  const { t } = useTranslation();
  const { court } = useSession();
  const draw = useCommand('fence.draw');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<FenceKind>('enter');
  const [severity, setSeverity] = useState<Severity>('warning');
  const [minutes, setMinutes] = useState(10);
  const submit = async () => {
    const answer = await draw.ask({
      courtCode: court.courtCode,
      name: name.trim(),
      kind,
      severity,
      ring: ring.map(([longitudeDeg, latitudeDeg]): [number, number] => [longitudeDeg, latitudeDeg]),
      afterMs: lasts(kind) ? minutes * MINUTE_MS : 0,
      unitIds: null,
      operationId: null,
      activeFrom: null,
      activeTo: null,
    });
    if (answer !== null) {
      onDrawn(fenceIdSchema.parse(answer.fence.fenceId));
      onClose();
    }
  };
  return (
    <CommandDialog title={t('map.fences.drawTitle')} submitLabel={t('map.fences.draw')} command={draw} ready={name.trim() !== ''} onClose={onClose} onSubmit={() => void submit()}>
      <TextInput label={t('map.fences.name')} value={name} maxLength={64} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
      <div>
        <p className={styles.label}>{t('map.fences.kind')}</p>
        <SegmentedControl fullWidth size="xs" aria-label={t('map.fences.kind')} value={kind} onChange={(value) => setKind(value)} data={FENCE_KINDS.map((value) => ({ value, label: t(`map.fences.kinds.${value}`) }))} />
        <p className={styles.hint}>{t(`map.fences.kindHints.${kind}`)}</p>
      </div>
      {lasts(kind) && <NumberInput size="xs" label={t('map.fences.minutes')} value={minutes} min={1} max={LONGEST_MINUTES} allowDecimal={false} onChange={(value) => setMinutes(Number(value) || 1)} />}
      <div>
        <p className={styles.label}>{t('alarms.raiseSeverity')}</p>
        <SegmentedControl fullWidth size="xs" aria-label={t('alarms.raiseSeverity')} value={severity} onChange={(value) => setSeverity(value)} data={SEVERITIES.map((value) => ({ value, label: t(`alarms.severity.${value}`) }))} />
      </div>
      <p className={styles.hint}>{t('map.fences.everyone')}</p>
    </CommandDialog>
  );
}
