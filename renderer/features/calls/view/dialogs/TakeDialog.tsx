import { SegmentedControl, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CALLER_KINDS, type Call } from '#protocol/alarms/calls.ts';
import { parsePosition } from '../../../../ui/form/parsePosition.ts';
import { CommandDialog, useCommand } from '../../../command/index.ts';
import { CourtSelect } from '../../../courts/index.ts';
import { useHallState, useSession } from '../../../hall/index.ts';

const PHONE = /^[0-9+ -]{0,24}$/;

/** Writes down a call while the caller speaks: what first, who after. */
export function TakeDialog({ onClose, onTaken }: { onClose: () => void; onTaken: (call: Call) => void }) {
  const { t } = useTranslation();
  const { court } = useSession();
  const courts = useHallState((state) => state.log.courts);
  const take = useCommand('call.take');
  const [callerKind, setCallerKind] = useState<(typeof CALLER_KINDS)[number]>('applicant');
  const [courtCode, setCourtCode] = useState(court.courtCode);
  const [words, setWords] = useState({ callerName: '', callerPhone: '', caseNumber: '', place: '', coordinates: '', text: '' });
  const set = (name: keyof typeof words) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setWords((before) => ({ ...before, [name]: value }));
  };
  const position = parsePosition(words.coordinates);
  const phoneFits = PHONE.test(words.callerPhone.trim());
  const submit = async () => {
    if (position === undefined) {
      return;
    }
    const caseNumber = words.caseNumber.trim();
    const answer = await take.ask({
      courtCode,
      callerKind,
      callerName: words.callerName.trim(),
      callerPhone: words.callerPhone.trim(),
      caseNumber: caseNumber === '' ? null : caseNumber,
      place: { name: words.place.trim(), position },
      text: words.text.trim(),
    });
    if (answer !== null) {
      onTaken(answer.call);
      onClose();
    }
  };
  return (
    <CommandDialog title={t('calls.takeTitle')} submitLabel={t('calls.action.take')} command={take} size={600} ready={words.text.trim().length >= 2 && position !== undefined && phoneFits} onClose={onClose} onSubmit={() => void submit()}>
      <SegmentedControl size="xs" fullWidth aria-label={t('calls.callerKind')} value={callerKind} onChange={(value) => setCallerKind(value)} data={CALLER_KINDS.map((value) => ({ value, label: t(`calls.caller.${value}`) }))} />
      <Textarea size="xs" label={t('calls.text')} value={words.text} maxLength={1_000} autosize minRows={3} data-autofocus onChange={set('text')} />
      <SimpleGrid cols={2} spacing="sm">
        <TextInput size="xs" label={t('calls.callerName')} value={words.callerName} maxLength={32} onChange={set('callerName')} />
        <TextInput size="xs" label={t('calls.callerPhone')} value={words.callerPhone} maxLength={24} error={!phoneFits} onChange={set('callerPhone')} />
        <TextInput size="xs" label={t('calls.place')} value={words.place} maxLength={100} onChange={set('place')} />
        <TextInput size="xs" label={t('calls.position')} description={t('calls.positionHint')} value={words.coordinates} maxLength={40} error={position === undefined ? t('calls.positionBad') : undefined} onChange={set('coordinates')} />
        <TextInput size="xs" label={t('calls.caseNumber')} value={words.caseNumber} maxLength={40} onChange={set('caseNumber')} />
        <CourtSelect courts={courts.values()} viewerCourt={court.courtCode} value={courtCode} onChange={(code) => code !== null && setCourtCode(code)} label={t('calls.court')} />
      </SimpleGrid>
    </CommandDialog>
  );
}
