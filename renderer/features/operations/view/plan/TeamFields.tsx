import { Button, MultiSelect, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { unitId as unitIdSchema, type OperationId } from '#protocol/nouns/ids.ts';
import { useHallState } from '../../../hall/index.ts';
import { timeOf } from '../../model/forms/beijingField.ts';
import type { PlanDraft, TeamDraft } from '../../model/forms/planForm.ts';
import { unitsForPlan, type UnitChoice } from '../../model/forms/unitsForPlan.ts';
import fields from './TeamFields.module.css';

const MOST_TEAMS = 20;

type TeamFieldsProps = { readonly draft: PlanDraft; readonly operationId: OperationId | null; readonly onChange: (teams: readonly TeamDraft[]) => void; readonly onAdd: () => void };

/** The teams of a plan: people, units, vehicles. A unit that is out elsewhere cannot be taken; one that is planned elsewhere says so. */
export function TeamFields({ draft, operationId, onChange, onAdd }: TeamFieldsProps) {
  const { t } = useTranslation();
  const units = useHallState((state) => state.units);
  const operations = useHallState((state) => state.log.operations);
  const { courtCode, from, to, teams } = draft;
  const choices = useMemo(() => unitsForPlan(units.values(), { courtCode, operationId, operations: operations.values(), from: timeOf(from), to: timeOf(to) }), [units, operations, courtCode, operationId, from, to]);
  const label = ({ unit, takenBy }: UnitChoice) => [`${unit.name}（${unit.teamName}）`, unit.online ? '' : t('units.offline'), takenBy === null ? '' : t('operations.plan.takenBy', { title: takenBy.title })].filter((part) => part !== '').join(' · ');
  const edit = (team: TeamDraft, more: Partial<TeamDraft>) => onChange(teams.map((one) => (one.team === team.team ? { ...one, ...more } : one)));
  return (
    <div className={fields.teamFields}>
      {teams.map((team) => {
        // A unit is on one team only.
        const elsewhere = new Set(teams.filter((one) => one !== team).flatMap(({ unitIds }) => unitIds));
        return (
          <fieldset key={team.team} className={fields.teamField}>
            <div className={fields.teamName}>
              <TextInput size="xs" label={t('operations.plan.team')} value={team.name} maxLength={32} error={team.name.trim() === ''} onChange={(event) => edit(team, { name: event.currentTarget.value })} />
              <Button size="compact-xs" variant="subtle" onClick={() => onChange(teams.filter((one) => one !== team))}>{t('operations.plan.removeTeam')}</Button>
            </div>
            <Textarea size="xs" label={t('operations.plan.members')} description={t('operations.plan.membersHint')} value={team.members} autosize minRows={3} maxRows={8} onChange={(event) => edit(team, { members: event.currentTarget.value })} />
            <div className={fields.teamThings}>
              <MultiSelect
                size="xs"
                label={t('operations.plan.units')}
                searchable
                maxValues={32}
                value={[...team.unitIds]}
                data={choices.filter(({ unit }) => !elsewhere.has(unit.unitId)).map((choice) => ({ value: choice.unit.unitId as string, label: label(choice), disabled: choice.isOut && !team.unitIds.includes(choice.unit.unitId) }))}
                nothingFoundMessage={t('operations.plan.noUnits')}
                onChange={(ids) => edit(team, { unitIds: ids.map((id) => unitIdSchema.parse(id)) })}
                comboboxProps={{ transitionProps: { duration: 0 } }}
              />
              <TagsInput size="xs" label={t('operations.plan.vehicles')} description={t('operations.plan.vehiclesHint')} maxTags={16} splitChars={[',', '，', '、', ' ']} value={[...team.vehicles]} onChange={(vehicles) => edit(team, { vehicles: vehicles.map((plate) => plate.slice(0, 16)) })} />
            </div>
          </fieldset>
        );
      })}
      {teams.length < MOST_TEAMS && <Button size="compact-xs" variant="default" onClick={onAdd}>{t('operations.plan.addTeam')}</Button>}
    </div>
  );
}
