import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOver } from '#domain/operations/operationStates.ts';
import type { Operation, Team } from '#protocol/operations/operations.ts';
import { formatMoment } from '../../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import { listOf } from '../../../../i18n/listOf.ts';
import { ActionButton, useCommand } from '../../../command/index.ts';
import { useCapability, useHall, useLocale } from '../../../hall/index.ts';
import { memberRows } from '../../model/checkIns.ts';
import { CheckInDialog } from './OperationDialogs.tsx';
import { UnitLine } from './UnitLine.tsx';
import styles from '../Operations.module.css';
import roster from './Roster.module.css';

/** Who and what is on each team, and who has come. */
export function Roster({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  return (
    <div className={styles.part} data-role="operation-roster">
      <h4 className={styles.partTitle}>{t('operations.roster')}</h4>
      {operation.teams.length === 0 && <p className={styles.faint}>{t('operations.noTeams')}</p>}
      {operation.teams.map((team) => <TeamPart key={team.team} team={team} operation={operation} />)}
    </div>
  );
}

function TeamPart({ team, operation }: { team: Team; operation: Operation }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const checkIn = useCommand('operation.checkIn');
  const works = useCapability('operations.work') && !isOver(operation);
  const [asking, setAsking] = useState(false);
  const members = memberRows(operation, team);
  const present = members.filter(({ at }) => at !== null).length;
  return (
    <section className={roster.team} aria-label={team.name}>
      <header className={roster.teamHead}>
        <strong>{team.name}</strong>
        <span className={styles.faint}>{t('operations.present', { present, total: members.length })}</span>
        {works && <ActionButton size="compact-xs" onClick={() => setAsking(true)} data-action="operation.checkInOther">{t('operations.checkInOther')}</ActionButton>}
      </header>
      <ul className={roster.members}>
        {members.map(({ name, duty, at }) => (
          <li key={`${name} ${duty}`} data-present={at !== null}>
            <span className={roster.memberName}>{name} <span className={styles.faint}>{duty}</span></span>
            {at !== null ? <time className={roster.cameAt}>{t('operations.cameAt', { time: formatMoment(at, link.now(), locale) })}</time>
              : works && <ActionButton size="compact-xs" loading={checkIn.busy} onClick={() => void checkIn.ask({ operationId: operation.operationId, team: team.team, name })} data-action="operation.checkIn">{t('operations.action.checkIn')}</ActionButton>}
          </li>
        ))}
      </ul>
      {team.unitIds.map((unitId) => <UnitLine key={unitId} unitId={unitId} />)}
      {team.vehicles.length > 0 && <p className={roster.vehicles}>{t('operations.vehicles', { plates: listOf(team.vehicles, locale) })}</p>}
      {checkIn.problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, checkIn.problem)}</p>}
      {asking && <CheckInDialog team={team} operation={operation} onClose={() => setAsking(false)} />}
    </section>
  );
}
