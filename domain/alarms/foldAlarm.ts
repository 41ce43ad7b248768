import type { Map as PersistentMap } from 'immutable';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { OPEN_ORDER_STATES } from '#protocol/alarms/orders.ts';
import type { AlarmId } from '#protocol/nouns/ids.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Alarms = PersistentMap<AlarmId, Alarm>;
type AlarmEvent = EventOf<'alarm'>;

export function foldAlarm(alarms: Alarms, event: AlarmEvent): Alarms {
  const alarmId = idOf(event.subject) as AlarmId;
  if (event.name === 'alarm.raised') {
    return alarms.set(alarmId, raised(alarmId, event));
  }
  const before = alarms.get(alarmId);
  if (before === undefined) {
    return alarms;
  }
  return event.name === 'alarm.archived' ? alarms.delete(alarmId) : alarms.set(alarmId, { ...before, ...changeOf(before, event), version: event.version });
}

function raised(alarmId: AlarmId, { courtCode, version, at, data }: Extract<AlarmEvent, { name: 'alarm.raised' }>): Alarm {
  const { reference: _reference, ...facts } = data;
  return {
    alarmId,
    courtCode,
    ...facts,
    raisedAt: at,
    state: 'raised',
    repeats: 0,
    lastRaisedAt: at,
    takenBack: null,
    soundsAt: courtCode,
    escalations: [],
    acknowledged: null,
    help: null,
    resolved: null,
    version,
  };
}

function changeOf(before: Alarm, event: Exclude<AlarmEvent, { name: 'alarm.raised' | 'alarm.archived' }>): Partial<Alarm> {
  const { at, actor, data } = event;
  const who = {
    at,
    name: actorName(actor),
    userId: actor.kind === 'person' ? actor.userId : null,
    courtCode: 'courtCode' in actor ? actor.courtCode : null,
  };
  switch (event.name) {
    case 'alarm.repeated': return { repeats: before.repeats + 1, lastRaisedAt: at, place: event.data.place.position === null ? before.place : event.data.place };
    case 'alarm.takenBack': return { takenBack: { at, reason: event.data.reason } };
    case 'alarm.escalated':
      return {
        soundsAt: event.data.toCourtCode,
        escalatesAt: event.data.escalatesAt,
        escalations: [...before.escalations, { toCourtCode: event.data.toCourtCode, at }],
      };
    case 'alarm.acknowledged': return { state: before.state === 'raised' ? 'acknowledged' : before.state, acknowledged: who, escalatesAt: null };
    case 'alarm.noted': return {};
    case 'alarm.helpAsked': return { help: { ...event.data, orders: before.help?.orders ?? [] } };
    case 'alarm.helpChanged': return helpChanged(before, at, event.data);
    case 'alarm.resolved': return { state: 'resolved', escalatesAt: null, resolved: { ...who, ...(data as typeof event.data) } };
  }
}

function helpChanged(before: Alarm, at: number, { queue, ...order }: Extract<AlarmEvent, { name: 'alarm.helpChanged' }>['data']): Partial<Alarm> {
  if (before.help === null || before.state === 'resolved') {
    return {};
  }
  const others = before.help.orders.filter(({ orderId }) => orderId !== order.orderId);
  const orders = [...others, { ...order, at }];
  // When all have refused or let it lapse, nobody is on the way any more.
  const isUnderWay = orders.some(({ state }) => state === 'done' || OPEN_ORDER_STATES.includes(state));
  return { state: isUnderWay ? 'dispatched' : 'acknowledged', escalatesAt: null, help: { ...before.help, queue, orders } };
}
