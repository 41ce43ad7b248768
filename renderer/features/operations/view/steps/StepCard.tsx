import { useTranslation } from 'react-i18next';
import { isOver } from '#domain/operations/operationStates.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { KnownRules } from '../../../../rules/ruleShelf.ts';
import { useCapability, useHall, useHallState, useLocale } from '../../../hall/index.ts';
import { rowName, standingOf } from '../../../stepMark/index.ts';
import { Checklist } from './parts/Checklist.tsx';
import { Notices } from './parts/Notices.tsx';
import { RecorderLines } from './parts/RecorderLines.tsx';
import { Requirements } from './parts/Requirements.tsx';
import { ResultLines } from './parts/ResultLines.tsx';
import { Signatures } from './parts/Signatures.tsx';
import { ClockLines, PressingClock } from './parts/StepClocks.tsx';
import { StepFacts } from './parts/StepFacts.tsx';
import { StepActions } from './StepActions.tsx';
import styles from './Steps.module.css';

export type StepCardProps = { readonly step: Step; readonly operation: Operation; readonly rules: KnownRules; readonly opened: boolean; readonly onToggle: () => void };

/** One step: what it lacks, what runs out, what was done, what came of it. */
export function StepCard({ step, operation, rules, opened, onToggle }: StepCardProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const party = useHallState((state) => (step.partyId === null ? undefined : state.log.parties.get(step.partyId)));
  const works = useCapability('operations.work');
  const at = link.now();
  const standing = standingOf(step, rules, at);
  const { template } = standing;
  const name = template === null ? step.template : rowName(template, locale);
  const isOpen = step.state === 'planned' || step.state === 'begun';
  const lacks = standing.missing.length > 0;
  const edits = works && isOpen && !isOver(operation);
  return (
    <section className={styles.card} aria-label={name} data-step-id={step.stepId} data-template={step.template} data-state={step.state} data-lacks={lacks}>
      <button type="button" className={styles.head} aria-expanded={opened} onClick={onToggle}>
        <strong className={styles.name}>{name}</strong>
        <span className={styles.state} data-state={step.state}>{t(`steps.state.${step.state}`)}</span>
        <span className={styles.party}>{[party?.maskedName ?? '', step.caseNumber ?? ''].filter((part) => part !== '').join(' · ')}</span>
        <span className={styles.badges}>
          {lacks && <span className={styles.badge}>{t(standing.covered ? 'steps.lacksSigned' : 'steps.lacks')}</span>}
          {step.signature !== null && <span className={styles.badge}>{t('steps.signatureWaits')}</span>}
          <PressingClock clocks={standing.clocks} />
        </span>
      </button>
      {opened && <StepActions step={step} operation={operation} standing={standing} />}
      {opened && template === null && <p className={styles.warning}>{t('steps.noTemplate')}</p>}
      {opened && template !== null && (
        <div className={styles.body}>
          <StepFacts step={step} operation={operation} template={template} party={party} />
          {step.state === 'planned' && template.announcement !== null && <p className={styles.announcement}>{t('steps.announce', { text: locale === 'en' ? template.announcement.textEn : template.announcement.text })}</p>}
          {isOpen && <Requirements step={step} template={template} missing={standing.missing} book={rules.book} at={at} edits={edits} />}
          <Signatures step={step} template={template} />
          <ClockLines clocks={standing.clocks} />
          {(step.state === 'begun' || step.state === 'ended') && <Notices step={step} template={template} gives={works} />}
          {template.checklist.length > 0 && <Checklist step={step} template={template} edits={edits} />}
          <RecorderLines step={step} template={template} operation={operation} explains={works} />
          {step.state === 'ended' && <ResultLines step={step} template={template} />}
        </div>
      )}
    </section>
  );
}
