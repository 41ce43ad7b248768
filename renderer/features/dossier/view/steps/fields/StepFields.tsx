import { NumberInput, Rating, Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CAPABILITIES_OF_ROLE } from '#domain/access/roles.ts';
import { upperCourt } from '#domain/courts/courtName.ts';
import { courtOfEnd, courtOfSide } from '#domain/tasks/flow/sides.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { FlowStep, Side } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { CourtSelect } from '../../../../courts/index.ts';
import { useHallState, useSession } from '../../../../hall/index.ts';
import styles from '../Steps.module.css';

/** Somebody of the acting court who works on tasks. */
export function AssigneeField({ task, side, value, onChange }: { task: Task; side: Side; value: string | null; onChange: (userId: string | null) => void }) {
  const { t } = useTranslation();
  const users = useHallState((state) => state.log.users);
  const courtCode = courtOfSide(task, side);
  const options = useMemo(
    () => [...users.values()].filter((user) => user.state === 'active' && user.courtCode === courtCode && user.roles.some((role) => CAPABILITIES_OF_ROLE[role].includes('tasks.handle'))).map((user) => ({ value: user.userId, label: `${user.name}（${user.roles.map((role) => t(`roles.${role}`)).join('、')}）` })),
    [users, courtCode, t],
  );
  return <Select label={t('dossier.assigneeField')} data={options} value={value} searchable nothingFoundMessage={t('dossier.nobody')} required withAsterisk={false} data-autofocus onChange={onChange} />;
}

/** Another court that takes the receiving side over. */
export function CourtField({ task, value, onChange }: { task: Task; value: string | null; onChange: (courtCode: CourtCode | null) => void }) {
  const { t } = useTranslation();
  const { court } = useSession();
  const courts = useHallState((state) => state.log.courts);
  const others = useMemo(() => [...courts.values()].filter(({ courtCode }) => courtCode !== courtOfEnd(task.to)), [courts, task.to]);
  return <CourtSelect courts={others} viewerCourt={topCourt(court.courtCode)} value={value as CourtCode | null} label={t('dossier.courtField')} onChange={onChange} />;
}

/** Days or stars, where the step has any. */
export function CountFields({ step, value, onChange }: { step: FlowStep; value: number | null; onChange: (count: number | null) => void }) {
  const { t } = useTranslation();
  const { days, stars } = step;
  return (
    <>
      {days !== undefined && <NumberInput label={t('dossier.days', days)} value={value ?? ''} min={days.min} max={days.max} allowDecimal={false} clampBehavior="strict" data-autofocus onChange={(given) => onChange(typeof given === 'number' ? given : null)} />}
      {stars && <div className={styles.stars}><span id="dossier-stars">{t('dossier.stars')}</span><Rating size="lg" value={value ?? 0} aria-labelledby="dossier-stars" onChange={onChange} /></div>}
    </>
  );
}

function topCourt(courtCode: CourtCode): CourtCode {
  const upper = upperCourt(courtCode);
  return upper === null ? courtCode : topCourt(upper);
}
