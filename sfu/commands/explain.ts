import { AppError } from '#protocol/errors.ts';
import { AlarmTableError } from '../alarms/tables/readAlarmTables.ts';
import { ConfigError } from '../config/loadConfig.ts';
import { BrokenLogError } from '../log/faults.ts';
import { sentenceOf } from '../operator/sentences.ts';
import { BackupError } from '../persistence/backup/format.ts';
import { reasonOf } from '../persistence/reasonOf.ts';
import { StorageError } from '../persistence/storageFolder.ts';
import { UsageError } from '../ports/commandWords.ts';
import { JournalError } from '../ports/journal.ts';
import { RuleBookError } from '../rules/readRuleBook.ts';

/** The hall, or what a command needs of it, is not where it was looked for; `message` says what to do. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
}

/** Their messages are sentences for people. */
const TOLD_AS_THEY_ARE = [UsageError, PlaceError, StorageError, BackupError, BrokenLogError, RuleBookError, AlarmTableError];

/** What went wrong, as one sentence for whoever sits at the hall's machine; a stack only for what nobody foresaw. */
export function explain(error: unknown): string {
  if (TOLD_AS_THEY_ARE.some((kind) => error instanceof kind)) {
    return (error as Error).message;
  }
  if (error instanceof ConfigError) {
    return `设置有误，请改正后再执行：${error.message}`;
  }
  if (error instanceof AppError) {
    return sentenceOf(error);
  }
  if (error instanceof JournalError) {
    return `日志数据库现在不能用：${reasonOf(error.cause)}。请排除故障后再执行。`;
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return `${reasonOf(error)}。请处理后再执行。`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
