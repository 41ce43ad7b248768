import type { UnitId } from '#protocol/nouns/ids.ts';
import { isOpen } from '../alarms/alarmEvent.ts';
import type { HallState } from '../hallState/hallState.ts';
import { isOpenOrder } from '../orders/orderEvent.ts';

/** Units that are somewhere else for good reason: sent by an order, on an operation under way, or in need themselves. */
export function committedUnits(state: Pick<HallState, 'orders' | 'operations' | 'alarms'>): ReadonlySet<UnitId> {
  const committed = new Set<UnitId>();
  for (const order of state.orders.values()) {
    if (isOpenOrder(order)) {
      order.unitIds.forEach((unitId) => committed.add(unitId));
    }
  }
  for (const { state: stage, teams } of state.operations.values()) {
    if (stage === 'underWay' || stage === 'onSite') {
      teams.forEach(({ unitIds }) => unitIds.forEach((unitId) => committed.add(unitId)));
    }
  }
  for (const alarm of state.alarms.values()) {
    if (alarm.kind === 'sos' && alarm.unitId !== null && isOpen(alarm)) {
      committed.add(alarm.unitId);
    }
  }
  return committed;
}
