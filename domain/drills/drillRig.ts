import type { WireEntry } from '#protocol/nouns/log.ts';
import { scenario, type Expectation, type Scenario } from '#protocol/scenario/scenario.ts';
import type { Cast } from './names.ts';

/** Builds for tests: a small exercise in two courts, and entries of its log. */
export const START = Date.UTC(2026, 10, 24, 1, 0);
export const [ANXI, YONGCHUN] = ['闽0524', '闽0525'] as const;
export const CAST: Cast = { units: { one: '00000000-0000-4000-8000-000000000001' as never }, people: { anxi: '00000000-0000-4000-8000-000000000002' as never } };
const ALARM = 'a1';
const ORDER = 'o1';

export function expectation(change: Partial<Expectation> & Pick<Expectation, 'id' | 'does'>): Expectation {
  return { title: change.id, who: { court: ANXI as never }, within: '00:01:00', weight: 10, hint: '及时', plays: { in: '00:00:20', act: { do: 'say', text: '做' } }, ...(change.at === undefined && change.after === undefined ? { after: 'sos' } : {}), ...change };
}

/** Acknowledge, then ask for help, then the other court accepts; and one that counts only where it climbed. */
export function smallScenario(change: Partial<Scenario> = {}): Scenario {
  return scenario.parse({
    id: 'small', title: '小演练', titleEn: 'Small', synopsis: '测试', source: '测试', startsAt: '2026-11-24T09:00', lasts: '01:00:00', courts: [ANXI, YONGCHUN],
    people: [{ ref: 'anxi', username: 'yl-anxi', name: '谢福来', court: ANXI, roles: ['dutyOfficer'] }],
    units: [{ ref: 'one', name: '记录仪01', team: '一组', court: ANXI, kind: 'recorder', at: [117.6, 25.3], batteryPercent: 80 }],
    prelude: [],
    moments: {
      sos: { event: 'alarm.raised', data: { kind: 'sos', unitId: '$unit.one' } },
      climbed: { event: 'alarm.escalated', about: '$sos' },
      sent: { event: 'order.sent', court: YONGCHUN, data: { alarmId: '$sos' } },
    },
    timeline: [{ at: '00:10:00', act: { do: 'sos', unit: 'one', text: '求援' } }],
    expectations: [
      expectation({ id: 'ack', does: { event: 'alarm.acknowledged', about: '$sos' } }),
      expectation({ id: 'help', after: 'ack', within: '00:02:00', does: { event: 'alarm.helpAsked', about: '$sos' }, follows: ['ack'] }),
      expectation({ id: 'accept', after: 'sent', who: { court: YONGCHUN as never }, does: { event: 'order.accepted', about: '$sent' } }),
      expectation({ id: 'above', after: 'climbed', onlyIfCalled: true, who: { court: '闽05' as never }, does: { event: 'alarm.acknowledged', about: '$sos' } }),
    ],
    checks: [
      { id: 'climbs', says: '六十秒后上升', runs: 'nobody', after: 'sos', does: { event: 'alarm.escalated', about: '$sos' }, earliest: '00:01:00', latest: '00:01:01' },
      { id: 'stays', says: '已确认不上升', runs: 'played', after: 'sos', does: { event: 'alarm.escalated', about: '$sos' }, never: true },
    ],
    figures: [],
    ...change,
  });
}

type Said = { readonly afterMs: number; readonly name: string; readonly subject?: string; readonly court?: string; /** Of the person who did it; null: the hall. */ readonly by?: string | null; readonly data?: unknown };

/** Entries in order, after that of the start. */
export function entriesOf(said: readonly Said[]): WireEntry[] {
  const start: Said = { afterMs: 0, name: 'drill.started', subject: 'drill/d1', by: null };
  return [start, ...said.toSorted((left, right) => left.afterMs - right.afterMs)].map(({ afterMs, name, subject = `alarm/${ALARM}`, court = ANXI, by = ANXI, data = {} }, index) => ({
    sequence: index + 1,
    at: START + afterMs,
    name,
    subject,
    version: 1,
    courtCode: court as never,
    actor: by === null ? { kind: 'hall' } : { kind: 'person', userId: `00000000-0000-4000-8000-0000000000${by === ANXI ? '02' : '03'}` as never, name: by, courtCode: by as never },
    data,
  }));
}

export const MINUTE = 60_000;
export const sos: Said = { afterMs: 10 * MINUTE, name: 'alarm.raised', by: null, data: { kind: 'sos', unitId: CAST.units['one'], severity: 'urgent' } };
export const ack = (afterMs: number, by: string = ANXI): Said => ({ afterMs: 10 * MINUTE + afterMs, name: 'alarm.acknowledged', by });
export const help = (afterMs: number): Said => ({ afterMs: 10 * MINUTE + afterMs, name: 'alarm.helpAsked' });
export const sent = (afterMs: number): Said => ({ afterMs: 10 * MINUTE + afterMs, name: 'order.sent', subject: `order/${ORDER}`, court: YONGCHUN, by: ANXI, data: { alarmId: ALARM } });
export const accept = (afterMs: number, by: string = YONGCHUN): Said => ({ afterMs: 10 * MINUTE + afterMs, name: 'order.accepted', subject: `order/${ORDER}`, court: YONGCHUN, by });
export const climb = (afterMs: number): Said => ({ afterMs: 10 * MINUTE + afterMs, name: 'alarm.escalated', by: null, data: { toCourtCode: '闽05' } });
