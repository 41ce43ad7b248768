import { describe, expect, it } from 'vitest';
import { createUnitMotion } from './unitMotion.ts';
import { fakeUnits } from './unitPositions.builder.ts';

const at = (motion: ReturnType<typeof createUnitMotion>, row = 0) => Array.from(motion.positions.subarray(row * 3, row * 3 + 2));

describe('createUnitMotion', () => {
  it('puts a unit at its first fix at once and then has nothing to move', () => {
    const units = fakeUnits([{ longitude: 119.3, latitude: 26.08 }]);
    const motion = createUnitMotion();
    motion.receive(units, 0);
    expect(at(motion)).toEqual([119.3, 26.08]);
    expect(motion.step(10)).toBe(false);
  });

  it('glides to the next fix within a second, then stops asking to be drawn', () => {
    const units = fakeUnits([{ longitude: 119.3, latitude: 26.08 }]);
    const motion = createUnitMotion();
    motion.receive(units, 0);
    units.move(0, { longitude: 119.301, latitude: 26.08 });
    motion.receive(units, 1000);
    expect(motion.step(1500)).toBe(true);
    expect(at(motion)[0]).toBeCloseTo(119.3005, 9);
    expect(motion.step(2000)).toBe(false);
    expect(at(motion)).toEqual([119.301, 26.08]);
  });

  it('turns toward a newer fix from where it is, not from where it was going', () => {
    const units = fakeUnits([{ longitude: 119.3, latitude: 26.08 }]);
    const motion = createUnitMotion();
    motion.receive(units, 0);
    units.move(0, { longitude: 119.302, latitude: 26.08 });
    motion.receive(units, 0);
    motion.step(500);
    units.move(0, { longitude: 119.301, latitude: 26.082 });
    motion.receive(units, 500);
    motion.step(1000);
    expect(at(motion)[0]).toBeCloseTo(119.301, 9);
    expect(at(motion)[1]).toBeCloseTo(26.081, 9);
  });

  it('keeps still when the same fix is announced again', () => {
    const units = fakeUnits([{ longitude: 119.3, latitude: 26.08 }]);
    const motion = createUnitMotion();
    motion.receive(units, 0);
    motion.receive(units, 1000);
    expect(motion.step(1100)).toBe(false);
  });

  it('jumps, rather than glides, to a far place', () => {
    const units = fakeUnits([{ longitude: 119.3, latitude: 26.08 }]);
    const motion = createUnitMotion();
    motion.receive(units, 0);
    units.move(0, { longitude: 118.09, latitude: 24.48 });
    motion.receive(units, 1000);
    expect(at(motion)).toEqual([118.09, 24.48]);
    expect(motion.step(1001)).toBe(false);
  });

  it('shows every fix at once where it is told not to glide', () => {
    const units = fakeUnits([{ longitude: 119.3, latitude: 26.08 }]);
    const motion = createUnitMotion({ glides: false });
    motion.receive(units, 0);
    units.move(0, { longitude: 119.301 });
    motion.receive(units, 0);
    expect(at(motion)).toEqual([119.301, 26.08]);
    expect(motion.step(1)).toBe(false);
  });

  it('turns over north the short way', () => {
    const units = fakeUnits([{ longitude: 119.3, latitude: 26.08, headingDeg: 350, speedMps: 5 }]);
    const motion = createUnitMotion();
    motion.receive(units, 0);
    units.move(0, { longitude: 119.3001, latitude: 26.08, headingDeg: 10 });
    motion.receive(units, 0);
    motion.step(250);
    expect(motion.headingsDeg[0]).toBeCloseTo(360, 3);
  });

  it('keeps the last heading of a unit that stands', () => {
    const units = fakeUnits([{ longitude: 119.3, latitude: 26.08, headingDeg: 90, speedMps: 5 }]);
    const motion = createUnitMotion();
    motion.receive(units, 0);
    units.move(0, { longitude: 119.3, latitude: 26.08, headingDeg: 213, speedMps: 0.1 });
    motion.receive(units, 1000);
    motion.step(3000);
    expect(motion.headingsDeg[0]).toBe(90);
    expect(motion.driving[0]).toBe(0);
  });

  it('does not place a unit that never sent a position, and takes in more units than it began with', () => {
    const units = fakeUnits(Array.from({ length: 200 }, (_, row) => ({ longitude: 117 + row / 100, latitude: 25 })));
    units.receivedAt[7] = 0;
    const motion = createUnitMotion();
    motion.receive(units, 0);
    expect(motion.count).toBe(200);
    expect(motion.placed[7]).toBe(0);
    expect(at(motion, 199)).toEqual([117 + 1.99, 25]);
  });
});
