import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rowAt } from '#domain/rules/rowAt.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import { CommandDialog, useCommand } from '../../../../command/index.ts';
import { useLocale } from '../../../../hall/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import { capacitiesFor } from '../../../model/requirementRows.ts';

type Common = { readonly step: Step; readonly book: RuleBook; readonly at: number; readonly onClose: () => void };

/** A document is at hand: which of those that will do, and its number. */
export function PaperDialog({ step, paperIds, book, at, onClose }: Common & { readonly paperIds: readonly [string, ...string[]] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const showPaper = useCommand('step.showPaper');
  const [paper, setPaper] = useState(paperIds[0]);
  const [reference, setReference] = useState('');
  const row = rowAt(book.papers, paper, at);
  const nameOf = (id: string) => {
    const named = rowAt(book.papers, id, at);
    return named === undefined ? id : rowName(named, locale);
  };
  const submit = async () => {
    if ((await showPaper.ask({ stepId: step.stepId, paper, reference: reference.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('steps.paperTitle', { paper: nameOf(paper) })} submitLabel={t('steps.action.showPaper')} command={showPaper} ready={reference.trim() !== ''} onClose={onClose} onSubmit={() => void submit()}>
      {paperIds.length > 1 && <Select size="xs" label={t('steps.paper')} allowDeselect={false} value={paper} onChange={(value) => setPaper(value ?? paper)} data={paperIds.map((id) => ({ value: id, label: nameOf(id) }))} comboboxProps={{ transitionProps: { duration: 0 } }} />}
      <TextInput size="xs" label={t('steps.reference')} description={t(row?.presidentSigns === true ? 'steps.presidentSigns' : 'steps.referenceHint')} value={reference} maxLength={64} data-autofocus onChange={(event) => setReference(event.currentTarget.value)} />
    </CommandDialog>
  );
}

/** Somebody is there, in this capacity or one that counts as it. */
export function PersonDialog({ step, capacityId, book, at, onClose }: Common & { readonly capacityId: string }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const notePerson = useCommand('step.notePerson');
  const choices = capacitiesFor(capacityId, book).flatMap((id) => {
    const row = rowAt(book.capacities, id, at);
    return row === undefined ? [] : [{ value: id, label: rowName(row, locale) }];
  });
  const [capacity, setCapacity] = useState(capacityId);
  const [who, setWho] = useState('');
  const submit = async () => {
    if ((await notePerson.ask({ stepId: step.stepId, capacity, who: who.trim() })) !== null) {
      onClose();
    }
  };
  return (
    <CommandDialog title={t('steps.personTitle', { capacity: choices.find(({ value }) => value === capacityId)?.label ?? capacityId })} submitLabel={t('steps.action.notePerson')} command={notePerson} ready={who.trim() !== ''} onClose={onClose} onSubmit={() => void submit()}>
      {choices.length > 1 && <Select size="xs" label={t('steps.capacity')} allowDeselect={false} value={capacity} onChange={(value) => setCapacity(value ?? capacity)} data={choices} comboboxProps={{ transitionProps: { duration: 0 } }} />}
      <TextInput size="xs" label={t('steps.who')} description={t('steps.whoHint')} value={who} maxLength={64} data-autofocus onChange={(event) => setWho(event.currentTarget.value)} />
    </CommandDialog>
  );
}
