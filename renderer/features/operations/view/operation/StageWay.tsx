import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isOver } from '#domain/operations/operationStates.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { useHall, useLocale } from '../../../hall/index.ts';
import { stageRows, type Forward, type StageRow } from '../../model/operationActions.ts';
import styles from '../Operations.module.css';

/** The states of an operation in a row; pointing at one tells who, when and why, pressing one goes there. */
export function StageWay({ operation, onGoTo }: { operation: Operation; onGoTo?: (to: Forward) => void }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const over = isOver(operation);
  const words = ({ reached, state }: StageRow) =>
    reached === null ? t('operations.notReached', { state: t(`operations.state.${state}`) }) : [formatMoment(reached.at, link.now(), locale), reached.name, reached.reason ?? ''].filter((part) => part !== '').join(' · ');
  return (
    <ol className={styles.way}>
      {stageRows(operation).map((row) => {
        const to = row.state === 'assembled' || row.state === 'underWay' || row.state === 'onSite' ? row.state : null;
        const name = t(`operations.state.${row.state}`);
        return (
          <li key={row.state} data-reached={row.reached !== null} data-now={row.isNow} aria-current={row.isNow ? 'step' : undefined}>
            <Tooltip label={words(row)} multiline maw={320} withArrow={false} transitionProps={{ duration: 0 }} events={{ hover: true, focus: true, touch: true }}>
              {to !== null && !over && !row.isNow && onGoTo !== undefined
                ? <button type="button" className={styles.stage} data-stage={row.state} onClick={() => onGoTo(to)}>{name}</button>
                : <span className={styles.stage} tabIndex={0} data-stage={row.state}>{name}</span>}
            </Tooltip>
          </li>
        );
      })}
    </ol>
  );
}
