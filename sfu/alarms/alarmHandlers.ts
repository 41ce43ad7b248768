import { AppError } from '#protocol/errors.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { AlarmId, CommandId, CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { actorName } from '#domain/decision/actorName.ts';
import { found, type Decision } from '#domain/decision/decision.ts';
import { acknowledgeAlarm, noteAlarm, resolveAlarm, takeBackAlarm } from '#domain/alarms/decideAlarm.ts';
import { askHelp, callOffHelp, type Sender } from '#domain/alarms/helpOrders.ts';
import { raiseAlarm, type Raising } from '#domain/alarms/raiseAlarm.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { hasDeskNow, type AlarmOptions } from './alarmOptions.ts';
import { rankNow } from './help/rankNow.ts';
import { newIds } from './newIds.ts';
import { readAlarmLog } from './readAlarmLog.ts';
import { lastPosition, operationOf, placeOf } from './watches/unitHappening.ts';

type Handlers = HandlersOf<'alarm'>;
const NOTHING = { unitId: null, operationId: null, stepId: null, fenceId: null, callId: null, reference: null } as const;

export function alarmHandlers(options: AlarmOptions): Handlers {
  const { log, clock, journal, positions, countyAt, tables: { alarms: { escalateAfterMs } } } = options;

  async function run<Answer>(name: keyof Handlers, { commandId, ...input }: { commandId: CommandId }, { actor, tokenId: via }: Session, decide: (state: HallState, at: number) => Decision<Answer>): Promise<Answer> {
    return (await log.execute({ commandId, name, input, actor, via, decide })).answer;
  }

  return {
    'alarm.sos': (data, session) => {
      const { unitId, courtCode } = ofUnit(session);
      const alarmId = newIds.alarm();
      return run('alarm.sos', data, session, (state, at) => {
        const raising: Raising = {
          ...NOTHING,
          courtCode,
          kind: 'sos',
          severity: 'urgent',
          unitId,
          operationId: operationOf(state, unitId),
          place: placeOf({ state, countyAt }, data.position ?? lastPosition(positions.latest(unitId))),
          text: data.text,
          occurredAt: Math.min(data.pressedAt, at),
        };
        return raiseAlarm(state, raising, { alarmId, at, escalateAfterMs, hasDesk: hasDeskNow(options) });
      });
    },
    'alarm.takeBack': (data, session) => run('alarm.takeBack', data, session, (state) => takeBackAlarm(state, data, ofUnit(session))),
    'alarm.raise': (data, session) => {
      const { courtCode, kind, severity, unitId, operationId, place, text } = data;
      const alarmId = newIds.alarm();
      return run('alarm.raise', data, session, (state, at) => {
        const { events, answer } = raiseAlarm(state, { ...NOTHING, courtCode, kind, severity, unitId, operationId, place, text, occurredAt: at }, { alarmId, at, escalateAfterMs, hasDesk: hasDeskNow(options) });
        return { events, answer: (after) => ({ alarm: alarmIn(after, answer(after).alarmId) }) };
      });
    },
    'alarm.acknowledge': (data, session) => run('alarm.acknowledge', data, session, (state) => acknowledgeAlarm(state, data)),
    'alarm.note': (data, session) => run('alarm.note', data, session, (state) => noteAlarm(state, data)),
    'alarm.rankHelp': ({ alarmId }) => {
      const rankedAt = clock.now();
      return { candidates: rankNow(options, alarmIn(log.state, alarmId), rankedAt), rankedAt };
    },
    'alarm.askHelp': (data, session) => {
      const of = { sender: senderOf(session), orderId: newIds.order() };
      return run('alarm.askHelp', data, session, (state, at) => askHelp(state, data, { ...of, at }));
    },
    'alarm.callOffHelp': (data, session) => run('alarm.callOffHelp', data, session, (state) => callOffHelp(state, data)),
    'alarm.resolve': (data, session) => run('alarm.resolve', data, session, (state) => resolveAlarm(state, data)),
    'alarm.log': ({ alarmId }, session) => readAlarmLog(journal, alarmIn(log.state, alarmId), session.courtCode),
  };
}

/** In whose name a session orders. */
export function senderOf({ actor, courtCode }: Session): Sender {
  return { courtCode, name: actorName(actor) };
}

function alarmIn(state: HallState, alarmId: AlarmId): Alarm {
  return found(state.alarms.get(alarmId), 'alarm');
}

/** Errors: forbidden for whoever is no unit. */
function ofUnit({ unitId, courtCode }: Session): { unitId: UnitId; courtCode: CourtCode } {
  if (unitId === null) {
    throw new AppError('forbidden');
  }
  return { unitId, courtCode };
}
