import { randomUUIDv7 } from 'node:crypto';
import { campaignId as campaignIdSchema, operationId as operationIdSchema, type CommandId } from '#protocol/nouns/ids.ts';
import { changeCampaign, closeCampaign, openCampaign } from '#domain/campaigns/decideCampaign.ts';
import type { Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { advanceOperation, callOffOperation, changeOperation, checkIn, concludeOperation, planOperation } from '#domain/operations/decideOperation.ts';
import type { HallLog } from '../ports/log.ts';
import type { Rules } from '../ports/rules.ts';
import type { Handlers, HandlersOf, Session } from '../ports/session.ts';

type OperationHandlers = HandlersOf<'campaign'> & HandlersOf<'operation'>;

/** What a session asks, as a command of the log. */
export type Run = <Answer>(
  name: keyof Handlers,
  data: { readonly commandId: CommandId },
  session: Session,
  decide: (state: HallState, at: number) => Decision<Answer>,
) => Promise<Answer>;

export function createRun(log: HallLog): Run {
  return async (name, { commandId, ...input }, { actor, tokenId: via }, decide) => (await log.execute({ commandId, name, input, actor, via, decide })).answer;
}

/** Campaigns and operations: planned, changed, brought on their way and to their end. */
export function operationHandlers({ run, rules: { book } }: { readonly run: Run; readonly rules: Rules }): OperationHandlers {
  return {
    'campaign.open': (data, session) => {
      const campaignId = campaignIdSchema.parse(randomUUIDv7());
      return run('campaign.open', data, session, (state) => openCampaign(state, data, campaignId));
    },
    'campaign.change': (data, session) => run('campaign.change', data, session, (state) => changeCampaign(state, data)),
    'campaign.close': (data, session) => run('campaign.close', data, session, (state) => closeCampaign(state, data)),
    'operation.plan': (data, session) => {
      const operationId = operationIdSchema.parse(randomUUIDv7());
      return run('operation.plan', data, session, (state, at) => planOperation(state, data, { book, at, operationId }));
    },
    'operation.change': (data, session) => run('operation.change', data, session, (state, at) => changeOperation(state, data, { book, at })),
    'operation.checkIn': (data, session) => run('operation.checkIn', data, session, (state) => checkIn(state, data)),
    'operation.advance': (data, session) => run('operation.advance', data, session, (state) => advanceOperation(state, data)),
    'operation.conclude': (data, session) => run('operation.conclude', data, session, (state) => concludeOperation(state, data)),
    'operation.callOff': (data, session) => run('operation.callOff', data, session, (state) => callOffOperation(state, data)),
  };
}
