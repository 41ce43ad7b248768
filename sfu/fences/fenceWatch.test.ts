import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FENCE_KINDS, type Fence, type FenceKind } from '#protocol/alarms/fences.ts';
import type { CourtCode, FenceId, UnitId } from '#protocol/nouns/ids.ts';
import type { AcceptedFix } from '../ports/positions.ts';
import { FenceWatch, type Crossing } from './fenceWatch.ts';

const START = Date.UTC(2026, 10, 22, 1, 0);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const AFTER = 5 * MINUTE;
const id = (end: number) => `00000000-0000-4000-8000-${String(end).padStart(12, '0')}`;
const unitId = (index: number) => id(100 + index) as UnitId;

/** South-west corner of a square of 400 m. */
const [WEST, SOUTH] = [118.19, 25.06];
const NORTH_M = 1 / 111_195;
const EAST_M = NORTH_M / Math.cos(((SOUTH + 200 * NORTH_M) * Math.PI) / 180);
const corner = (eastM: number, northM: number): [number, number] => [WEST + eastM * EAST_M, SOUTH + northM * NORTH_M];

function fenceOf(kind: FenceKind, change: Partial<Fence> = {}): Fence {
  return {
    fenceId: id(FENCE_KINDS.indexOf(kind)) as FenceId,
    courtCode: '闽05' as CourtCode,
    name: '看守点',
    kind,
    severity: 'warning',
    ring: [corner(0, 0), corner(400, 0), corner(400, 400), corner(0, 400)],
    afterMs: kind === 'dwell' || kind === 'empty' ? AFTER : 0,
    unitIds: null,
    operationId: null,
    activeFrom: null,
    activeTo: null,
    drawnBy: '林',
    version: 1,
    ...change,
  };
}

/** A fix so many metres inside of the western edge (negative: outside), halfway up. */
function fixOf({ unit = 0, insideM, accuracyM = 5, at, receivedAt = at }: { unit?: number; insideM: number; accuracyM?: number; at: number; receivedAt?: number }): AcceptedFix {
  const [longitudeDeg, latitudeDeg] = corner(insideM, 200);
  return { unitId: unitId(unit), courtCode: '闽0524' as CourtCode, longitudeDeg, latitudeDeg, headingDeg: 0, speedMps: 1, accuracyM, batteryPercent: 80, signalBars: 4, charging: false, at, receivedAt };
}

/** A watch with the timers that the hall would keep for it. */
function openWatch(fences: readonly Fence[], at = START) {
  const told: { kind: FenceKind; unit: UnitId | null; at: number }[] = [];
  const due = new Map<FenceId, number>();
  const watch = new FenceWatch({
    onCrossing: ({ happening: { kind, unitId: unit, at: when } }: Crossing) => void told.push({ kind, unit, at: when }),
    onDue: (fenceId, dueAt) => void due.set(fenceId, Math.min(due.get(fenceId) ?? Infinity, dueAt)),
  });
  watch.watch(fences, at);
  const passTo = (to: number) => {
    for (;;) {
      const next = [...due].toSorted(([, one], [, other]) => one - other)[0];
      if (next === undefined || next[1] > to) {
        return;
      }
      due.delete(next[0]);
      watch.step(...next);
    }
  };
  const take = (fix: AcceptedFix) => {
    passTo(fix.receivedAt);
    watch.take(fix);
  };
  return { watch, told, passTo, take };
}

/** Fixes of one unit, one after the other, a second apart. */
function walk(kind: FenceKind, steps: readonly (number | [insideM: number, accuracyM: number])[]): string[] {
  const { told, take } = openWatch([fenceOf(kind)]);
  steps.forEach((step, index) => {
    const [insideM, accuracyM] = typeof step === 'number' ? [step, 5] : step;
    take(fixOf({ insideM, accuracyM, at: START + (index + 1) * SECOND }));
  });
  return told.map((one) => `${one.kind} ${(one.at - START) / SECOND}`);
}

describe('a crossing', () => {
  it('is told where the unit was on the other side before', () => {
    expect(walk('enter', [-200, -100, 50, 200, 100])).toEqual(['enter 3']);
    expect(walk('leave', [-200, 100, -100])).toEqual(['leave 3']);
    expect(walk('enter', [-5_000, 100])).toEqual(['enter 2']);
    expect(walk('leave', [100, -30_000])).toEqual(['leave 2']);
  });

  it('is none for a unit that is inside when it is first seen', () => {
    expect(walk('enter', [100, 150, 200])).toEqual([]);
    expect(walk('leave', [-100, -200])).toEqual([]);
    // A first fix that says nothing does not make it an outsider.
    expect(walk('enter', [[-20, 50], 100])).toEqual([]);
  });

  it('needs two fixes near the edge, one far beyond it, and none that is vague', () => {
    expect(walk('enter', [-100, 10, -10, 10, -10])).toEqual([]);
    expect(walk('enter', [-100, 10, 12])).toEqual(['enter 3']);
    expect(walk('enter', [-100, 29, -100])).toEqual([]);
    expect(walk('enter', [-100, 31])).toEqual(['enter 2']);
    expect(walk('enter', [-100, [40, 60], [40, 60], [40, 60]])).toEqual([]);
    expect(walk('enter', [-100, 10, [3, 20], 10])).toEqual(['enter 4']);
    expect(walk('enter', [-100, [200, 501]])).toEqual([]);
  });

  it('is not told by fixes from before or from the future', () => {
    const { told, take } = openWatch([fenceOf('enter')]);
    take(fixOf({ insideM: -100, at: START + 10 * SECOND }));
    take(fixOf({ insideM: 200, at: START + 9 * SECOND, receivedAt: START + 11 * SECOND }));
    take(fixOf({ insideM: 200, at: START + 10 * SECOND, receivedAt: START + 12 * SECOND }));
    take(fixOf({ insideM: 200, at: START + 80 * SECOND, receivedAt: START + 13 * SECOND }));
    expect(told).toEqual([]);
    take(fixOf({ insideM: 200, at: START + 14 * SECOND }));
    expect(told).toHaveLength(1);
  });

  it('concerns the units of the fence alone', () => {
    const { told, take } = openWatch([fenceOf('enter', { unitIds: [unitId(1)] }), fenceOf('leave', { courtCode: '闽02' as CourtCode })]);
    for (const unit of [0, 1]) {
      take(fixOf({ unit, insideM: -100, at: START + SECOND }));
      take(fixOf({ unit, insideM: 100, at: START + 2 * SECOND }));
      take(fixOf({ unit, insideM: -100, at: START + 3 * SECOND }));
    }
    expect(told).toEqual([{ kind: 'enter', unit: unitId(1), at: START + 2 * SECOND }]);
  });

  it('is judged anew after the fence was changed, and no more after it was removed', () => {
    const { watch, told, take } = openWatch([fenceOf('enter'), fenceOf('leave')]);
    take(fixOf({ insideM: -100, at: START + SECOND }));
    watch.watch([fenceOf('enter', { version: 2 }), fenceOf('leave')], START + SECOND);
    take(fixOf({ insideM: 100, at: START + 2 * SECOND }));
    expect(told).toEqual([]);
    watch.watch([fenceOf('enter', { version: 2 })], START + 2 * SECOND);
    take(fixOf({ insideM: -100, at: START + 3 * SECOND }));
    take(fixOf({ insideM: 100, at: START + 4 * SECOND }));
    expect(told).toEqual([{ kind: 'enter', unit: unitId(0), at: START + 4 * SECOND }]);
  });
});

describe('a stay', () => {
  it('is told once it lasts too long, also when no fix comes at that moment, and once alone', () => {
    const { told, take, passTo } = openWatch([fenceOf('dwell')]);
    for (let at = START + MINUTE; at <= START + 5 * MINUTE; at += MINUTE) {
      take(fixOf({ insideM: 100, at }));
    }
    passTo(START + 6 * MINUTE - 1);
    expect(told).toEqual([]);
    passTo(START + 6 * MINUTE);
    expect(told).toEqual([{ kind: 'dwell', unit: unitId(0), at: START + 6 * MINUTE }]);
    for (let at = START + 7 * MINUTE; at <= START + 20 * MINUTE; at += MINUTE) {
      take(fixOf({ insideM: 100, at }));
    }
    expect(told).toHaveLength(1);
    take(fixOf({ insideM: -100, at: START + 21 * MINUTE }));
    take(fixOf({ insideM: 100, at: START + 22 * MINUTE }));
    take(fixOf({ insideM: 100, at: START + 27 * MINUTE }));
    expect(told.map(({ at }) => at)).toEqual([START + 6 * MINUTE, START + 27 * MINUTE]);
  });

  it('of a silent unit is told when it is heard of again inside', () => {
    const { told, take, passTo } = openWatch([fenceOf('dwell')]);
    take(fixOf({ insideM: 100, at: START }));
    passTo(START + 30 * MINUTE);
    expect(told).toEqual([]);
    take(fixOf({ insideM: 100, at: START + 31 * MINUTE }));
    expect(told).toEqual([{ kind: 'dwell', unit: unitId(0), at: START + AFTER }]);
  });
});

describe('an area without a unit', () => {
  it('is told once, and again after somebody was inside', () => {
    const { told, take, passTo } = openWatch([fenceOf('empty')]);
    passTo(START + AFTER - 1);
    expect(told).toEqual([]);
    passTo(START + 60 * MINUTE);
    expect(told).toEqual([{ kind: 'empty', unit: null, at: START + AFTER }]);
    take(fixOf({ insideM: 100, at: START + 61 * MINUTE }));
    take(fixOf({ insideM: -100, at: START + 62 * MINUTE }));
    passTo(START + 90 * MINUTE);
    expect(told.map(({ at }) => at)).toEqual([START + AFTER, START + 62 * MINUTE + AFTER]);
  });

  it('counts a unit for two minutes after its last fix', () => {
    const { told, take, passTo } = openWatch([fenceOf('empty')]);
    take(fixOf({ insideM: 100, at: START + MINUTE }));
    take(fixOf({ unit: 1, insideM: 100, at: START + 2 * MINUTE }));
    take(fixOf({ insideM: -100, at: START + 3 * MINUTE }));
    passTo(START + 4 * MINUTE + AFTER - 1);
    expect(told).toEqual([]);
    passTo(START + 4 * MINUTE + AFTER);
    expect(told).toHaveLength(1);
  });
});

/*
 * The slow model knows how deep inside each fix lies by construction, keeps every fix, and answers each question from the whole history.
 */
type Step = { readonly unit: number; readonly insideM: number; readonly accuracyM: number; readonly waitMs: number; readonly lagMs: number };
const step: fc.Arbitrary<Step> = fc.record({
  unit: fc.nat(2),
  insideM: fc.constantFrom(-20_000, -300, -100, -45, -20, -8, 8, 20, 45, 100, 190),
  accuracyM: fc.constantFrom(3, 3, 3, 12, 30, 60, 150, 600),
  waitMs: fc.constantFrom(SECOND, SECOND, 20 * SECOND, 90 * SECOND, 4 * MINUTE),
  // Measured before it came; negative: from the future.
  lagMs: fc.constantFrom(0, 0, 0, 5 * SECOND, 100 * SECOND, -30 * SECOND, -90 * SECOND),
});
type Seen = { readonly insideM: number; readonly accuracyM: number; readonly at: number };

const isClear = ({ insideM, accuracyM }: Seen) => Math.min(Math.abs(insideM), 400 - insideM) > accuracyM;

/** The side after these fixes: that of the last fix that was decisive among the clear ones. */
function sideAfter(fixes: readonly Seen[]): 'inside' | 'outside' | null {
  const clear = fixes.filter(isClear).map(({ insideM }) => ({ isIn: insideM > 0, isFar: Math.abs(insideM) > 30 }));
  const decisive = clear.findLast(({ isIn, isFar }, index) => index === 0 || isFar || clear[index - 1]!.isIn === isIn);
  return decisive === undefined ? null : decisive.isIn ? 'inside' : 'outside';
}

function historyOf(steps: readonly Step[]) {
  let now = START;
  const fixes = steps.map(({ unit, insideM, accuracyM, waitMs, lagMs }) => {
    now += waitMs;
    return { unit, insideM, accuracyM, at: now - lagMs, receivedAt: now };
  });
  const taken = fixes.filter(({ unit, at, receivedAt, accuracyM }, index) => {
    const isTaken = (one: (typeof fixes)[number]) => one.at <= one.receivedAt + MINUTE && one.accuracyM <= 500;
    // Newest so far among those that count.
    const before = fixes.slice(0, index).filter((one) => one.unit === unit && isTaken(one));
    return isTaken({ unit, at, receivedAt, accuracyM, insideM: 0 }) && before.every((one) => one.at < at);
  });
  return { fixes, taken, endAt: now };
}

function expectedCrossings(kind: 'enter' | 'leave', taken: readonly (Seen & { unit: number })[]) {
  return taken.flatMap((fix) => {
    const upTo = taken.slice(0, taken.indexOf(fix) + 1).filter(({ unit }) => unit === fix.unit);
    const [before, after] = [sideAfter(upTo.slice(0, -1)), sideAfter(upTo)];
    const isIt = kind === 'enter' ? before === 'outside' && after === 'inside' : before === 'inside' && after === 'outside';
    return isIt ? [{ kind, unit: unitId(fix.unit), at: fix.at }] : [];
  });
}

/** Stays of one unit: when they began, when it was last seen, and when the hall heard that it had left. */
function staysOf(fixes: readonly (Seen & { receivedAt: number })[]) {
  const stays: { sinceAt: number; seenAt: number; endHeardAt: number }[] = [];
  fixes.forEach(({ at, receivedAt }, index) => {
    const isIn = sideAfter(fixes.slice(0, index + 1)) === 'inside';
    const wasIn = sideAfter(fixes.slice(0, index)) === 'inside';
    if (isIn && !wasIn) {
      stays.push({ sinceAt: at, seenAt: at, endHeardAt: Infinity });
    } else if (wasIn) {
      Object.assign(stays.at(-1)!, isIn ? { seenAt: at } : { endHeardAt: receivedAt });
    }
  });
  return stays;
}

describe('the watch', () => {
  it('tells of entries and leavings what a slow model tells from the whole history', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const { fixes, taken } = historyOf(steps);
        const { told, take } = openWatch([fenceOf('enter'), fenceOf('leave')]);
        fixes.forEach((fix) => take(fixOf(fix)));
        const of = (kind: FenceKind) => told.filter((one) => one.kind === kind);
        expect(of('enter')).toEqual(expectedCrossings('enter', taken));
        expect(of('leave')).toEqual(expectedCrossings('leave', taken));
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells of each stay that lasts, once', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const { fixes, taken, endAt } = historyOf(steps);
        const { told, take, passTo } = openWatch([fenceOf('dwell')]);
        fixes.forEach((fix) => take(fixOf(fix)));
        passTo(endAt + 60 * MINUTE);
        const expected = [0, 1, 2].flatMap((unit) =>
          staysOf(taken.filter((fix) => fix.unit === unit)).flatMap(({ sinceAt, seenAt, endHeardAt }) => {
            const dueAt = sinceAt + AFTER;
            return dueAt <= seenAt || dueAt <= Math.min(seenAt + 2 * MINUTE, endHeardAt) ? [{ kind: 'dwell', unit: unitId(unit), at: dueAt }] : [];
          }));
        const inOrder = (list: readonly { unit: UnitId | null; at: number }[]) => list.toSorted((one, other) => one.at - other.at || (one.unit! < other.unit! ? -1 : 1));
        expect(inOrder(told)).toEqual(inOrder(expected));
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells of each emptiness that lasts, once', () => {
    fc.assert(
      fc.property(fc.array(step.map((one) => ({ ...one, lagMs: 0 })), { minLength: 1, maxLength: 40 }), (steps) => {
        const { fixes, taken, endAt } = historyOf(steps);
        const { told, take, passTo } = openWatch([fenceOf('empty')]);
        fixes.forEach((fix) => take(fixOf(fix)));
        passTo(endAt + 60 * MINUTE);
        // Each fix inside holds the area for two minutes, or until the unit is seen outside.
        const held = [0, 1, 2].flatMap((unit) => {
          const own = taken.filter((fix) => fix.unit === unit);
          return own.flatMap((fix, index) => (sideAfter(own.slice(0, index + 1)) === 'inside' ? [{ from: fix.at, to: Math.min(fix.at + 2 * MINUTE, own[index + 1]?.at ?? Infinity) }] : []));
        }).toSorted((one, other) => one.from - other.from);
        const expected: number[] = [];
        let emptyFrom = START;
        for (const { from, to } of [...held, { from: Infinity, to: Infinity }]) {
          if (from > emptyFrom && emptyFrom + AFTER <= Math.min(from, endAt + 60 * MINUTE)) {
            expected.push(emptyFrom + AFTER);
          }
          emptyFrom = Math.max(emptyFrom, to);
        }
        expect(told.map(({ at }) => at)).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });
});
