import { Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '#protocol/operations/steps.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../../command/index.ts';
import { useLocale } from '../../../../hall/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import { NewestStep } from './StepWordsDialog.tsx';

/** A circumstance that changes the rules of this step. */
export function ExceptDialog({ step, template, onClose }: { step: Step; template: StepTemplate; onClose: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const except = useCommand('step.except');
  const expectedVersion = useExpectedVersion(step.version, except);
  const left = template.exceptions.filter(({ id }) => !step.exceptions.some(({ exception }) => exception === id));
  const [exception, setException] = useState(left.length === 1 ? (left[0]?.id ?? '') : '');
  const [reason, setReason] = useState('');
  const submit = async () => {
    if ((await except.ask({ stepId: step.stepId, expectedVersion, exception, reason: reason.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('steps.exceptTitle')} submitLabel={t('steps.action.except')} command={except} ready={exception !== '' && reason.trim().length >= 2} onClose={onClose} onSubmit={() => void submit()} newest={<NewestStep step={step} />}>
      <Radio.Group value={exception} onChange={setException} label={t('steps.exception')} description={left.length === 0 ? t('steps.allExcepted') : t('steps.exceptHint')}>
        <Stack gap={6} mt={6}>{left.map((row) => <Radio key={row.id} size="xs" value={row.id} label={rowName(row, locale)} />)}</Stack>
      </Radio.Group>
      <Textarea size="xs" label={t('operations.reason')} value={reason} maxLength={200} autosize minRows={2} onChange={(event) => setReason(event.currentTarget.value)} />
    </CommandDialog>
  );
}
