import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationId } from '#protocol/nouns/ids.ts';
import { useHall, useHallState, useRules } from '../../../hall/index.ts';
import { scoresOf } from '../../model/scoreboard.ts';
import { Scoreboard } from './Scoreboard.tsx';
import styles from '../Operations.module.css';

/** The figures of one operation. */
export function OperationScores({ operationId }: { operationId: OperationId }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const rules = useRules();
  const steps = useHallState((state) => state.log.steps);
  const scores = useMemo(() => (rules === null ? null : scoresOf([...steps.values()].filter((step) => step.operationId === operationId), rules.book, link.now())), [steps, rules, operationId, link]);
  return (
    <div className={styles.part}>
      <h4 className={styles.partTitle}>{t('operations.scores')}</h4>
      {scores === null ? <p className={styles.faint}>{t('hall.loading')}</p> : <Scoreboard scores={scores} label={t('operations.scores')} />}
    </div>
  );
}
