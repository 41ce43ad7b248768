import { Button, Checkbox, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isValidAt, rowAt } from '#domain/rules/rowAt.ts';
import type { PartyId, StepId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { KnownRules } from '../../../../../rules/ruleShelf.ts';
import { CommandDialog, useCommand } from '../../../../command/index.ts';
import { useCapability, useHall, useHallState, useLocale } from '../../../../hall/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import { readCaseLines } from '../../../model/forms/caseLines.ts';
import { PartyDialog } from './PartyDialog.tsx';
import styles from '../Steps.module.css';

type AddStepDialogProps = { readonly operation: Operation; readonly rules: KnownRules; readonly onClose: () => void; readonly onAdded: (stepId: StepId) => void };

/** Plans a step: of which kind, against whom, for which case, by which team, and the questions its requirements depend on. */
export function AddStepDialog({ operation, rules, onClose, onAdded }: AddStepDialogProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const plan = useCommand('step.plan');
  const addsParties = useCapability('operations.plan');
  const parties = useHallState((state) => state.log.parties);
  const courts = useHallState((state) => state.log.courts);
  const [template, setTemplate] = useState<string | null>(null);
  const [facts, setFacts] = useState<readonly string[]>([]);
  const [partyId, setPartyId] = useState<PartyId | null>(null);
  const [caseNumber, setCaseNumber] = useState(operation.caseNumbers.length === 1 ? (operation.caseNumbers[0] ?? '') : '');
  const [team, setTeam] = useState<number | null>(operation.teams.length === 1 ? (operation.teams[0]?.team ?? null) : null);
  const [note, setNote] = useState('');
  const [addingParty, setAddingParty] = useState(false);
  const at = link.now();
  const own = useMemo(() => [...parties.values()].filter(({ operationId }) => operationId === operation.operationId), [parties, operation.operationId]);
  const row = template === null ? undefined : rowAt(rules.book.steps, template, at);
  const [line] = readCaseLines(caseNumber, { at, book: rules.book, knowsCourt: (code) => courts.has(code as never) });
  const caseFault = line !== undefined && 'fault' in line ? line.fault : null;
  const submit = async () => {
    if (row === undefined) {
      return;
    }
    const answer = await plan.ask({
      operationId: operation.operationId,
      template: row.id,
      // Questions of a template that was chosen before are not asked any more.
      facts: facts.filter((fact) => row.facts.some(({ id }) => id === fact)),
      partyId,
      caseNumber: line === undefined ? null : 'canonical' in line ? line.canonical : line.text,
      team,
      note: note.trim(),
    });
    if (answer !== null) {
      onAdded(answer.step.stepId);
      onClose();
    }
  };
  return (
    <CommandDialog title={t('steps.addTitle')} submitLabel={t('steps.action.plan')} command={plan} size={560} ready={row !== undefined && caseFault === null} onClose={onClose} onSubmit={() => void submit()}>
      <Select size="xs" label={t('steps.template')} searchable data-autofocus value={template} onChange={setTemplate} data={rules.book.steps.filter((step) => isValidAt(step, at)).map((step) => ({ value: step.id, label: rowName(step, locale) }))} comboboxProps={{ transitionProps: { duration: 0 } }} maxDropdownHeight={320} />
      {row !== undefined && row.facts.length > 0 && (
        <div className={styles.facts}>
          {row.facts.map((fact) => (
            <Checkbox key={fact.id} size="xs" label={rowName(fact, locale)} checked={facts.includes(fact.id)} onChange={(event) => setFacts(event.currentTarget.checked ? [...facts, fact.id] : facts.filter((id) => id !== fact.id))} />
          ))}
        </div>
      )}
      <div className={styles.partyField}>
        <Select size="xs" label={t('steps.facts.party')} placeholder={t('steps.noParty')} clearable value={partyId} onChange={(value) => setPartyId(value as PartyId | null)} data={own.map((party) => ({ value: party.partyId as string, label: party.maskedName }))} comboboxProps={{ transitionProps: { duration: 0 } }} />
        {addsParties && <Button size="xs" variant="default" onClick={() => setAddingParty(true)}>{t('steps.action.addParty')}</Button>}
      </div>
      <SimpleGrid cols={2} spacing="sm">
        <TextInput size="xs" label={t('steps.facts.caseNumber')} value={caseNumber} maxLength={40} list={`cases-${operation.operationId}`} error={caseFault === null ? undefined : t(`operations.plan.caseFaults.${caseFault}`)} onChange={(event) => setCaseNumber(event.currentTarget.value)} />
        <Select size="xs" label={t('steps.facts.team')} placeholder={t('steps.allTeams')} clearable value={team === null ? null : String(team)} onChange={(value) => setTeam(value === null ? null : Number(value))} data={operation.teams.map((one) => ({ value: String(one.team), label: one.name }))} comboboxProps={{ transitionProps: { duration: 0 } }} />
      </SimpleGrid>
      <datalist id={`cases-${operation.operationId}`}>{operation.caseNumbers.map((one) => <option key={one} value={one} />)}</datalist>
      <TextInput size="xs" label={t('steps.facts.note')} value={note} maxLength={500} onChange={(event) => setNote(event.currentTarget.value)} />
      {addingParty && <PartyDialog operationId={operation.operationId} onClose={() => setAddingParty(false)} onAdded={(party) => setPartyId(party.partyId)} />}
    </CommandDialog>
  );
}
