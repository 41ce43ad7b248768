import { AppError } from '#protocol/errors.ts';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import type { CommandId } from '#protocol/nouns/ids.ts';
import type { Decision } from '#domain/decision/decision.ts';
import { acceptDuty, endDuty, offerDuty, relieveDuty, startDuty, withdrawDuty, type DutyCaller } from '#domain/duty/decideDuty.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { Journal } from '../ports/journal.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import { readDutyLog } from './readDutyLog.ts';

type Answer = { post: DutyPost };
type Decide = (state: HallState, caller: DutyCaller) => Decision<Answer>;

export interface Duty {
  readonly handlers: HandlersOf<'duty'>;
}

/** Who is on duty, and the book of it. */
export function createDuty({ log, journal }: { readonly log: HallLog; readonly journal: Pick<Journal, 'query'> }): Duty {
  async function run(name: Exclude<keyof HandlersOf<'duty'>, 'duty.log'>, data: { commandId: CommandId }, session: Session, decide: Decide): Promise<Answer> {
    const { commandId, ...input } = data;
    const { actor, tokenId: via } = session;
    const caller = callerOf(session);
    return (await log.execute({ commandId, name, input, actor, via, decide: (state) => decide(state, caller) })).answer;
  }

  return {
    handlers: {
      'duty.start': (data, session) => run('duty.start', data, session, (state, caller) => startDuty(state, data, caller)),
      'duty.offer': (data, session) => run('duty.offer', data, session, (state, caller) => offerDuty(state, data, caller)),
      'duty.withdraw': (data, session) => run('duty.withdraw', data, session, (state, caller) => withdrawDuty(state, data, caller)),
      'duty.accept': (data, session) => run('duty.accept', data, session, (state, caller) => acceptDuty(state, data, caller)),
      'duty.end': (data, session) => run('duty.end', data, session, (state, caller) => endDuty(state, data, caller)),
      'duty.relieve': (data, session) => run('duty.relieve', data, session, (state) => relieveDuty(state, data)),
      'duty.log': (data) => readDutyLog(journal, data),
    },
  };
}

/** Errors: forbidden for whoever is no person. */
function callerOf({ actor, userId, courtCode }: Session): DutyCaller {
  if (userId === null || actor.kind !== 'person') {
    throw new AppError('forbidden');
  }
  return { userId, name: actor.name, courtCode };
}
