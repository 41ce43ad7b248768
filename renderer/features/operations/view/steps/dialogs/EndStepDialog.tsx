import { Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { missingToEnd } from '#domain/rules/requirements.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { listOf } from '../../../../../i18n/listOf.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../../command/index.ts';
import { useLocale } from '../../../../hall/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import { draftOf, readResults } from '../../../model/forms/resultForm.ts';
import { NewestStep } from './StepWordsDialog.tsx';
import { ResultFields } from './ResultFields.tsx';
import styles from '../Steps.module.css';

const MIN_WORDS = 2;

/** Ends a step with what came of it, or corrects that. The figures that are typed here are the ones of every scoreboard. */
export function EndStepDialog({ action, step, template, onClose }: { action: 'end' | 'correct'; step: Step; template: StepTemplate; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const end = useCommand('step.end');
  const correct = useCommand('step.correct');
  const command = { end, correct }[action];
  const expectedVersion = useExpectedVersion(step.version, command);
  const [outcome, setOutcome] = useState(step.outcome ?? template.outcomes[0]?.id ?? '');
  const [draft, setDraft] = useState(() => draftOf(template, step.results));
  const [reason, setReason] = useState('');
  const { results, faults } = readResults(template, draft);
  const missing = missingToEnd(template, { outcome, items: step.items, results });
  const openItems = missing.flatMap((one) => (one.kind === 'checklist' ? template.checklist.filter(({ id }) => id === one.itemId) : []));
  const openResults = new Set(missing.flatMap((one) => (one.kind === 'result' ? [one.resultId] : [])));
  const submit = async () => {
    const same = { stepId: step.stepId, expectedVersion, results };
    if ((await (action === 'end' ? end.ask({ ...same, outcome }) : correct.ask({ ...same, reason: reason.trim() }))) !== null) {
      onClose();
    }
  };
  const ready = faults.size === 0 && missing.length === 0 && (action === 'end' || reason.trim().length >= MIN_WORDS);
  return (
    <CommandDialog title={t(`steps.${action}Title`, { step: rowName(template, locale) })} submitLabel={t(`steps.action.${action}`)} command={command} size={560} ready={ready} onClose={onClose} onSubmit={() => void submit()} newest={<NewestStep step={step} />}>
      {action === 'end' && (
        <Radio.Group value={outcome} onChange={setOutcome} label={t('steps.outcome')}>
          <Stack gap={6} mt={6}>{template.outcomes.map((row) => <Radio key={row.id} size="xs" value={row.id} label={rowName(row, locale)} />)}</Stack>
        </Radio.Group>
      )}
      {openItems.length > 0 && <p className={styles.warning}>{t('steps.openItems', { items: listOf(openItems.map((item) => rowName(item, locale)), locale) })}</p>}
      <ResultFields template={template} draft={draft} faults={faults} required={openResults} onChange={setDraft} />
      {action === 'correct' && <TextInput size="xs" label={t('steps.correctReason')} value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />}
    </CommandDialog>
  );
}
