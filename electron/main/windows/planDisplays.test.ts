import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeDisplays, displayFacts, type DisplayFacts } from './displayFacts.ts';
import { planDisplays, type DisplayPlan } from './planDisplays.ts';

const free = { machine: 'console', firstSlot: 1, deskDisplay: null, wallDisplays: null } as const;

function display(key: string, x: number, overrides: Partial<DisplayFacts> = {}): DisplayFacts {
  const bounds = { x, y: 0, width: 1920, height: 1080 };
  return { key, label: '', bounds, workArea: bounds, scaleFactor: 1, primary: x === 0, ...overrides };
}

const row = (count: number) => Array.from({ length: count }, (_, index) => display(`d${index}`, index * 1920));
const places = (plan: DisplayPlan) => plan.walls.map((wall) => `${wall.slotId}=${wall.displayKey}`);

describe('planDisplays', () => {
  it('gives the primary display to the desk and the others to slots from left to right, whatever order they come in', () => {
    const plan = planDisplays(row(4).toReversed(), free, {});
    expect(plan.desk?.displayKey).toBe('d0');
    expect(places(plan)).toEqual(['wall-1=d1', 'wall-2=d2', 'wall-3=d3']);
    expect(plan.walls[1]?.bounds).toEqual({ x: 3840, y: 0, width: 1920, height: 1080 });
  });

  it('orders displays in one column from top to bottom', () => {
    const stacked = [2, 1, 0].map((step) => {
      const bounds = { x: 1920, y: step * 1080, width: 1920, height: 1080 };
      return display(`row${step}`, 1920, { bounds });
    });
    expect(places(planDisplays([display('desk', 0), ...stacked], free, {}))).toEqual([
      'wall-1=row0',
      'wall-2=row1',
      'wall-3=row2',
    ]);
  });

  it('leaves the other slots alone when a display is unplugged, and gives the same slot back', () => {
    const before = planDisplays(row(4), free, {});
    const without = planDisplays(row(4).filter(({ key }) => key !== 'd2'), free, before.memory);
    expect(places(without)).toEqual(['wall-1=d1', 'wall-3=d3']);
    expect(places(planDisplays(row(4), free, without.memory))).toEqual(['wall-1=d1', 'wall-2=d2', 'wall-3=d3']);
  });

  it('gives a display seen for the first time the next free slot, never the one of a display that is away', () => {
    const before = planDisplays(row(3), free, {});
    const swapped = [display('d0', 0), display('d1', 1920), display('new', 3840)];
    expect(places(planDisplays(swapped, free, before.memory))).toEqual(['wall-1=d1', 'wall-3=new']);
  });

  it('moves the desk to a living display and back again', () => {
    const before = planDisplays(row(3), free, {});
    const left = [display('d1', 1920, { primary: true }), display('d2', 3840)];
    const without = planDisplays(left, free, before.memory);
    expect(without.desk?.displayKey).toBe('d1');
    expect(places(without)).toEqual(['wall-2=d2']);
    const again = planDisplays(row(3), free, without.memory);
    expect(again.desk?.displayKey).toBe('d0');
    expect(places(again)).toEqual(['wall-1=d1', 'wall-2=d2']);
  });

  it('keeps the desk when only one display is left, and survives none at all', () => {
    const before = planDisplays(row(4), free, {});
    const one = planDisplays([display('d3', 0)], free, before.memory);
    expect(one.desk?.displayKey).toBe('d3');
    expect(one.walls).toEqual([]);
    const none = planDisplays([], free, one.memory);
    expect(none.desk).toBeNull();
    expect(none.walls).toEqual([]);
    expect(places(planDisplays(row(4), free, none.memory))).toEqual(places(before));
  });

  it('follows the settings: their order makes the slots, a missing display leaves its number free, others stay unused', () => {
    const settings = { ...free, deskDisplay: 'd1', wallDisplays: ['d3', 'away', 'd0'] };
    const plan = planDisplays(row(4), settings, {});
    expect(plan.desk?.displayKey).toBe('d1');
    expect(places(plan)).toEqual(['wall-1=d3', 'wall-3=d0']);
    expect(describeDisplays(row(4), plan).map(({ key, use, slotId }) => [key, use, slotId])).toEqual([
      ['d0', 'wall', 'wall-3'],
      ['d1', 'desk', null],
      ['d2', 'unused', null],
      ['d3', 'wall', 'wall-1'],
    ]);
  });

  it('takes a display without a wall for the desk before it takes one that has', () => {
    const settings = { ...free, deskDisplay: 'away', wallDisplays: ['d0', 'd1'] };
    expect(planDisplays(row(3), settings, {}).desk?.displayKey).toBe('d2');
  });

  it('makes every display of a wall machine a wall, from its first place on', () => {
    const wall = { ...free, machine: 'wall', firstSlot: 5 } as const;
    const plan = planDisplays(row(3), wall, {});
    expect(plan.desk).toBeNull();
    expect(places(plan)).toEqual(['wall-5=d0', 'wall-6=d1', 'wall-7=d2']);
    expect(places(planDisplays([display('d2', 3840)], wall, plan.memory))).toEqual(['wall-7=d2']);
    expect(places(planDisplays(row(3), { ...wall, wallDisplays: ['d2', 'd0'] }, {}))).toEqual(['wall-5=d2', 'wall-6=d0']);
    expect(places(planDisplays(row(3), { ...wall, firstSlot: 98 }, {}))).toEqual(['wall-98=d0', 'wall-99=d1']);
  });

  it('hands over bounds in device-independent pixels when scales are mixed', () => {
    const sharp = display('sharp', 1920, { scaleFactor: 2, bounds: { x: 1920, y: 0, width: 1920, height: 1080 } });
    const tall = display('tall', 3840, { scaleFactor: 1.5, bounds: { x: 3840, y: -100, width: 1280, height: 720 } });
    const plan = planDisplays([tall, display('d0', 0), sharp], free, {});
    expect(plan.walls.map(({ bounds }) => bounds.width)).toEqual([1920, 1280]);
    expect(describeDisplays([sharp], plan)[0]).toMatchObject({ scaleFactor: 2, slotId: 'wall-1' });
  });

  it('never puts two windows on one display or two displays on one slot, whatever comes and goes', () => {
    const key = fc.constantFrom<string>('d0', 'd1', 'd2', 'd3', 'd4');
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(key), { maxLength: 8 }), fc.option(fc.uniqueArray(key)), (history, wallDisplays) => {
        let memory = {};
        for (const present of history) {
          const displays = row(5).filter((one) => present.includes(one.key));
          const plan = planDisplays(displays, { ...free, deskDisplay: 'd0', wallDisplays }, memory);
          const used = [plan.desk?.displayKey, ...plan.walls.map((wall) => wall.displayKey)].filter((one) => one !== undefined);
          expect(new Set(used).size).toBe(used.length);
          expect(used.every((one) => present.includes(one))).toBe(true);
          expect(new Set(plan.walls.map((wall) => wall.slotId)).size).toBe(plan.walls.length);
          expect(plan.desk === null).toBe(present.length === 0);
          memory = plan.memory;
        }
      }),
    );
  });
});

describe('displayFacts', () => {
  const reported = (id: number, x: number, width = 1920) => {
    const bounds = { x, y: 0, width, height: 1080 };
    return { id, label: '', bounds, workArea: bounds, scaleFactor: 1 };
  };

  it('counts mirrored outputs once, as the primary one, and leaves out those without extent', () => {
    const facts = displayFacts([reported(5, 0), reported(7, 0), reported(8, 1920), reported(9, 3840, 0)], 7);
    expect(facts.map(({ key, primary }) => [key, primary])).toEqual([
      ['7', true],
      ['8', false],
    ]);
  });
});
