import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alarm as alarmSchema, SEVERITIES, type Alarm, type Severity } from '#protocol/alarms/alarms.ts';
import type { AlarmId, FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import { uniformLayout } from '../layouts.ts';
import { alarmSeats, waitingAlarms } from './alarmSeats.ts';

const WALL = 'wall-1' as SlotId;

type Told = { id: number; severity?: Severity; unit?: number; raisedAt: number; endedAt?: number };

const idOf = (number: number) => `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const alarmOf = ({ id, severity = 'urgent', unit = id, raisedAt, endedAt }: Told): Alarm =>
  alarmSchema.parse({
    alarmId: idOf(id), courtCode: '闽', kind: 'sos', severity, unitId: idOf(unit), operationId: null, stepId: null, fenceId: null, callId: null,
    place: { position: null, name: '' }, text: '', occurredAt: raisedAt, raisedAt, state: endedAt === undefined ? 'raised' : 'resolved', repeats: 0, lastRaisedAt: raisedAt,
    takenBack: null, soundsAt: '闽', escalatesAt: null, escalations: [], acknowledged: null, help: null,
    resolved: endedAt === undefined ? null : { at: endedAt, name: '', userId: null, courtCode: null, outcome: 'handled', reason: '' }, version: 1,
  });
const feedOf = (unitId: UnitId) => unitId as string as FeedId;
const wall = (tiles: number) => {
  const layout = uniformLayout({ columns: tiles, rows: 1 });
  return new Map([[WALL, { ...layout, tiles: layout.tiles.map((tile) => ({ ...tile, takesAlarms: true })) }]]);
};
/** Which alarm is in which column. */
const seated = (tiles: number, told: readonly Told[]) => {
  const seats = alarmSeats({ slots: wall(tiles), alarms: told.map(alarmOf), feedOf });
  return Array.from({ length: tiles }, (_, column) => {
    const found = seats.get(`${WALL}/${column}-0`);
    return found === undefined ? null : Number(found.slice(-12));
  });
};

describe('alarmSeats', () => {
  it('seats alarms as they come, and gives a tile back when it is over', () => {
    expect(seated(2, [{ id: 1, raisedAt: 10 }])).toEqual([1, null]);
    expect(seated(2, [{ id: 1, raisedAt: 10 }, { id: 2, raisedAt: 20 }])).toEqual([1, 2]);
    expect(seated(2, [{ id: 1, raisedAt: 10, endedAt: 30 }, { id: 2, raisedAt: 20 }])).toEqual([null, 2]);
    expect(seated(2, [{ id: 1, raisedAt: 10, endedAt: 30 }])).toEqual([null, null]);
  });

  it('gives way to what is more severe only when all are taken, and comes back afterwards', () => {
    const low: Told[] = [{ id: 1, severity: 'warning', raisedAt: 10 }, { id: 2, severity: 'warning', raisedAt: 20 }];
    expect(seated(3, [...low, { id: 3, raisedAt: 30 }])).toEqual([1, 2, 3]);
    expect(seated(2, [...low, { id: 3, raisedAt: 30 }])).toEqual([1, 3]);
    expect(seated(2, [...low, { id: 3, raisedAt: 30, endedAt: 40 }])).toEqual([1, 2]);
    expect(seated(1, [{ id: 1, raisedAt: 10 }, { id: 2, raisedAt: 20 }])).toEqual([1]);
  });

  it('lets those that wait in by severity, then by age', () => {
    const told: Told[] = [{ id: 1, raisedAt: 1, endedAt: 50 }, { id: 2, severity: 'warning', raisedAt: 2 }, { id: 3, raisedAt: 4 }, { id: 4, raisedAt: 3 }];
    expect(seated(1, told)).toEqual([4]);
    const seats = alarmSeats({ slots: wall(1), alarms: told.map(alarmOf), feedOf });
    expect(waitingAlarms({ alarms: told.map(alarmOf), feedOf, seats }).map(({ alarmId }) => Number(alarmId.slice(-12)))).toEqual([3, 2]);
  });

  it('shows a picture once, under the worse of its alarms, and takes no tile for a notice', () => {
    const told: Told[] = [{ id: 1, severity: 'warning', unit: 7, raisedAt: 10 }, { id: 2, unit: 7, raisedAt: 20 }, { id: 3, severity: 'notice', raisedAt: 5 }];
    expect(seated(2, told)).toEqual([2, null]);
  });

  it('takes all tiles of a picture over several, and none of a display that is dark', () => {
    const [layout] = [...wall(2).values()];
    const tiles = layout!.tiles.map((tile) => ({ ...tile, span: 'S' }));
    const alarms = [alarmOf({ id: 1, raisedAt: 10 }), alarmOf({ id: 2, raisedAt: 20 })];
    const both = alarmSeats({ slots: new Map([[WALL, { ...layout!, tiles }]]), alarms, feedOf });
    expect([...both.values()]).toEqual([idOf(1), idOf(1)]);
    expect(alarmSeats({ slots: new Map([[WALL, { ...layout!, blank: true }]]), alarms, feedOf }).size).toBe(0);
  });

  const stories = fc.uniqueArray(
    fc.record({ id: fc.integer({ min: 1, max: 30 }), severity: fc.constantFrom(...SEVERITIES), raisedAt: fc.integer({ min: 0, max: 500 }), lastsMs: fc.option(fc.integer({ min: 1, max: 300 })) }),
    { selector: ({ id }) => id, maxLength: 20 },
  );
  const toldUpTo = (story: readonly { id: number; severity: Severity; raisedAt: number; lastsMs: number | null }[], now: number): Told[] =>
    story.flatMap(({ id, severity, raisedAt, lastsMs }): Told[] => {
      const endedAt = lastsMs === null ? Infinity : raisedAt + lastsMs;
      return raisedAt > now ? [] : [{ id, severity, raisedAt, ...(endedAt <= now ? { endedAt } : {}) }];
    });

  it('at any time: never a milder alarm in a tile while a worse one waits, never a free tile while any waits', () => {
    fc.assert(fc.property(stories, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 900 }), (story, tiles, now) => {
      const told = toldUpTo(story, now);
      const open = told.filter(({ endedAt, severity }) => endedAt === undefined && severity !== 'notice');
      const seats = seated(tiles, told);
      const inside = open.filter(({ id }) => seats.includes(id));
      const outside = open.filter(({ id }) => !seats.includes(id));
      expect(inside).toHaveLength(Math.min(tiles, open.length));
      const rank = ({ severity }: Told) => SEVERITIES.indexOf(severity!);
      expect(Math.max(-1, ...inside.map(rank))).toBeLessThanOrEqual(Math.min(9, ...outside.map(rank)));
    }));
  });

  it('never moves an alarm that stays seated, and forgets what was before a calm', () => {
    fc.assert(fc.property(stories, fc.integer({ min: 1, max: 4 }), (story, tiles) => {
      let before: (number | null)[] = Array(tiles).fill(null);
      for (let now = 0; now <= 820; now += 1) {
        const after = seated(tiles, toldUpTo(story, now));
        const stayed = after.filter((id) => id !== null && before.includes(id));
        expect(stayed.map((id) => after.indexOf(id))).toEqual(stayed.map((id) => before.indexOf(id)));
        before = after;
      }
    }), { numRuns: 15 });
  });

  it('names alarms, not feeds', () => {
    const seats: ReadonlyMap<string, AlarmId> = alarmSeats({ slots: wall(1), alarms: [alarmOf({ id: 5, unit: 6, raisedAt: 1 })], feedOf });
    expect(seats.get('wall-1/0-0')).toBe(idOf(5));
  });
});
