import { SegmentedControl, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instruction } from '#protocol/field/instructions.ts';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';

type Props = { readonly instruction: Instruction; readonly onClose: () => void };
const ANSWERS = ['accepted', 'refused', 'done'] as const;

/** 电话告知: what the person said by telephone or radio. */
export function TelephoneDialog({ instruction, onClose }: Props) {
  const { t } = useTranslation();
  const command = useCommand('instruction.answerByTelephone');
  const expectedVersion = useExpectedVersion(instruction.version, command);
  const offered = ANSWERS.filter((answer) => answer !== instruction.state);
  const [answer, setAnswer] = useState<(typeof ANSWERS)[number]>(offered[0] ?? 'done');
  const [words, setWords] = useState('');
  const submit = async () => {
    if ((await command.ask({ instructionId: instruction.instructionId, expectedVersion, answer, words: words.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('instructions.telephoneTitle', { number: instruction.number })} submitLabel={t('instructions.action.telephone')} command={command} ready={words.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()} newest={<Newest instruction={instruction} />}>
      <SegmentedControl size="xs" value={answer} onChange={setAnswer} data={offered.map((value) => ({ value, label: t(`instructions.state.${value}`) }))} aria-label={t('instructions.answer')} />
      <Textarea size="xs" label={t('instructions.said')} description={t('instructions.saidHint')} value={words} maxLength={1_000} autosize minRows={2} data-autofocus onChange={(event) => setWords(event.currentTarget.value)} />
    </CommandDialog>
  );
}

export function WithdrawDialog({ instruction, onClose }: Props) {
  const { t } = useTranslation();
  const command = useCommand('instruction.withdraw');
  const expectedVersion = useExpectedVersion(instruction.version, command);
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await command.ask({ instructionId: instruction.instructionId, expectedVersion, reason: reason.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('instructions.withdrawTitle', { number: instruction.number })} submitLabel={t('instructions.action.withdraw')} command={command} ready={reason.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()} newest={<Newest instruction={instruction} />}>
      <Textarea size="xs" label={t('instructions.reason')} value={reason} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}

/** What it is now, after someone else changed it. */
function Newest({ instruction }: { instruction: Instruction }) {
  const { t } = useTranslation();
  return <NoticeLine tone="waiting">{t(`instructions.state.${instruction.state}`)} {instruction.steps.at(-1)?.name}</NoticeLine>;
}
