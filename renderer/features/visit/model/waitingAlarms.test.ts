import { describe, expect, it } from 'vitest';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { courtCode } from '#protocol/nouns/ids.ts';
import { waitingAlarms, waitingOrders } from './waitingAlarms.ts';

const XIAMEN = courtCode.parse('闽02');
const alarm = (alarmId: string, change: Partial<Alarm> = {}) => ({ alarmId, state: 'raised', severity: 'warning', raisedAt: 1, soundsAt: XIAMEN, ...change }) as Alarm;

describe('alarms behind a curtain', () => {
  it('are those that call this court and nobody has answered, the worst to be opened first', () => {
    const elsewhere = alarm('elsewhere', { soundsAt: courtCode.parse('闽0203'), severity: 'urgent' });
    const answered = alarm('answered', { state: 'acknowledged', severity: 'urgent' });
    const sos = alarm('sos', { severity: 'urgent', raisedAt: 9 });
    expect(waitingAlarms([alarm('one'), elsewhere, answered, sos], XIAMEN)).toEqual({ count: 2, first: sos });
    expect(waitingAlarms([elsewhere, answered], XIAMEN)).toEqual({ count: 0, first: null });
  });

  it('have orders beside them that this court has not received', () => {
    const orders = [{ courtCode: XIAMEN, state: 'sent' }, { courtCode: XIAMEN, state: 'received' }, { courtCode: courtCode.parse('闽'), state: 'sent' }] as const;
    expect(waitingOrders(orders, XIAMEN)).toBe(1);
  });
});
