import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '#protocol/alarms/calls.ts';
import { formatAge, formatMoment } from '../../../i18n/beijingTime.ts';
import { Facts, type Fact } from '../../../ui/page/Detail.tsx';
import { ActionButton } from '../../command/index.ts';
import { useCapability, useHall, useHallNow, useHallState, useLocale } from '../../hall/index.ts';
import { useSelection } from '../../selection/index.ts';
import { CALL_STAGES, callDue, callStage } from '../model/callStage.ts';
import { CallBackDialog } from './dialogs/CallBackDialog.tsx';
import { OpenCallerDialog } from './dialogs/OpenCallerDialog.tsx';
import { TriageDialog } from './dialogs/TriageDialog.tsx';
import styles from './Calls.module.css';

type CallCardProps = { readonly call: Call; readonly opened: boolean; readonly onToggle: () => void };

/** One call: where it stands, what is due, and the next thing to do. */
export function CallCard({ call, opened, onToggle }: CallCardProps) {
  const { t } = useTranslation();
  const selection = useSelection();
  const alarmId = call.triage?.alarmId ?? null;
  const alarm = useHallState((state) => (alarmId === null ? undefined : state.log.alarms.get(alarmId)));
  const opens = useCapability('personal.open');
  const [dialog, setDialog] = useState<'triage' | 'callBack' | 'caller' | null>(null);
  const stage = callStage(call, alarm);
  const close = () => setDialog(null);
  return (
    <section className={styles.call} data-stage={stage} data-call-id={call.callId} aria-label={call.number}>
      <button type="button" className={styles.head} aria-expanded={opened} onClick={onToggle}>
        <span className={styles.text}>{call.text}</span>
        <span className={styles.stage}>{t(`calls.stage.${stage}`)}</span>
        <span className={styles.who}>{t(`calls.caller.${call.callerKind}`)} {call.callerMasked} · {call.place.name}</span>
        <Due call={call} />
      </button>
      <ol className={styles.way} aria-hidden="true">
        {CALL_STAGES.map((name, index) => <li key={name} data-done={index <= CALL_STAGES.indexOf(stage)} title={t(`calls.stage.${name}`)} />)}
      </ol>
      {opened && <CallFacts call={call} />}
      <div className={styles.actions}>
        {stage === 'taken' && <ActionButton size="compact-xs" variant="filled" onClick={() => setDialog('triage')} data-action="call.triage">{t('calls.action.triage')}</ActionButton>}
        {stage === 'callBack' && <ActionButton size="compact-xs" variant="filled" onClick={() => setDialog('callBack')} data-action="call.callBack">{t('calls.action.callBack')}</ActionButton>}
        {alarm !== undefined && <Button size="compact-xs" variant="default" onClick={() => selection.selectAlarm(alarm)}>{t('calls.showAlarm')}</Button>}
        {opens && opened && <ActionButton size="compact-xs" onClick={() => setDialog('caller')} data-action="call.openCaller">{t('calls.action.openCaller')}</ActionButton>}
      </div>
      {dialog === 'triage' && <TriageDialog call={call} onClose={close} />}
      {dialog === 'callBack' && <CallBackDialog call={call} onClose={close} />}
      {dialog === 'caller' && <OpenCallerDialog call={call} onClose={close} />}
    </section>
  );
}

function Due({ call }: { call: Call }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const due = callDue(call);
  if (due === null) {
    return null;
  }
  const late = now > due.dueAt;
  return (
    <time className={styles.due} data-late={late}>
      {late ? t('calls.overdue', { age: formatAge(now - due.dueAt, locale) }) : t('calls.due', { age: formatAge(due.dueAt - now, locale), what: t(`calls.action.${due.what}`) })}
    </time>
  );
}

function CallFacts({ call }: { call: Call }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const moment = (at: number) => formatMoment(at, link.now(), locale);
  const { triage, calledBack } = call;
  const facts: (Fact | null)[] = [
    { label: t('calls.facts.number'), value: `${call.number} · ${call.takenBy} ${moment(call.takenAt)}` },
    call.caseNumber === null ? null : { label: t('calls.facts.caseNumber'), value: call.caseNumber },
    triage === null ? null : { label: t('calls.facts.triage'), value: `${t(`calls.triage.${triage.triage}`)} · ${triage.name} ${moment(triage.at)}${triage.reason === '' ? '' : ` · ${triage.reason}`}` },
    calledBack === null ? null : { label: t('calls.facts.callBack'), value: `${calledBack.result} · ${calledBack.name} ${moment(calledBack.at)}` },
  ];
  return <div className={styles.facts}><Facts facts={facts.filter((fact) => fact !== null)} /></div>;
}
