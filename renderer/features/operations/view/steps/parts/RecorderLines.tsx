import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '#protocol/operations/operations.ts';
import type { RecorderGap, Step } from '#protocol/operations/steps.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { formatAge, formatMoment } from '../../../../../i18n/beijingTime.ts';
import { ActionButton } from '../../../../command/index.ts';
import { useHall, useHallNow, useHallState, useLocale } from '../../../../hall/index.ts';
import { recordersOf } from '../../../../stepMark/index.ts';
import { ExplainDialog } from '../dialogs/RecordDialogs.tsx';
import styles from '../Steps.module.css';

/** Recorders that run against those that are needed, and every time in which fewer did. */
export function RecorderLines({ step, template, operation, explains }: { step: Step; template: StepTemplate; operation: Operation; explains: boolean }) {
  const { t } = useTranslation();
  const feeds = useHallState((state) => state.feeds);
  const [explaining, setExplaining] = useState<RecorderGap | null>(null);
  const recorders = recordersOf(step, { template, operation, feeds: feeds.values() });
  if (recorders === null && step.gaps.length === 0) {
    return null;
  }
  const isOpen = step.state === 'planned' || step.state === 'begun';
  return (
    <div className={styles.part} data-role="recorders">
      <h5 className={styles.partTitle}>{t('steps.recorders')}</h5>
      {recorders !== null && isOpen && (
        <p className={styles.line} data-short={recorders.running < recorders.needed} data-running={recorders.running}>{t(recorders.running < recorders.needed ? 'steps.recordersShort' : 'steps.recordersRun', { running: recorders.running, needed: recorders.needed })}</p>
      )}
      {step.gaps.map((gap) => <GapLine key={gap.fromAt} gap={gap} {...(explains && gap.toAt !== null && { onExplain: () => setExplaining(gap) })} />)}
      {explaining !== null && <ExplainDialog step={step} gap={explaining} onClose={() => setExplaining(null)} />}
    </div>
  );
}

function GapLine({ gap, onExplain }: { gap: RecorderGap; onExplain?: () => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const from = formatMoment(gap.fromAt, link.now(), locale);
  return (
    <p className={styles.gap} data-explained={gap.explanation !== null} data-gap={gap.fromAt}>
      <span>{gap.toAt === null ? <OpenGap from={from} gap={gap} /> : t('steps.gap', { from, age: formatAge(gap.toAt - gap.fromAt, locale), recording: gap.recording, needed: gap.needed })}</span>
      {gap.explanation !== null && <span className={styles.have}> {t('steps.explained', { name: gap.explanation.name, text: gap.explanation.text })}</span>}
      {onExplain !== undefined && <ActionButton size="compact-xs" onClick={onExplain} data-action="step.explainGap">{t(gap.explanation === null ? 'steps.action.explainGap' : 'steps.explainAnew')}</ActionButton>}
    </p>
  );
}

function OpenGap({ from, gap }: { from: string; gap: RecorderGap }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  return <>{t('steps.gapOpen', { from, age: formatAge(now - gap.fromAt, locale), recording: gap.recording, needed: gap.needed })}</>;
}
