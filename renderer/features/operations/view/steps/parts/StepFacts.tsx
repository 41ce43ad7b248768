import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Party } from '#protocol/operations/parties.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { formatMoment } from '../../../../../i18n/beijingTime.ts';
import { listOf } from '../../../../../i18n/listOf.ts';
import { Facts, type Fact } from '../../../../../ui/page/Detail.tsx';
import { ActionButton } from '../../../../command/index.ts';
import { useCapability, useHall, useLocale } from '../../../../hall/index.ts';
import { rowName } from '../../../../stepMark/index.ts';
import { OpenPartyDialog } from '../dialogs/OpenPartyDialog.tsx';

/** Against whom, for which case, by which team. */
export function StepFacts({ step, operation, template, party }: { step: Step; operation: Operation; template: StepTemplate; party: Party | undefined }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const opens = useCapability('personal.open');
  const [opening, setOpening] = useState(false);
  const team = operation.teams.find((one) => one.team === step.team);
  const moment = (at: number) => formatMoment(at, link.now(), locale);
  const hold = template.facts.filter(({ id }) => step.facts.includes(id)).map((fact) => rowName(fact, locale));
  const facts: (Fact | null)[] = [
    party === undefined ? null : {
      label: t('steps.facts.party'),
      value: (
        <>
          {party.maskedName} {party.kind === 'person' && party.gender !== 'unknown' && t(`steps.gender.${party.gender}`)} {party.minor && t('steps.minor')}{' '}
          {opens && <ActionButton size="compact-xs" onClick={() => setOpening(true)} data-action="party.open">{t('steps.action.openParty')}</ActionButton>}
        </>
      ),
    },
    step.caseNumber === null ? null : { label: t('steps.facts.caseNumber'), value: step.caseNumber },
    team === undefined ? null : { label: t('steps.facts.team'), value: team.name },
    hold.length === 0 ? null : { label: t('steps.facts.facts'), value: listOf(hold, locale) },
    step.note === '' ? null : { label: t('steps.facts.note'), value: step.note },
    step.beganAt === null ? null : { label: t('steps.facts.time'), value: step.endedAt === null ? t('steps.since', { time: moment(step.beganAt) }) : t('steps.span', { from: moment(step.beganAt), to: moment(step.endedAt) }) },
  ];
  return (
    <>
      <Facts facts={facts.filter((fact) => fact !== null)} />
      {opening && party !== undefined && <OpenPartyDialog party={party} onClose={() => setOpening(false)} />}
    </>
  );
}
