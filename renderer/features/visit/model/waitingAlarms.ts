import { worstOf } from '#domain/alarms/openAlarmOf.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { Order } from '#protocol/alarms/orders.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { callsFor } from '../../alarms/index.ts';

/** How many alarms wait at this court's desks, and which to open first; of them a curtain shows the number alone. */
export function waitingAlarms(alarms: Iterable<Alarm>, courtCode: CourtCode): { readonly count: number; readonly first: Alarm | null } {
  const waiting = [...alarms].filter((alarm) => callsFor(alarm, courtCode));
  return { count: waiting.length, first: worstOf(waiting) ?? null };
}

/** Orders to this court that nobody has received yet: they call as alarms do. */
export function waitingOrders(orders: Iterable<Pick<Order, 'courtCode' | 'state'>>, courtCode: CourtCode): number {
  return [...orders].filter((order) => order.courtCode === courtCode && order.state === 'sent').length;
}
