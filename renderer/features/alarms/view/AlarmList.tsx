import { useId, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { formatAge } from '../../../i18n/beijingTime.ts';
import { MiddleEllipsis } from '../../../ui/MiddleEllipsis.tsx';
import { useHallNow, useHallState, useLocale, useSession } from '../../hall/index.ts';
import { useSelection, useSelectionState } from '../../selection/index.ts';
import { carryUnit } from '../../units/index.ts';
import { callsFor, isOpen } from '../model/alarmRows.ts';
import { whoText } from './alarmWords.ts';
import styles from './Alarms.module.css';

/** One line an alarm; the arrow keys move the choice. */
export function AlarmList({ alarms }: { alarms: readonly Alarm[] }) {
  const { t } = useTranslation();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const selection = useSelection();
  const chosenId = useSelectionState((state) => state.alarmId);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const at = alarms.findIndex(({ alarmId }) => alarmId === chosenId);
    const next = alarms[at === -1 ? 0 : Math.min(alarms.length - 1, Math.max(0, at + step))];
    if (next !== undefined) {
      selection.selectAlarm(next);
      list.current?.querySelector(`[data-alarm-id="${next.alarmId}"]`)?.scrollIntoView({ block: 'nearest' });
    }
  };
  return (
    <div
      ref={list}
      className={styles.list}
      role="listbox"
      tabIndex={0}
      data-panel-focus
      aria-label={t('alarms.title')}
      aria-activedescendant={chosenId !== null && alarms.some(({ alarmId }) => alarmId === chosenId) ? `${id}-${chosenId}` : undefined}
      onKeyDown={onKeyDown}
      data-role="alarm-list"
    >
      {alarms.map((alarm) => <AlarmRow key={alarm.alarmId} id={`${id}-${alarm.alarmId}`} alarm={alarm} selected={alarm.alarmId === chosenId} />)}
    </div>
  );
}

function AlarmRow({ id, alarm, selected }: { id: string; alarm: Alarm; selected: boolean }) {
  const { t } = useTranslation();
  const selection = useSelection();
  const { court } = useSession();
  const courts = useHallState((state) => state.log.courts);
  const unit = useHallState((state) => (alarm.unitId === null ? undefined : state.units.get(alarm.unitId)));
  return (
    <div
      id={id}
      className={styles.row}
      role="option"
      aria-selected={selected}
      data-alarm-id={alarm.alarmId}
      data-severity={alarm.severity}
      data-state={alarm.state}
      data-calling={callsFor(alarm, court.courtCode)}
      onClick={() => selection.selectAlarm(alarm)}
      draggable={alarm.unitId !== null}
      onDragStart={(event) => alarm.unitId !== null && carryUnit(event, alarm.unitId)}
    >
      <span className={styles.kind}>{t(`alarms.kind.${alarm.kind}`)}</span>
      <span className={styles.rowWho}><MiddleEllipsis text={whoText(t, alarm, unit)} /></span>
      <span className={styles.state}>{t(`alarms.state.${alarm.state}`)}</span>
      <span className={styles.rowPlace}>{shortCourtName(courtName(courts, alarm.courtCode))} · {alarm.place.name === '' ? t('alarms.unknownPlace') : alarm.place.name}</span>
      <span className={styles.rowAge}><AlarmAge alarm={alarm} /></span>
    </div>
  );
}

/** How long it waits, and when it climbs; what is over shows how long it took. */
function AlarmAge({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const until = isOpen(alarm) ? now : (alarm.resolved?.at ?? alarm.raisedAt);
  return (
    <>
      {alarm.escalatesAt !== null && isOpen(alarm) && <span className={styles.climbs}>{t('alarms.escalatesIn', { age: formatAge(alarm.escalatesAt - now, locale) })}</span>}
      <time>{formatAge(until - alarm.raisedAt, locale)}</time>
    </>
  );
}
