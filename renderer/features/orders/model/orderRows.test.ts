import { describe, expect, it } from 'vitest';
import type { Order } from '#protocol/alarms/orders.ts';
import type { AlarmId, OrderId } from '#protocol/nouns/ids.ts';
import { actionsOn, orderRows } from './orderRows.ts';

const anOrder = (orderId: string, change: Partial<Order> = {}) => ({ orderId: orderId as OrderId, state: 'sent', sentAt: 0, acceptBy: null, alarmId: null, ...change }) as Order;

describe('the list of orders', () => {
  it('puts what runs out first, and nothing that was accepted runs out', () => {
    const rows = orderRows([
      anOrder('old', { sentAt: 1 }),
      anOrder('late', { sentAt: 9, acceptBy: 20 }),
      anOrder('soon', { sentAt: 9, acceptBy: 10 }),
      anOrder('accepted', { sentAt: 2, acceptBy: 5, state: 'accepted' }),
      anOrder('done', { sentAt: 3, state: 'done' }),
      anOrder('refused', { sentAt: 4, state: 'refused' }),
    ]);
    expect(rows.open.map(({ orderId }) => orderId)).toEqual(['soon', 'late', 'old', 'accepted']);
    expect(rows.over.map(({ orderId }) => orderId)).toEqual(['refused', 'done']);
  });
});

describe('what can be done with an order', () => {
  const all = { answer: true, send: true };
  it('is what its state allows, for those who may', () => {
    expect(actionsOn(anOrder('a'), all)).toEqual(['accept', 'receive', 'refuse', 'withdraw']);
    expect(actionsOn(anOrder('a', { state: 'accepted' }), { answer: true, send: false })).toEqual(['arrive', 'finish']);
    expect(actionsOn(anOrder('a'), { answer: false, send: false })).toEqual([]);
    expect(actionsOn(anOrder('a', { state: 'lapsed' }), all)).toEqual([]);
  });

  it('is not taking back one order of an alarm whose next one would go out', () => {
    expect(actionsOn(anOrder('a', { alarmId: 'alarm' as AlarmId }), all)).not.toContain('withdraw');
  });
});
