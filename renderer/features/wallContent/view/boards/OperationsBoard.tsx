import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { Density } from '#protocol/wall/layout.ts';
import { useHallState } from '../../../hall/index.ts';
import { fitRows } from '../../model/fitRows.ts';
import { operationsUnderWay, teamsLive } from '../../model/operationsUnderWay.ts';
import styles from '../Content.module.css';
import { ContentFrame, More, Nothing } from '../ContentFrame.tsx';

const ROW_EM = 2.1;

/** The operations under way. */
export function OperationsBoard({ density }: { density: Density }) {
  const { t } = useTranslation();
  const planned = useHallState((state) => state.log.operations);
  const operations = useMemo(() => operationsUnderWay(planned.values()), [planned]);
  return (
    <ContentFrame title={t('wallContent.operations.title')} note={operations.length > 0 && t('wallContent.operations.count', { count: operations.length })} density={density}>
      {({ heightEm }) => {
        const { shown, hidden } = fitRows(operations.length, Math.floor(heightEm / ROW_EM));
        return operations.length === 0 ? (
          <Nothing title={t('wallContent.operations.none')} hint={t('wallContent.operations.noneHint')} />
        ) : (
          <ul>
            {operations.slice(0, shown).map((operation) => <OperationRow key={operation.operationId} operation={operation} />)}
            <li><More count={hidden} /></li>
          </ul>
        );
      }}
    </ContentFrame>
  );
}

function OperationRow({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const feeds = useHallState((state) => state.feeds);
  const court = useHallState((state) => courtName(state.log.courts, operation.courtCode));
  const teams = teamsLive(operation, feeds.values());
  const live = teams.reduce((sum, team) => sum + team.live, 0);
  const total = teams.reduce((sum, team) => sum + team.total, 0);
  return (
    <li className={styles.row} data-operation-id={operation.operationId}>
      <strong className={styles.grow}>{operation.title}</strong>
      <span className={`${styles.wide} ${styles.soft}`}>{shortCourtName(court)}</span>
      <span className={styles.wide}>{t(`operations.state.${operation.state}`)}</span>
      <span className={live > 0 ? styles.live : styles.dim}>{t('wallContent.operations.live', { live, total })}</span>
    </li>
  );
}
