import { useTranslation } from 'react-i18next';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { formatAge } from '../../../i18n/beijingTime.ts';
import { listOf } from '../../../i18n/listOf.ts';
import { useHallNow, useHallState, useLocale } from '../../hall/index.ts';
import { countdownOf } from '../model/clockWords.ts';
import { markTone } from '../model/markTone.ts';
import { pressingClock } from '../model/pressingClock.ts';
import { recordersOf } from '../model/recordersOf.ts';
import { missingNames, rowName } from '../model/ruleWords.ts';
import { shortList } from '../model/shortList.ts';
import { standingOf } from '../model/stepStanding.ts';
import { useUnitWork, type UnitWork } from './useUnitWork.ts';
import styles from './StepMark.module.css';

/** The step a unit works on, under its tile's head: what is missing and what runs out stands first. Nothing where it is on none. */
export function StepMark({ unitId }: { unitId: UnitId | null }) {
  const work = useUnitWork(unitId);
  return work === null ? null : <Mark work={work} />;
}

function Mark({ work: { operation, step, clocks, rules } }: { work: UnitWork }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const feeds = useHallState((state) => state.feeds);
  const standing = standingOf(step, rules, now);
  const pressing = pressingClock(clocks, now);
  const recorders = step.state === 'begun' ? recordersOf(step, { template: standing.template, operation, feeds: feeds.values() }) : null;
  const caseNumber = step.caseNumber ?? operation.caseNumbers[0];
  const name = standing.template === null ? step.template : rowName(standing.template, locale);
  const lacks = shortList(missingNames(standing.missing, rules.book, { at: now, locale }));
  const shown = listOf(lacks.shown, locale);
  const missing = lacks.more === 0 ? shown : t('steps.mark.andMore', { names: shown, count: lacks.more + lacks.shown.length });
  const left = pressing === null ? null : countdownOf(pressing.clock, now, locale);
  // What does not fit is not seen: what somebody has to do something about stands before what only runs or was signed for.
  const urgent = pressing !== null && pressing.tone !== 'running';
  const clock = pressing !== null && left !== null && (
    <time className={styles.clock} data-tone={pressing.tone}>{t(left.isOver ? 'steps.mark.over' : 'steps.mark.left', { name: rowName(pressing.clock.limit, locale), age: left.text })}</time>
  );
  const lack = missing !== '' && <strong className={styles.missing} data-covered={standing.covered}>{t(standing.covered ? 'steps.mark.missingSigned' : 'steps.mark.missing', { missing })}</strong>;
  return (
    <div className={styles.mark} data-step-mark={step.stepId} data-state={step.state} data-tone={markTone({ pressing, standing, recorders })}>
      <span className={styles.step}>{name}</span>
      {urgent && clock}
      {!standing.covered && lack}
      {recorders !== null && recorders.gap !== null && (
        <span className={styles.missing}>{t('steps.mark.gap', { running: recorders.running, needed: recorders.needed, age: formatAge(now - recorders.gap.fromAt, locale) })}</span>
      )}
      {!urgent && clock}
      {standing.covered && lack}
      <span className={styles.what}>
        {t(`steps.state.${step.state}`)}{caseNumber !== undefined && <> · <span className={styles.case}>{caseNumber}</span></>}
      </span>
    </div>
  );
}
