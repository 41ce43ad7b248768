import { randomUUIDv7 } from 'node:crypto';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import { commandId, courtCode, type CommandId, type CourtCode } from '#protocol/nouns/ids.ts';
import { UsageError } from '../ports/commandWords.ts';

/** What a command line is to print: lines for a person, or one JSON value for a program. */
export type Printed = { readonly lines: readonly string[]; readonly json: unknown };

export function printed({ lines, json }: Printed, asJson: boolean): string {
  return asJson ? JSON.stringify(json) : lines.join('\n');
}

export function newCommandId(): CommandId {
  return commandId.parse(randomUUIDv7());
}

/** Errors: UsageError. */
export function needed(value: string | undefined, option: string): string {
  const text = value?.trim() ?? '';
  if (text === '') {
    throw new UsageError(`缺少 ${option}。`);
  }
  return text;
}

/** A court that the registry knows. Errors: UsageError. */
export function courtOf({ courts }: HallSnapshot, code: string): CourtCode {
  const parsed = courtCode.safeParse(code);
  if (!parsed.success) {
    throw new UsageError(`法院代字 ${code} 不对，应如 闽、闽02、闽0203。`);
  }
  if (!courts.some((court) => court.courtCode === parsed.data)) {
    throw new UsageError(`法院名册中没有代字 ${code}。`);
  }
  return parsed.data;
}

export function beijingTime(at: number): string {
  return new Date(at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
}
