import { Select, SegmentedControl, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Position } from '#domain/geodesy/datum.ts';
import type { CampaignId } from '#protocol/nouns/ids.ts';
import { RISKS, type Operation } from '#protocol/operations/operations.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../../command/index.ts';
import { CourtSelect } from '../../../courts/index.ts';
import { useHall, useHallState, useRules, useSession } from '../../../hall/index.ts';
import { draftOfPlan, newPlan, newTeam, readPlan, type PlanDraft } from '../../model/forms/planForm.ts';
import { NewestOperation } from '../operation/OperationDialogs.tsx';
import { CaseField } from './CaseField.tsx';
import { TeamFields } from './TeamFields.tsx';
import styles from '../Operations.module.css';

type PlanDialogProps = { readonly operation: Operation | null; /** Of a new one: where it was put on the map. */ readonly position?: Position; readonly onClose: () => void; readonly onPlanned: (operation: Operation) => void };

/** Plans an operation, or changes the plan of one. */
export function PlanDialog({ operation, position, onClose, onPlanned }: PlanDialogProps) {
  const { t } = useTranslation();
  const { link } = useHall();
  const { court } = useSession();
  const log = useHallState((state) => state.log);
  const rules = useRules();
  const plan = useCommand('operation.plan');
  const change = useCommand('operation.change');
  const command = operation === null ? plan : change;
  const expectedVersion = useExpectedVersion(operation?.version ?? 0, command);
  const [draft, setDraft] = useState<PlanDraft>(() => (operation === null ? newPlan({ courtCode: court.courtCode, at: link.now(), teamName: t('operations.plan.teamName', { number: 1 }), ...(position !== undefined && { position }) }) : draftOfPlan(operation)));
  const edit = (more: Partial<PlanDraft>) => setDraft((before) => ({ ...before, ...more }));
  const campaigns = useMemo(
    () => [...log.campaigns.values()].filter(({ campaignId, state, courtCode }) => campaignId === draft.campaignId || (state === 'open' && draft.courtCode.startsWith(courtCode))),
    [log.campaigns, draft.campaignId, draft.courtCode],
  );
  const options = rules === null ? null : { at: link.now(), book: rules.book, knowsCourt: (code: string) => log.courts.has(code as never), staff: log.users.values() };
  const { input, faults } = options === null ? { input: null, faults: new Set<string>() } : readPlan(draft, options);
  const submit = async () => {
    if (input === null) {
      return;
    }
    const answer = await (operation === null ? plan.ask({ courtCode: draft.courtCode, ...input }) : change.ask({ operationId: operation.operationId, expectedVersion, ...input }));
    if (answer !== null) {
      onPlanned(answer.operation);
      onClose();
    }
  };
  return (
    <CommandDialog
      title={t(operation === null ? 'operations.plan.newTitle' : 'operations.plan.changeTitle')}
      submitLabel={t(operation === null ? 'operations.action.plan' : 'hall.save')}
      command={command}
      size={760}
      ready={input !== null}
      onClose={onClose}
      onSubmit={() => void submit()}
      newest={operation === null ? undefined : <NewestOperation operation={operation} />}
    >
      <SimpleGrid cols={2} spacing="sm" verticalSpacing="xs">
        <TextInput size="xs" label={t('operations.plan.title')} value={draft.title} maxLength={64} data-autofocus onChange={(event) => edit({ title: event.currentTarget.value })} />
        {/* Who plans it keeps it: the court of an operation does not change. */}
        <CourtSelect courts={log.courts.values()} viewerCourt={court.courtCode} value={draft.courtCode} disabled={operation !== null} onChange={(courtCode) => courtCode !== null && edit({ courtCode, campaignId: null })} label={t('operations.facts.court')} />
        <TextInput size="xs" type="datetime-local" label={t('operations.plan.from')} value={draft.from} error={faults.has('period')} onChange={(event) => edit({ from: event.currentTarget.value })} />
        <TextInput size="xs" type="datetime-local" label={t('operations.plan.to')} value={draft.to} error={faults.has('period') ? t('operations.plan.periodFault') : undefined} onChange={(event) => edit({ to: event.currentTarget.value })} />
        <TextInput size="xs" label={t('operations.facts.place')} description={t('operations.plan.placeHint')} value={draft.place} maxLength={100} onChange={(event) => edit({ place: event.currentTarget.value })} />
        <TextInput size="xs" label={t('operations.plan.coordinates')} description={t('operations.plan.coordinatesHint')} value={draft.coordinates} maxLength={40} error={faults.has('coordinates') ? t('operations.plan.coordinatesFault') : undefined} onChange={(event) => edit({ coordinates: event.currentTarget.value })} />
        <Select
          size="xs"
          label={t('operations.campaign')}
          placeholder={t('operations.plan.noCampaign')}
          clearable
          value={draft.campaignId}
          onChange={(campaignId) => edit({ campaignId: campaignId as CampaignId | null })}
          data={campaigns.map(({ campaignId, name }) => ({ value: campaignId as string, label: name }))}
          comboboxProps={{ transitionProps: { duration: 0 } }}
        />
        <div>
          <p className={styles.label}>{t('operations.plan.risk')}</p>
          <SegmentedControl size="xs" fullWidth aria-label={t('operations.plan.risk')} value={draft.risk} onChange={(risk) => edit({ risk: risk })} data={RISKS.map((value) => ({ value, label: t(`operations.risk.${value}`) }))} />
        </div>
      </SimpleGrid>
      {options === null ? <p className={styles.warning}>{t('operations.plan.rulesLoading')}</p> : <CaseField value={draft.cases} options={options} onChange={(cases) => edit({ cases })} />}
      <Textarea size="xs" label={t('operations.facts.note')} value={draft.note} maxLength={2_000} autosize minRows={2} maxRows={6} onChange={(event) => edit({ note: event.currentTarget.value })} />
      <TeamFields
        draft={draft}
        operationId={operation?.operationId ?? null}
        onChange={(teams) => edit({ teams })}
        onAdd={() => edit({ teams: [...draft.teams, newTeam(draft.teams, t('operations.plan.teamName', { number: draft.teams.length + 1 }))] })}
      />
    </CommandDialog>
  );
}
