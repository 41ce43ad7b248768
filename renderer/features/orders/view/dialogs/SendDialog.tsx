import { SegmentedControl, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SEVERITIES, type Severity } from '#protocol/alarms/alarms.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import { CourtSelect } from '../../../courts/index.ts';
import { useHallState, useSession } from '../../../hall/index.ts';
import { useSelectionState } from '../../../selection/index.ts';

const MINUTE_MS = 60_000;
const WITHIN_MINUTES = [2, 5, 10, 30, 60] as const;
const NO_LIMIT = '0';

/** A written order to the own court or one below; about the chosen operation, if one is chosen. */
export function SendDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { court } = useSession();
  const courts = useHallState((state) => state.log.courts);
  const operationId = useSelectionState((state) => state.operationId);
  const operation = useHallState((state) => (operationId === null ? undefined : state.log.operations.get(operationId)));
  const send = useCommand('order.send');
  const [courtCode, setCourtCode] = useState<CourtCode | null>(null);
  const [severity, setSeverity] = useState<Severity>('notice');
  const [place, setPlace] = useState(operation?.place.name ?? '');
  const [text, setText] = useState('');
  const [within, setWithin] = useState(NO_LIMIT);
  const submit = async () => {
    if (courtCode === null) {
      return;
    }
    const answer = await send.ask({
      courtCode,
      operationId: operation?.operationId ?? null,
      severity,
      place: { name: place.trim(), position: operation?.place.name === place.trim() ? operation.place.position : null },
      text: text.trim(),
      acceptWithinMs: within === NO_LIMIT ? null : Number(within) * MINUTE_MS,
    });
    if (answer !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('orders.sendTitle')} submitLabel={t('orders.action.send')} command={send} size={560} ready={courtCode !== null && text.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()}>
      <CourtSelect courts={courts.values()} viewerCourt={court.courtCode} value={courtCode} onChange={setCourtCode} label={t('orders.to')} />
      <SegmentedControl size="xs" aria-label={t('alarms.raiseSeverity')} value={severity} onChange={(value) => setSeverity(value)} data={SEVERITIES.toReversed().map((value) => ({ value, label: t(`alarms.severity.${value}`) }))} />
      <Textarea size="xs" label={t('orders.text')} value={text} maxLength={500} autosize minRows={3} onChange={(event) => setText(event.currentTarget.value)} />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput size="xs" label={t('orders.place')} value={place} maxLength={100} onChange={(event) => setPlace(event.currentTarget.value)} />
        <Select
          size="xs"
          label={t('orders.within')}
          allowDeselect={false}
          value={within}
          onChange={(value) => setWithin(value ?? NO_LIMIT)}
          data={[{ value: NO_LIMIT, label: t('orders.noLimit') }, ...WITHIN_MINUTES.map((minutes) => ({ value: String(minutes), label: t('orders.minutes', { minutes }) }))]}
        />
      </SimpleGrid>
    </CommandDialog>
  );
}
