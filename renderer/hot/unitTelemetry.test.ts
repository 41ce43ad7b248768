import { describe, expect, it } from 'vitest';
import type { TelemetryFix } from '#protocol/telemetry/frames.ts';
import type { Unit } from '#protocol/nouns/units.ts';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { batchOfFixes } from './telemetryBatch.builder.ts';
import { BATTERY_UNKNOWN, UNIT_STATE, UnitTelemetry } from './unitTelemetry.ts';

function unitOf(number: number, change: Partial<Unit> = {}): Unit {
  return {
    unitId: `unit-${number}` as UnitId,
    telemetryIndex: number,
    name: `单兵${number}`,
    teamName: '',
    courtCode: '闽' as CourtCode,
    courtName: '',
    kind: 'phone',
    online: true,
    lastSeenAt: null,
    ...change,
  };
}

function fixOf(change: Partial<TelemetryFix> = {}): TelemetryFix {
  return {
    longitudeDeg: 119.3,
    latitudeDeg: 26.08,
    headingDeg: 90,
    speedMps: 5,
    accuracyM: 8,
    batteryPercent: 77,
    signalBars: 3,
    charging: false,
    at: 1_000,
    ...change,
  };
}

describe('unit telemetry', () => {
  it('puts each fix into its unit\'s row and tells the readers', () => {
    const telemetry = new UnitTelemetry();
    telemetry.setUnits([unitOf(1), unitOf(2)]);
    let told = 0;
    telemetry.subscribe(() => (told += 1));
    const before = telemetry.version;
    telemetry.receive(batchOfFixes([{ telemetryIndex: 2, fix: fixOf() }], 0), 5_000);
    const row = telemetry.rowOf('unit-2')!;
    expect(telemetry.longitudes[row]).toBeCloseTo(119.3, 6);
    expect(telemetry.batteryPercents[row]).toBe(77);
    expect(telemetry.receivedAt[row]).toBe(5_000);
    expect(telemetry.receivedAt[telemetry.rowOf('unit-1')!]).toBe(0);
    expect(telemetry.version).toBeGreaterThan(before);
    expect(told).toBeGreaterThan(0);
  });

  it('forgets where a unit was that is listed no more', () => {
    const telemetry = new UnitTelemetry();
    telemetry.setUnits([unitOf(1), unitOf(2)]);
    const batch = batchOfFixes([{ telemetryIndex: 1, fix: fixOf() }, { telemetryIndex: 2, fix: fixOf() }], 0);
    telemetry.receive(batch, 5_000);
    telemetry.setUnits([unitOf(2)]);
    telemetry.receive(batch, 6_000);
    expect([...telemetry.receivedAt.subarray(0, 2)]).toEqual([0, 6_000]);
    expect(telemetry.states[0]).toBe(UNIT_STATE.offline);
  });

  it('shows a unit that is listed only after its position came, and dates what the hall had for long', () => {
    const telemetry = new UnitTelemetry();
    telemetry.receive(batchOfFixes([{ telemetryIndex: 3, fix: fixOf({ at: 1_000 }) }], 61_000), 5_000_000);
    telemetry.setUnits([unitOf(3)]);
    const row = telemetry.rowOf('unit-3')!;
    expect(telemetry.longitudes[row]).toBeCloseTo(119.3, 6);
    telemetry.receive(batchOfFixes([{ telemetryIndex: 3, fix: fixOf({ at: 2_000 }) }], 62_000), 5_000_000);
    expect(telemetry.receivedAt[row]).toBe(4_940_000);
  });

  it('keeps a trail of places apart, and forgets it with the unit', () => {
    const telemetry = new UnitTelemetry();
    telemetry.setUnits([unitOf(1), unitOf(2)]);
    const row = telemetry.rowOf('unit-2')!;
    const at = (number: number, eastM: number, atMs: number) =>
      telemetry.receive(batchOfFixes([{ telemetryIndex: 2, fix: fixOf({ longitudeDeg: 119 + eastM / 100_000, latitudeDeg: 26, at: atMs }) }], 0, number), 1);
    at(1, 0, 1_000);
    at(2, 2, 2_000);
    expect(telemetry.trails.positionsOf(row)).toHaveLength(2);
    at(3, 10, 3_000);
    at(4, 10, 8_000);
    expect([...telemetry.trails.positionsOf(row)]).toEqual([119, 26, 119.0001, 26, 119.0001, 26]);
    for (let number = 0; number < 100; number += 1) {
      at(number + 5, 20 + number * 10, 9_000 + number);
    }
    const positions = telemetry.trails.positionsOf(row);
    expect(positions).toHaveLength(120);
    expect([positions[0], positions[118]]).toEqual([expect.closeTo(119.0042, 6), expect.closeTo(119.0101, 6)]);
    expect(telemetry.trails.positionsOf(telemetry.rowOf('unit-1')!)).toHaveLength(0);
    const { version } = telemetry.trails;
    telemetry.setUnits([unitOf(1)]);
    expect(telemetry.trails.positionsOf(row)).toHaveLength(0);
    expect(telemetry.trails.version).toBeGreaterThan(version);
  });

  it('passes over older fixes and unknown units', () => {
    const telemetry = new UnitTelemetry();
    telemetry.setUnits([unitOf(1)]);
    telemetry.receive(batchOfFixes([{ telemetryIndex: 1, fix: fixOf({ at: 2_000, batteryPercent: 50 }) }], 0), 1);
    telemetry.receive(batchOfFixes([{ telemetryIndex: 1, fix: fixOf({ at: 1_999, batteryPercent: 60 }) }, { telemetryIndex: 9, fix: fixOf() }], 0), 2);
    expect(telemetry.batteryPercents[0]).toBe(50);
    expect(telemetry.count).toBe(1);
  });

  it('keeps a battery that the device does not tell apart from an empty one', () => {
    const telemetry = new UnitTelemetry();
    telemetry.setUnits([unitOf(1), unitOf(2)]);
    telemetry.receive(batchOfFixes([{ telemetryIndex: 1, fix: fixOf({ batteryPercent: null }) }, { telemetryIndex: 2, fix: fixOf({ batteryPercent: 0 }) }], 0), 1);
    expect([...telemetry.batteryPercents.subarray(0, 2)]).toEqual([BATTERY_UNKNOWN, 0]);
  });

  it('keeps rows and values while it grows beyond its first capacity', () => {
    const telemetry = new UnitTelemetry();
    telemetry.setUnits([unitOf(0)]);
    telemetry.receive(batchOfFixes([{ telemetryIndex: 0, fix: fixOf({ latitudeDeg: 25 }) }], 0), 1);
    telemetry.setUnits(Array.from({ length: 200 }, (_, number) => unitOf(number)));
    telemetry.receive(batchOfFixes([{ telemetryIndex: 199, fix: fixOf({ latitudeDeg: 27 }) }], 0), 1);
    expect(telemetry.count).toBe(200);
    expect(telemetry.latitudes[telemetry.rowOf('unit-0')!]).toBe(25);
    expect(telemetry.latitudes[telemetry.rowOf('unit-199')!]).toBe(27);
  });

  it('follows a restarted hall that numbers its units anew, in the same rows', () => {
    const telemetry = new UnitTelemetry();
    telemetry.setUnits([unitOf(1), unitOf(2)]);
    const row = telemetry.rowOf('unit-2')!;
    telemetry.setUnits([unitOf(2, { telemetryIndex: 1 }), unitOf(1, { telemetryIndex: 2 })]);
    telemetry.receive(batchOfFixes([{ telemetryIndex: 1, fix: fixOf({ batteryPercent: 11 }) }], 0), 1);
    expect(telemetry.rowOf('unit-2')).toBe(row);
    expect(telemetry.batteryPercents[row]).toBe(11);
  });

  it('ages a silent unit to stale, and shows one that left as offline', () => {
    const telemetry = new UnitTelemetry();
    telemetry.setUnits([unitOf(1)]);
    telemetry.receive(batchOfFixes([{ telemetryIndex: 1, fix: fixOf() }], 0), 100_000);
    expect(telemetry.states[0]).toBe(UNIT_STATE.live);
    telemetry.refreshStates(110_000);
    expect(telemetry.states[0]).toBe(UNIT_STATE.live);
    telemetry.refreshStates(110_001);
    expect(telemetry.states[0]).toBe(UNIT_STATE.stale);
    telemetry.setUnits([unitOf(1, { online: false })]);
    expect(telemetry.states[0]).toBe(UNIT_STATE.offline);
  });
});
