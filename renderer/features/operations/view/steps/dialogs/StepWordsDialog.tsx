import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '#protocol/operations/steps.ts';
import { listOf } from '../../../../../i18n/listOf.ts';
import { NoticeLine } from '../../../../../ui/page/NoticeLine.tsx';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../../command/index.ts';
import { useHall, useLocale, useRules } from '../../../../hall/index.ts';
import { missingNames, type StepStanding } from '../../../../stepMark/index.ts';
import styles from '../Steps.module.css';

/** What is done with a step by giving a reason. */
export type Worded = 'askSignature' | 'sign' | 'refuseSignature' | 'abandon';

const MIN_WORDS = 2;

/** What the step is now, after someone else changed it. */
export function NewestStep({ step }: { step: Step }) {
  const { t } = useTranslation();
  return <NoticeLine tone="waiting">{t(`steps.state.${step.state}`)}</NoticeLine>;
}

export function StepWordsDialog({ action, step, standing, onClose }: { action: Worded; step: Step; standing: StepStanding; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const rules = useRules();
  const askSignature = useCommand('step.askSignature');
  const sign = useCommand('step.sign');
  const refuseSignature = useCommand('step.refuseSignature');
  const abandon = useCommand('step.abandon');
  const command = { askSignature, sign, refuseSignature, abandon }[action];
  const expectedVersion = useExpectedVersion(step.version, command);
  const [words, setWords] = useState('');
  const missing = action === 'askSignature' && rules !== null ? missingNames(standing.missing, rules.book, { at: link.now(), locale }) : (step.signature?.missing ?? []);
  const submit = async () => {
    const input = { stepId: step.stepId, expectedVersion, reason: words.trim() };
    if ((await command.ask(input)) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t(`steps.words.${action}.title`)} submitLabel={t(`steps.action.${action}`)} command={command} ready={words.trim().length >= MIN_WORDS} onClose={onClose} onSubmit={() => void submit()} newest={<NewestStep step={step} />}>
      {action !== 'abandon' && missing.length > 0 && <p className={styles.warning}>{t('steps.missingList', { missing: listOf(missing, locale) })}</p>}
      {action !== 'askSignature' && action !== 'abandon' && step.signature !== null && <p className={styles.hint}>{t('steps.askedReason', { name: step.signature.askedBy, reason: step.signature.reason })}</p>}
      <Textarea size="xs" label={t(`steps.words.${action}.label`)} description={t(`steps.words.${action}.hint`)} value={words} maxLength={200} autosize minRows={2} data-autofocus onChange={(event) => setWords(event.currentTarget.value)} />
    </CommandDialog>
  );
}
