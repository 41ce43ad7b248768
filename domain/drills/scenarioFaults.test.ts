import { describe, expect, it } from 'vitest';
import { expectation, smallScenario } from './drillRig.ts';
import { scenarioFaults } from './scenarioFaults.ts';

const faults = (change: Parameters<typeof smallScenario>[0]) => scenarioFaults(smallScenario(change));
const does = { event: 'alarm.acknowledged', about: '$sos' };

describe('a scenario', () => {
  it('that agrees with itself has no fault', () => {
    expect(faults({})).toEqual([]);
  });

  it.each<[string, Parameters<typeof smallScenario>[0], string]>([
    ['an event that there is not', { moments: { ...smallScenario().moments, odd: { event: 'alarm.sung' } } }, 'moments.odd：没有 alarm.sung 这种记录'],
    ['a name that nobody has', { moments: { ...smallScenario().moments, odd: { event: 'alarm.raised', data: { unitId: '$unit.two' } } } }, 'moments.odd：没有 $unit.two'],
    ['a unit that is not in it', { timeline: [{ at: '00:01:00', act: { do: 'silent', unit: 'two' } }] }, 'timeline[0]：没有 two 这个单位'],
    ['a request that there is not', { prelude: [{ do: 'ask', by: 'anxi', request: 'alarm.sing', input: {} }] }, 'prelude[0]：没有 alarm.sing 这种请求'],
    ['somebody who is not in it', { prelude: [{ do: 'desk', person: 'nobody', open: true }] }, 'prelude[0]：没有 nobody 这个人'],
    ['two times', { timeline: [{ at: '00:01:00', after: 'sos', act: { do: 'say', text: '看' } }] }, 'timeline[0]：at 与 after 须写且只写一个'],
    ['a moment that there is not', { timeline: [{ after: 'dawn', act: { do: 'say', text: '看' } }] }, 'timeline[0]：没有 dawn 这个时刻'],
    ['a time after its end', { timeline: [{ at: '02:00:00', act: { do: 'say', text: '看' } }] }, 'timeline：02:00:00 在结束之后'],
    ['an expectation twice', { expectations: [expectation({ id: 'ack', does }), expectation({ id: 'ack', does })] }, 'expectations：ack 重复'],
    ['expectations that wait for each other', { expectations: [expectation({ id: 'ack', after: 'help', does }), expectation({ id: 'help', after: 'ack', does })] }, 'expectations.ack：绕成了圈'],
    ['what must come first and is not there', { expectations: [expectation({ id: 'ack', does, follows: ['see'] })] }, 'expectations.ack.follows：没有 see'],
    ['a moment called like an expectation', { expectations: [expectation({ id: 'climbed', does })] }, 'moments：climbed 与 expectations 重名'],
    ['figures of an operation that there is not', { figures: [{ says: '战果', operations: ['raid'], counters: {} }] }, 'figures：没有 raid 这个时刻'],
  ])('with %s is told so', (_name, change, fault) => {
    expect(faults(change)).toContain(fault);
  });
});
