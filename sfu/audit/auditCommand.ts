import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { HallState } from '#domain/hallState/hallState.ts';
import { AppError } from '#protocol/errors.ts';
import type { AuditFilter } from '#protocol/nouns/audit.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { UsageError } from '../ports/commandWords.ts';
import type { Journal } from '../ports/journal.ts';
import type { AuditOptions } from './auditOptions.ts';
import { auditTable } from './auditTable.ts';
import { readWords } from './entrySentence.ts';
import { fillExport, type NewExport } from './fillExport.ts';
import { presentState } from './presentState.ts';

export type AuditCommand = {
  readonly journal: Pick<Journal, 'query' | 'head' | 'read' | 'latestSnapshot'>;
  readonly newExport: NewExport;
  readonly hallId: string;
  readonly hallName: string;
  /** The system's name for whoever sits at the command line. */
  readonly operator: string;
  readonly now: () => number;
};

/** Whoever may read the hall's storage folder may read all of it. */
const SEEN_FROM = '闽' as CourtCode;

/** What the command line prints. Errors: UsageError, JournalError. */
export async function runAuditCommand(options: AuditOptions, command: AuditCommand): Promise<string> {
  const state = await presentState(command.journal);
  const filter = { ...options.filter, ...(options.actor !== null && { actorId: actorId(options.actor, state) }) };
  return options.save === null ? list(options, { filter, state, journal: command.journal }) : save(options.save, { filter, command });
}

async function list({ limit, json }: AuditOptions, { filter, state, journal }: { filter: AuditFilter; state: HallState; journal: AuditCommand['journal'] }): Promise<string> {
  const found = await journal.query({ filter, seenFrom: SEEN_FROM, before: null, limit: limit + 1 });
  const entries = found.slice(0, limit).toReversed();
  if (json) {
    return entries.map((entry) => JSON.stringify(entry)).join('\n');
  }
  if (entries.length === 0) {
    return '没有符合条件的留痕。';
  }
  const more = found.length > limit ? `\n只列出最近 ${limit} 条，更早的还有；可用 --limit 多列，或用 --from、--until 缩小范围。` : '';
  return `${auditTable(entries, state, readWords('zh-CN'))}${more}`;
}

async function save({ file, format, purpose }: NonNullable<AuditOptions['save']>, { filter, command }: { filter: AuditFilter; command: AuditCommand }): Promise<string> {
  const { journal, newExport, hallId, hallName, operator, now } = command;
  const position = await journal.head();
  const draft = newExport({ format, header: { hallId, hallName, exportedAt: now(), exportedBy: { kind: 'operator', name: operator }, purpose, filter, position } });
  const entries = await fillExport(journal, draft, { filter, seenFrom: SEEN_FROM, upTo: position.sequence }).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'tooLarge' ? new UsageError('条数超过一次导出的上限，请用 --from、--until 分段导出。') : error;
  });
  await writeFile(file, await draft.finish(), { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? new UsageError(`${file} 已存在，请换一个文件名。`) : error;
  });
  return `已导出 ${entries} 条到 ${file}。文件中写明由本机账号 ${operator} 在命令行导出；大厅的留痕中没有此次导出，请自行登记。`;
}

/** Errors: UsageError. */
function actorId(actor: string, { users }: HallState): string {
  const user = users.find(({ username }) => username === actor.toLowerCase());
  if (user !== undefined) {
    return user.userId;
  }
  if (z.uuid().safeParse(actor).success) {
    return actor.toLowerCase();
  }
  throw new UsageError(`没有账号“${actor}”，请检查 --actor，或写编号。`);
}
