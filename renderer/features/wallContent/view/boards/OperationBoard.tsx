import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { Density } from '#protocol/wall/layout.ts';
import { useHall, useHallNow, useHallState, useLocale, useRules } from '../../../hall/index.ts';
import { formatAmount, scoresOf } from '../../../operations/index.ts';
import { countdownOf, pressingClock, rowName, standingOf } from '../../../stepMark/index.ts';
import { fitRows } from '../../model/fitRows.ts';
import { maskCaseNumber } from '../../model/maskCaseNumber.ts';
import { stepsOnWall, teamsLive } from '../../model/operationsUnderWay.ts';
import styles from '../Content.module.css';
import { ContentFrame, More, Nothing } from '../ContentFrame.tsx';

const ROW_EM = 2.1;
/** From so wide on teams stand beside the steps. */
const SPLIT_FROM_EM = 30;
const CASES = 2;

/** One operation: stage, cases, teams and their pictures, steps and what runs out on them, what they came to. */
export function OperationBoard({ operationId, density }: { operationId: Operation['operationId']; density: Density }) {
  const { t } = useTranslation();
  const operation = useHallState((state) => state.log.operations.get(operationId));
  return operation === undefined ? (
    <ContentFrame title={t('operations.title')} density={density}>{() => <Nothing title={t('wallContent.operations.gone')} hint={t('wallContent.operations.goneHint')} />}</ContentFrame>
  ) : (
    <Board operation={operation} density={density} />
  );
}

function Board({ operation, density }: { operation: Operation; density: Density }) {
  const { t } = useTranslation();
  const all = useHallState((state) => state.log.steps);
  const feeds = useHallState((state) => state.feeds);
  const steps = useMemo(() => stepsOnWall(all.values(), operation), [all, operation]);
  const teams = teamsLive(operation, feeds.values());
  const results = useResults(steps);
  const cases = caseWords(operation);
  const head = [cases.list && t('wallContent.operations.cases', { list: cases.more ? t('wallContent.operations.moreCases', { list: cases.list, count: operation.caseNumbers.length }) : cases.list }), operation.place.name, results].filter(Boolean).join(' · ');
  return (
    <ContentFrame title={operation.title} note={`${t('wallContent.operations.live', liveOf(teams))} · ${t(`operations.state.${operation.state}`)}`} density={density}>
      {({ widthEm, heightEm }) => {
        const rows = Math.floor(heightEm / ROW_EM);
        const headed = head !== '' && rows > 3;
        const left = rows - (headed ? 1 : 0);
        const beside = widthEm >= SPLIT_FROM_EM;
        // Where they do not stand beside each other, teams are there whole or not at all: above stands how many of them are seen.
        const teamRows = beside ? left : teams.length <= left / 3 ? teams.length : 0;
        const stepRows = beside ? left : left - teamRows;
        return (
          <>
            {headed && <p className={`${styles.row} ${styles.soft}`}><span className={styles.grow}>{head}</span></p>}
            <div className={beside ? styles.split : undefined}>
              {teamRows > 0 && <TeamRows teams={teams} rows={teamRows} />}
              <StepRows steps={steps} rows={stepRows} />
            </div>
          </>
        );
      }}
    </ContentFrame>
  );
}

function TeamRows({ teams, rows }: { teams: ReturnType<typeof teamsLive>; rows: number }) {
  const { t } = useTranslation();
  const { shown, hidden } = fitRows(teams.length, rows);
  return (
    <ul>
      {teams.slice(0, shown).map(({ team, name, live, total }) => (
        <li key={team} className={styles.row}>
          <span className={styles.grow}>{name}</span>
          <span className={live > 0 ? styles.live : styles.dim}>{total === 0 ? t('wallContent.operations.noUnits') : t('wallContent.operations.live', { live, total })}</span>
        </li>
      ))}
      <li><More count={hidden} /></li>
    </ul>
  );
}

function StepRows({ steps, rows }: { steps: readonly Step[]; rows: number }) {
  const { t } = useTranslation();
  const { shown, hidden } = fitRows(steps.length, rows);
  return steps.length === 0 ? (
    <p className={styles.dim}>{t('wallContent.operations.noSteps')}</p>
  ) : (
    <ul>
      {steps.slice(0, shown).map((step) => <StepRow key={step.stepId} step={step} />)}
      <li><More count={hidden} /></li>
    </ul>
  );
}

function StepRow({ step }: { step: Step }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const rules = useRules();
  const party = useHallState((state) => (step.partyId === null ? undefined : state.log.parties.get(step.partyId)?.maskedName));
  const standing = rules === null ? null : standingOf(step, rules, now);
  const pressing = standing === null || step.state !== 'begun' ? null : pressingClock(standing.clocks, now);
  const left = pressing && countdownOf(pressing.clock, now, locale);
  const name = standing?.template ? rowName(standing.template, locale) : step.template;
  return (
    <li className={styles.row} data-step-id={step.stepId}>
      <strong className={styles.grow}>{party === undefined ? name : `${name} · ${party}`}</strong>
      {pressing && left && <time data-tone={pressing.tone}>{t(left.isOver ? 'steps.mark.over' : 'steps.mark.left', { name: rowName(pressing.clock.limit, locale), age: left.text })}</time>}
      {!pressing && <span className={step.state === 'begun' ? styles.live : styles.dim}>{t(`steps.state.${step.state}`)}</span>}
    </li>
  );
}

/** What the steps came to, in words; nothing that is nothing. */
function useResults(steps: readonly Step[]): string {
  const locale = useLocale();
  const rules = useRules();
  const { link } = useHall();
  return useMemo(
    () =>
      rules === null
        ? ''
        : scoresOf(steps, rules.book, link.now())
            .filter(({ value }) => value > 0)
            .map(({ name, nameEn, kind, value }) => `${locale === 'en' ? nameEn : name} ${kind === 'amountCents' ? formatAmount(value, locale) : value}`)
            .join(' · '),
    [steps, rules, link, locale],
  );
}

function liveOf(teams: ReturnType<typeof teamsLive>): { readonly live: number; readonly total: number } {
  return teams.reduce((sum, { live, total }) => ({ live: sum.live + live, total: sum.total + total }), { live: 0, total: 0 });
}

function caseWords({ caseNumbers }: Operation): { readonly list: string; readonly more: boolean } {
  return { list: caseNumbers.slice(0, CASES).map(maskCaseNumber).join('、'), more: caseNumbers.length > CASES };
}
