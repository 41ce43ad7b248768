import { afterEach, describe, expect, it } from 'vitest';
import { at, LAPSE, openDeadlinesRig, RECEIPT } from '../../testing/tasks/deadlinesRig.ts';

const DAY_MS = 86_400_000;
let rig: Awaited<ReturnType<typeof openDeadlinesRig>>;
afterEach(() => rig.close());

/** Sent on a Friday; Saturday is worked, then it is Spring Festival until Tuesday the 24th. */
const CLIMB = ['02-24 00:00 amber 闽0603', '02-25 00:00 due 闽0603', '02-25 00:00 escalated 闽06', '02-26 00:00 escalated 闽'];

describe('a task that nobody receives', () => {
  it('is told before, when it is over, and climbs to the high court, over Spring Festival', async () => {
    rig = await openDeadlinesRig();
    await rig.send();
    await rig.clock.advanceTo(at('2026-02-24 00:00') - 1);
    expect(rig.told()).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.told()).toEqual(CLIMB.slice(0, 1));
    await rig.clock.advanceTo(at('2026-03-31 00:00'));
    expect(rig.told()).toEqual(CLIMB);
    expect(rig.task()!.told).toEqual({ receipt: { dueAt: at('2026-02-25 00:00'), level: 3 } });
  });

  it('is told the same in one leap of a year', async () => {
    rig = await openDeadlinesRig();
    await rig.send();
    await rig.clock.advance(399 * DAY_MS);
    expect(rig.told()).toEqual(CLIMB);
  });

  it('is told of when the hall comes back, in order, of each thing once over any number of starts', async () => {
    rig = await openDeadlinesRig();
    await rig.send();
    await rig.restart();
    await rig.restart({ awayMs: 12 * DAY_MS });
    expect(rig.told().map((line) => line.slice(12))).toEqual(CLIMB.slice(0, 3).map((line) => line.slice(12)));
    await rig.restart();
    await rig.restart({ awayMs: 100 * DAY_MS });
    expect(rig.told().map((line) => line.slice(12))).toEqual(CLIMB.map((line) => line.slice(12)));
  });

  it('is over after a leap day, too', async () => {
    rig = await openDeadlinesRig({ startAt: '2028-02-28 10:00' });
    await rig.send();
    await rig.clock.advance(9 * DAY_MS);
    expect(rig.told()[1]).toBe('03-02 00:00 due 闽0603');
  });

  it('presses those above its own court where another province is late', async () => {
    rig = await openDeadlinesRig();
    await rig.send(1, { to: { kind: 'outside', partnerId: '00000000-0000-4000-8000-000000000077' as never, courtName: '温州市鹿城区人民法院' } });
    await rig.clock.advance(99 * DAY_MS);
    expect(rig.told().map((line) => line.slice(12))).toEqual(['amber 闽0203', 'due 闽0203', 'escalated 闽02', 'escalated 闽']);
    expect(rig.task()!.history.at(-1)).toMatchObject({ what: 'escalated', side: 'hall', words: 'receipt', courtCode: '闽' });
  });
});

describe('a task that goes on', () => {
  it('is told of nothing any more', async () => {
    rig = await openDeadlinesRig();
    await rig.send();
    await rig.clock.advanceTo(at('2026-02-24 09:00'));
    await rig.step(1, 'receive', 'working');
    await rig.clock.advance(99 * DAY_MS);
    expect(rig.told()).toEqual(CLIMB.slice(0, 1));
  });

  it('raises an alarm where it is urgent and its time is over, the same one after a restart', async () => {
    rig = await openDeadlinesRig();
    await rig.send(1, { urgent: true });
    await rig.send(2);
    await rig.clock.advance(DAY_MS);
    expect(rig.alarms()).toMatchObject([{ kind: 'clock', courtCode: '闽0603', occurredAt: at('2026-02-14 10:00'), text: expect.stringContaining('冻结1') }]);
    await rig.restart({ awayMs: 60 * DAY_MS });
    expect(rig.alarms()).toHaveLength(1);
  });
});

describe('a step that happens of itself', () => {
  it('is taken when the time is over, after it was told', async () => {
    rig = await openDeadlinesRig({ clocks: [LAPSE], startAt: '2026-01-05 10:00' });
    await rig.send();
    await rig.clock.advance(60 * DAY_MS);
    expect(rig.told()).toEqual(['01-31 00:00 amber 闽0603', '02-05 00:00 due 闽0603', '02-05 00:00 lapse']);
  });

  it('that is refused keeps no other task waiting, and is tried again when the task has changed', async () => {
    const lapse = { id: 'lapse', name: '逾期退回', nameEn: 'lapse', kind: 'lapse' as const, from: ['sent'], to: 'returned', by: [{ side: 'hall' as const, roles: ['clerk' as const] }] };
    rig = await openDeadlinesRig({ clocks: [LAPSE, RECEIPT], startAt: '2026-01-05 10:00', steps: [{ ...lapse, afterTalk: true }] as never });
    await rig.send();
    await rig.clock.advance(10_000);
    await rig.send(2);
    await rig.clock.advance(60 * DAY_MS);
    for (const number of [1, 2]) {
      expect(rig.told(number).map((line) => line.slice(12))).toEqual(['amber 闽0603', 'due 闽0603', 'escalated 闽06', 'escalated 闽', 'amber 闽0603', 'due 闽0603']);
    }
    await rig.talk(1);
    await rig.clock.advance(1);
    expect([1, 2].map((number) => rig.told(number).at(-1)!.slice(12))).toEqual(['lapse', 'due 闽0603']);
  });
});

describe('a task that is long over', () => {
  it('is let go, but not the one from whose number the next one is counted, before the year is over', async () => {
    rig = await openDeadlinesRig({ startAt: '2026-03-02 10:00' });
    for (const number of [1, 2]) {
      await rig.send(number, { taskNumber: `〔2026〕闽0203委${number}号` });
      await rig.step(number, 'return', 'returned', true);
    }
    await rig.clock.advance(30 * DAY_MS - 1);
    expect([1, 2].map((number) => rig.task(number) === undefined)).toEqual([false, false]);
    await rig.clock.advance(2);
    expect([1, 2].map((number) => rig.task(number) === undefined)).toEqual([true, false]);
    await rig.restart();
    await rig.clock.advanceTo(at('2027-01-01 00:00') - 1);
    expect(rig.task(2)).toBeDefined();
    await rig.clock.advance(1);
    expect(rig.task(2)).toBeUndefined();
  });
});
