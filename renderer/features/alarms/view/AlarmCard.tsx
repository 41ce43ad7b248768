import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { courtName } from '#domain/courts/courtName.ts';
import { formatPosition } from '#domain/geodesy/formatPosition.ts';
import { OPEN_ORDER_STATES } from '#protocol/alarms/orders.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { Detail, DetailPart, Facts, type Fact } from '../../../ui/page/Detail.tsx';
import { ActionButton, useCommand } from '../../command/index.ts';
import { ConsultButton } from '../../consultation/index.ts';
import { useCapability, useHall, useHallState, useLocale } from '../../hall/index.ts';
import { isOpen } from '../model/alarmRows.ts';
import { InstructButton } from '../../instructions/index.ts';
import { AlarmProgress } from './AlarmProgress.tsx';
import { CallOffDialog } from './dialogs/CallOffDialog.tsx';
import { NoteDialog } from './dialogs/NoteDialog.tsx';
import { ResolveDialog } from './dialogs/ResolveDialog.tsx';
import { HelpCard } from './help/HelpCard.tsx';
import styles from './Alarms.module.css';

type Question = 'note' | 'resolve' | 'callOff';

/** One alarm: what is known, what can be done next, who was asked, what happened. */
export function AlarmCard({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const handles = useCapability('alarms.handle');
  const acknowledge = useCommand('alarm.acknowledge');
  const [question, setQuestion] = useState<Question | null>(null);
  const helpOpen = alarm.help?.orders.some(({ state }) => OPEN_ORDER_STATES.includes(state)) ?? false;
  const close = () => setQuestion(null);
  const actions = isOpen(alarm) && handles && (
    <>
      {alarm.acknowledged === null && (
        <ActionButton variant="filled" loading={acknowledge.busy} onClick={() => void acknowledge.ask({ alarmId: alarm.alarmId })} data-action="alarm.acknowledge">
          {t('alarms.action.acknowledge')}
        </ActionButton>
      )}
      <ConsultButton about={{ kind: 'alarm', alarmId: alarm.alarmId }} title={`${t(`alarms.kind.${alarm.kind}`)} ${alarm.place.name}`.trim()} unitIds={alarm.unitId === null ? [] : [alarm.unitId]} />
      {alarm.unitId !== null && <InstructButton begin={{ unitIds: [alarm.unitId], alarmId: alarm.alarmId, operationId: alarm.operationId }} />}
      <ActionButton onClick={() => setQuestion('note')} data-action="alarm.note">{t('alarms.action.note')}</ActionButton>
      {helpOpen && <ActionButton onClick={() => setQuestion('callOff')} data-action="alarm.callOffHelp">{t('alarms.action.callOff')}</ActionButton>}
      <ActionButton onClick={() => setQuestion('resolve')} data-action="alarm.resolve">{t('alarms.action.resolve')}</ActionButton>
    </>
  );
  return (
    <div className={styles.card} data-role="alarm-card" data-alarm-id={alarm.alarmId} data-state={alarm.state}>
      <Detail
        title={t(`alarms.kind.${alarm.kind}`)}
        badge={<span className={styles.badge} data-severity={alarm.severity}>{t(`alarms.severity.${alarm.severity}`)} · {t(`alarms.state.${alarm.state}`)}</span>}
        {...(actions === false ? {} : { actions })}
      >
        <Standing alarm={alarm} />
        {handles && isOpen(alarm) && <HelpCard alarm={alarm} />}
        <DetailPart title={t('alarms.factsTitle')}><AlarmFacts alarm={alarm} /></DetailPart>
        <DetailPart title={t('alarms.progress')}><AlarmProgress alarm={alarm} /></DetailPart>
      </Detail>
      {question === 'note' && <NoteDialog alarm={alarm} onClose={close} />}
      {question === 'resolve' && <ResolveDialog alarm={alarm} onClose={close} />}
      {question === 'callOff' && <CallOffDialog alarm={alarm} onClose={close} />}
    </div>
  );
}

function AlarmFacts({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const courts = useHallState((state) => state.log.courts);
  const unit = useHallState((state) => (alarm.unitId === null ? undefined : state.units.get(alarm.unitId)));
  const operation = useHallState((state) => (alarm.operationId === null ? undefined : state.log.operations.get(alarm.operationId)));
  const { position } = alarm.place;
  const place = [alarm.place.name === '' ? null : alarm.place.name, position === null ? null : formatPosition([position.longitudeDeg, position.latitudeDeg])];
  const facts: (Fact | null)[] = [
    unit === undefined ? null : { label: t('alarms.facts.unit'), value: `${unit.name} · ${unit.teamName}` },
    { label: t('alarms.facts.place'), value: place.filter((part) => part !== null).join(' · ') || t('alarms.unknownPlace') },
    alarm.text === '' ? null : { label: t('alarms.facts.text'), value: alarm.text },
    operation === undefined ? null : { label: t('alarms.facts.operation'), value: operation.title },
    { label: t('alarms.facts.court'), value: courtName(courts, alarm.courtCode) },
    { label: t('alarms.facts.raised'), value: formatMoment(alarm.raisedAt, link.now(), locale) },
  ];
  return <Facts facts={facts.filter((fact) => fact !== null)} />;
}

/** A press that came more than this long after it was made came late. */
const LATE_MS = 10_000;

/** With whom it is, and what a dispatcher should know before anything else. */
function Standing({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const courts = useHallState((state) => state.log.courts);
  const moment = (at: number) => formatMoment(at, link.now(), locale);
  const { acknowledged, resolved, takenBack } = alarm;
  const lines = [
    alarm.raisedAt - alarm.occurredAt > LATE_MS ? t('alarms.late', { time: moment(alarm.occurredAt) }) : null,
    alarm.repeats > 0 ? t('alarms.repeats', { count: alarm.repeats, time: moment(alarm.lastRaisedAt) }) : null,
    takenBack === null ? null : t('alarms.takenBack', { time: moment(takenBack.at), reason: takenBack.reason }),
    ...alarm.escalations.map(({ toCourtCode, at }) => t('alarms.escalated', { time: moment(at), court: courtName(courts, toCourtCode) })),
    alarm.state === 'raised' ? t('alarms.soundsAt', { court: courtName(courts, alarm.soundsAt) }) : null,
    acknowledged === null ? null : t('alarms.acknowledgedBy', { name: acknowledged.name, time: moment(acknowledged.at) }),
    resolved === null ? null : `${t('alarms.resolvedBy', { name: resolved.name, time: moment(resolved.at), outcome: t(`alarms.outcome.${resolved.outcome}`) })} · ${resolved.reason}`,
  ].filter((line) => line !== null);
  return <ul className={styles.standing}>{lines.map((line) => <li key={line}>{line}</li>)}</ul>;
}
