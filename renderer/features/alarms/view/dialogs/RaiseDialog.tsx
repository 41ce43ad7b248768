import { SegmentedControl, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SEVERITIES, type Severity } from '#protocol/alarms/alarms.ts';
import { parsePosition } from '../../../../ui/form/parsePosition.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import { CourtSelect } from '../../../courts/index.ts';
import { useHallState, useSession } from '../../../hall/index.ts';
import { useSelection, useSelectionState } from '../../../selection/index.ts';
import styles from '../Alarms.module.css';

const BY_HAND = ['clue', 'police', 'sos'] as const;

/** Enters what came by telephone or on paper; the chosen unit, if any, is the one it is about. */
export function RaiseDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { court } = useSession();
  const courts = useHallState((state) => state.log.courts);
  const selection = useSelection();
  const unitId = useSelectionState((state) => state.unitId);
  const raise = useCommand('alarm.raise');
  const [kind, setKind] = useState<(typeof BY_HAND)[number]>('clue');
  const [severity, setSeverity] = useState<Severity>('warning');
  const [courtCode, setCourtCode] = useState(court.courtCode);
  const [name, setName] = useState('');
  const [coordinates, setCoordinates] = useState('');
  const [text, setText] = useState('');
  const position = parsePosition(coordinates);
  const submit = async () => {
    if (position === undefined) {
      return;
    }
    const about = kind === 'sos' ? unitId : null;
    const answer = await raise.ask({ courtCode, kind, severity, unitId: about, operationId: null, place: { name: name.trim(), position }, text: text.trim() });
    if (answer !== null) {
      selection.selectAlarm(answer.alarm);
      onClose();
    }
  };
  return (
    <CommandDialog title={t('alarms.raiseTitle')} submitLabel={t('alarms.action.raise')} command={raise} size={560} ready={text.trim().length >= 2 && position !== undefined} onClose={onClose} onSubmit={() => void submit()}>
      <p className={styles.hint}>{t('alarms.raiseHint')}</p>
      <SimpleGrid cols={2} spacing="sm">
        <SegmentedControl size="xs" aria-label={t('alarms.raiseKind')} value={kind} onChange={(value) => setKind(value)} data={BY_HAND.map((value) => ({ value, label: t(`alarms.kind.${value}`) }))} />
        <SegmentedControl size="xs" aria-label={t('alarms.raiseSeverity')} value={severity} onChange={(value) => setSeverity(value)} data={SEVERITIES.map((value) => ({ value, label: t(`alarms.severity.${value}`) }))} />
      </SimpleGrid>
      <CourtSelect courts={courts.values()} viewerCourt={court.courtCode} value={courtCode} onChange={(code) => code !== null && setCourtCode(code)} label={t('alarms.raiseCourt')} />
      <Textarea size="xs" label={t('alarms.raiseText')} value={text} maxLength={500} autosize minRows={3} data-autofocus onChange={(event) => setText(event.currentTarget.value)} />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput size="xs" label={t('alarms.raisePlace')} value={name} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput
          size="xs"
          label={t('alarms.raisePosition')}
          value={coordinates}
          maxLength={40}
          error={position === undefined ? t('alarms.raisePositionBad') : undefined}
          onChange={(event) => setCoordinates(event.currentTarget.value)}
        />
      </SimpleGrid>
      <p className={styles.hint}>{t('alarms.raisePositionHint')}</p>
    </CommandDialog>
  );
}
