import { AppError } from '#protocol/errors.ts';
import type { CommandId } from '#protocol/nouns/ids.ts';
import { callBack, openCaller, takeCall, triageCall } from '#domain/calls/decideCall.ts';
import { parseCaseNumber } from '#domain/cases/caseNumber.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { HandlersOf, Session } from '../../ports/session.ts';
import { hasDeskNow, type AlarmOptions } from '../alarmOptions.ts';
import { newIds } from '../newIds.ts';

type Handlers = HandlersOf<'call'>;

/** The 执行110 desk. Who called is kept beside the log, in the same transaction. */
export function callHandlers({ log, stores, caseTypes, centres, tables: { alarms: table } }: Pick<AlarmOptions, 'log' | 'stores' | 'caseTypes' | 'centres' | 'tables'>): Handlers {
  const command = (name: keyof Handlers, { commandId, ...input }: { commandId: CommandId }, { actor, tokenId: via }: Session) => ({ commandId, name, input, actor, via });

  /** As the hall writes it, if it is a case number; else as the caller said it. */
  function caseNumberOf(said: string | null, at: number): string | null {
    const parsed = said === null ? null : parseCaseNumber(said, { at, caseTypes });
    return parsed === null || 'fault' in parsed ? said : parsed.canonical;
  }

  return {
    'call.take': async (data, session) => {
      const callId = newIds.call();
      const decide = (state: HallState, at: number) => takeCall(state, { ...data, caseNumber: caseNumberOf(data.caseNumber, at) }, { callId, at, limits: table });
      const { callerName: name, callerPhone: phone } = data;
      const { answer } = await log.execute({ ...command('call.take', data, session), decide, also: ({ callers }) => callers.put({ callId, name, phone }) });
      return answer;
    },
    'call.triage': async (data, session) => {
      const alarmId = newIds.alarm();
      const decide = (state: HallState, at: number) => triageCall(state, data, { alarmId, at, escalateAfterMs: table.escalateAfterMs, hasDesk: hasDeskNow({ centres }) });
      return (await log.execute({ ...command('call.triage', data, session), decide })).answer;
    },
    'call.callBack': async (data, session) => (await log.execute({ ...command('call.callBack', data, session), decide: (state) => callBack(state, data) })).answer,
    'call.openCaller': async (data, session) => {
      await log.execute({ ...command('call.openCaller', data, session), decide: (state) => openCaller(state, data) });
      const caller = await stores.callers.find(data.callId);
      if (caller === undefined) {
        throw new AppError('notFound', { params: { what: 'call' } });
      }
      return caller;
    },
  };
}
