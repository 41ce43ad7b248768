import type { Order } from '#protocol/alarms/orders.ts';
import type { CommandId } from '#protocol/nouns/ids.ts';
import type { Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { acceptOrder, arriveOrder, finishOrder, receiveOrder, refuseOrder } from '#domain/orders/answerOrder.ts';
import { sendOrder, withdrawOrder } from '#domain/orders/decideOrder.ts';
import type { HandlersOf, Session } from '../../ports/session.ts';
import { senderOf } from '../alarmHandlers.ts';
import type { AlarmOptions } from '../alarmOptions.ts';
import { newIds } from '../newIds.ts';

type Handlers = HandlersOf<'order'>;
type Answer = { order: Order };

export function orderHandlers({ log }: Pick<AlarmOptions, 'log'>): Handlers {
  async function run(name: keyof Handlers, { commandId, ...input }: { commandId: CommandId }, { actor, tokenId: via }: Session, decide: (state: HallState, at: number) => Decision<Answer>): Promise<Answer> {
    return (await log.execute({ commandId, name, input, actor, via, decide })).answer;
  }

  return {
    'order.send': ({ commandId, ...data }, session) => {
      const of = { sender: senderOf(session), orderId: newIds.order() };
      return run('order.send', { commandId, ...data }, session, (state, at) => sendOrder(state, data, { ...of, at }));
    },
    'order.receive': (data, session) => run('order.receive', data, session, (state) => receiveOrder(state, data)),
    'order.accept': (data, session) => run('order.accept', data, session, (state) => acceptOrder(state, data)),
    'order.refuse': (data, session) => {
      const nextOrderId = newIds.order();
      return run('order.refuse', data, session, (state, at) => refuseOrder(state, data, { at, nextOrderId }));
    },
    'order.arrive': (data, session) => run('order.arrive', data, session, (state) => arriveOrder(state, data)),
    'order.finish': (data, session) => run('order.finish', data, session, (state) => finishOrder(state, data)),
    'order.withdraw': (data, session) => run('order.withdraw', data, session, (state) => withdrawOrder(state, data, session)),
  };
}
