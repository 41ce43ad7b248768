import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SEVERITIES } from '#protocol/alarms/alarms.ts';
import type { HelpTable } from '#domain/help/helpQuestion.ts';

const { localeError } = z.locales.zhCN();
const sourced = { source: z.string(), verified: z.boolean() };
const row = <Value>(value: z.ZodType<Value>) => z.strictObject({ value, ...sourced }).transform((found): Value => found.value);
const durationMs = z.int().min(1_000);

const alarmTable = z.strictObject({
  escalateAfterMs: z.strictObject({ urgent: row(durationMs.nullable()), warning: row(durationMs.nullable()), notice: row(durationMs.nullable()) }),
  triageWithinMs: row(durationMs),
  callBackWithinMs: row(durationMs),
  silentAfterMs: row(durationMs),
  silentSeverity: row(z.enum(SEVERITIES)),
  lowBatteryPercent: row(z.int().min(1).max(99)),
  batteryAgainPercent: row(z.int().min(1).max(100)),
  batterySeverity: row(z.enum(SEVERITIES)),
});
/** Durations in ms, each with its source in the file. */
export type AlarmTable = z.output<typeof alarmTable>;

const pace = z.strictObject({ detour: z.number().min(1).max(5), vehicleKmh: z.number().min(1).max(150), onFootKmh: z.number().min(0.5).max(15), ...sourced });
const helpTable = z.strictObject({
  plain: pace,
  mountain: pace,
  freshFixMs: row(durationMs),
  mountainCourts: z.array(z.strictObject({ courtCode: z.string().regex(/^闽\d{2,4}$/), name: z.string(), ...sourced })),
});

/** A table cannot be read or is wrong; `message` names file and field. */
export class AlarmTableError extends Error {
  override readonly name = 'AlarmTableError';
}

/** Errors: AlarmTableError. */
export function readAlarmTables(folder: string): { readonly alarms: AlarmTable; readonly help: HelpTable } {
  const { mountainCourts, ...help } = read(path.join(folder, 'help.json'), helpTable);
  return { alarms: read(path.join(folder, 'alarms.json'), alarmTable), help: { ...help, mountainCourts: mountainCourts.map(({ courtCode }) => courtCode) } };
}

function read<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AlarmTableError(`规则文件 ${file} ${cause instanceof SyntaxError ? '不是正确的 JSON' : '无法读取'}：${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const parsed = schema.safeParse(content, { error: localeError });
  if (!parsed.success) {
    throw new AlarmTableError(parsed.error.issues.map(({ path: field, message }) => `规则文件 ${file} 字段“${field.join('.')}”：${message}`).join('\n'));
  }
  return parsed.data;
}
