import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { programFolder } from '../../config/programFolder.ts';
import { AlarmTableError, readAlarmTables } from './readAlarmTables.ts';

const OWN = path.join(programFolder, 'assets/rules');

/** The folder with one text replaced in one file. */
function altered(file: string, from: string, to: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'alarm-tables-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['alarms.json', 'help.json']) {
    cpSync(path.join(OWN, name), path.join(folder, name));
  }
  const text = readFileSync(path.join(folder, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(path.join(folder, file), text.replace(from, to));
  return folder;
}

describe('the tables of alarms and help', () => {
  it('are read: a minute for what is urgent, five for a warning, never for a notice', () => {
    const { alarms, help } = readAlarmTables(OWN);
    expect(alarms.escalateAfterMs).toEqual({ urgent: 60_000, warning: 300_000, notice: null });
    expect([alarms.triageWithinMs, alarms.callBackWithinMs, alarms.silentAfterMs, alarms.lowBatteryPercent]).toEqual([1_800_000, 86_400_000, 60_000, 15]);
    expect(help).toMatchObject({ plain: { vehicleKmh: 45, onFootKmh: 4.5 }, freshFixMs: 600_000, mountainCourts: expect.arrayContaining(['闽04', '闽0524']) });
  });

  it.each([
    ['alarms.json', '"value": 60000,', '"value": "60 秒",', /alarms\.json 字段“escalateAfterMs\.urgent\.value”/],
    ['alarms.json', '"triageWithinMs"', '"triageWithin"', /alarms\.json 字段“triageWithinMs”/],
    ['help.json', '"detour": 1.3', '"detour": 0', /help\.json 字段“plain\.detour”/],
    ['help.json', '{', '', /help\.json 不是正确的 JSON/],
  ])('are refused with file and field: %s %s', (file, from, to, message) => {
    const folder = altered(file, from, to);
    expect(() => readAlarmTables(folder)).toThrow(AlarmTableError);
    expect(() => readAlarmTables(folder)).toThrow(message);
  });
});
