import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ALARM_STATES, SEVERITIES, type Alarm } from '#protocol/alarms/alarms.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { openAlarmOf, worstOf } from './openAlarmOf.ts';

const alarm = fc.record({ severity: fc.constantFrom(...SEVERITIES), state: fc.constantFrom(...ALARM_STATES), raisedAt: fc.nat(20), unitId: fc.constantFrom('a', 'b') });

it('nothing open is worse than the worst, nor as bad and older; what is over is none', () => {
  fc.assert(
    fc.property(fc.array(alarm), (list) => {
      const alarms = list as unknown as Alarm[];
      const worst = worstOf(alarms);
      const open = alarms.filter(({ state }) => state !== 'resolved');
      expect(worst === undefined).toBe(open.length === 0);
      for (const other of open) {
        const [bad, badness] = [SEVERITIES.indexOf(worst!.severity), SEVERITIES.indexOf(other.severity)];
        expect(bad < badness || (bad === badness && worst!.raisedAt <= other.raisedAt)).toBe(true);
      }
      expect(openAlarmOf(new Map(alarms.entries()), 'a' as UnitId)).toBe(worstOf(alarms.filter(({ unitId }) => unitId === 'a')));
    }),
  );
});
