import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import { courtCode, deviceId, unitId, type UnitId } from '#protocol/nouns/ids.ts';
import type { Device } from '#protocol/nouns/devices.ts';
import type { Unit, UnitRecord } from '#protocol/nouns/units.ts';
import { deviceRows, matchDeviceRows, matchUnitRows, unitRows } from './enrolledRows.ts';

const id = (index: number) => `0190a0b0-0000-7000-8000-${String(index).padStart(12, '0')}`;

function unit(index: number, change: Partial<UnitRecord> = {}): UnitRecord {
  return { unitId: unitId.parse(id(index)), courtCode: courtCode.parse('闽0203'), name: `单兵${index}`, teamName: '一队', kind: 'phone', state: 'enrolled', enrolledAt: 0, version: 1, ...change };
}

const units = [unit(10), unit(9, { kind: 'vehicle' }), unit(1, { courtCode: courtCode.parse('闽'), state: 'revoked' })];
const log = { units: PersistentMap(units.map((one) => [one.unitId, one])), courts: PersistentMap<never, never>() };
const present = (record: UnitRecord): [UnitId, Unit] => [record.unitId, { ...record, courtName: '', telemetryIndex: 1, online: true, lastSeenAt: 5 }];
const rows = unitRows(log, new Map([present(units[0]!), present(units[2]!)]));
const ALL = { text: '', courtCode: null, kind: null, state: 'any' } as const;

describe('unit rows', () => {
  it('stand in order and know who is here; a revoked unit never is', () => {
    expect(rows.map((row) => [row.unit.name, row.online, row.lastSeenAt])).toEqual([['单兵1', false, null], ['单兵9', false, null], ['单兵10', true, 5]]);
  });

  it('are filtered by state, kind, court and words', () => {
    const names = (query: Partial<Parameters<typeof matchUnitRows>[1]>) => matchUnitRows(rows, { ...ALL, ...query }).map((row) => row.unit.name);
    expect(names({ state: 'enrolled' })).toEqual(['单兵9', '单兵10']);
    expect(names({ state: 'revoked' })).toEqual(['单兵1']);
    expect(names({ kind: 'vehicle' })).toEqual(['单兵9']);
    expect(names({ courtCode: courtCode.parse('闽02') })).toEqual(['单兵9', '单兵10']);
    expect(names({ text: '一队 单兵10' })).toEqual(['单兵10']);
  });
});

describe('device rows', () => {
  it('are filtered alike', () => {
    const device: Device = { deviceId: deviceId.parse(id(1)), courtCode: courtCode.parse('闽02'), name: '调度台1', kind: 'console', state: 'enrolled', enrolledAt: 0, version: 1 };
    const found = deviceRows({ devices: PersistentMap([[device.deviceId, device]]), courts: PersistentMap<never, never>() });
    expect(matchDeviceRows(found, { ...ALL, kind: 'console' })).toEqual([{ device, courtName: '闽02' }]);
    expect(matchDeviceRows(found, { ...ALL, kind: 'observer' })).toEqual([]);
  });
});
