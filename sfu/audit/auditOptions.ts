import { EXPORT_FORMATS, auditFilter, type AuditFilter, type ExportFormat } from '#protocol/nouns/audit.ts';
import { courtCode } from '#protocol/nouns/ids.ts';
import { commandWords, UsageError } from '../ports/commandWords.ts';

export const AUDIT_USAGE = `用法：npm run audit -- [条件] [--limit 50] [--json] [--export 文件.json|文件.csv --purpose 用途]

查看本机大厅的留痕（只读，可与运行中的大厅同时使用）。条件可以同时给出多个：
  --from 2026-11-01            从北京时间这一天（或 2026-11-01T09:00 这一刻）起
  --until 2026-11-30           到这一天为止，含当日（或到这一刻之前）
  --names unit.,user.closed    事项名称的开头，逗号分隔；谁看了什么：personal.opened
  --subject unit/<编号>        一个对象的全部经过
  --actor <账号或编号>         谁做的
  --court 闽02                 这个法院及其下级法院
  --text 文字                  内容、姓名或对象中出现的文字
  --limit 50                   最近多少条（1 至 10000）
  --json                       每行一条 JSON，供其他程序读取
  --export 文件                另存为签名文件，任何机器上都可用 npm run log:verify 核验；须写明 --purpose
`;

/** What was asked for on the command line. */
export type AuditOptions = {
  readonly filter: Omit<AuditFilter, 'actorId'>;
  /** An account's name or an id. */
  readonly actor: string | null;
  readonly limit: number;
  readonly json: boolean;
  readonly save: { readonly file: string; readonly format: ExportFormat; readonly purpose: string } | null;
};

const MAX_LIMIT = 10_000;
const MIN_PURPOSE = 4;
const DAY_MS = 86_400_000;

/** Errors: UsageError. */
export function auditOptions(args: readonly string[]): AuditOptions {
  const values = parse(args);
  const filter = auditFilter.safeParse({
    ...(values.from !== undefined && { from: momentOf(values.from).from }),
    ...(values.until !== undefined && { until: momentOf(values.until).until }),
    ...(values.names !== undefined && { names: values.names.split(',').map((name) => name.trim()).filter((name) => name !== '') }),
    ...(values.subject !== undefined && { subject: values.subject }),
    ...(values.court !== undefined && { courtCode: courtOf(values.court) }),
    ...(values.text !== undefined && { text: values.text }),
  });
  if (!filter.success) {
    throw new UsageError(`--${String(filter.error.issues[0]?.path[0] ?? '')} 的内容过长，请缩短后重试。`);
  }
  const limit = Number(values.limit ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new UsageError(`--limit 应为 1 至 ${MAX_LIMIT} 的整数。`);
  }
  return { filter: filter.data, actor: values.actor ?? null, limit, json: values.json ?? false, save: saveOf(values) };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  return commandWords({
    args: [...args],
    options: {
      from: text, until: text, names: text, subject: text, actor: text, court: text, text, limit: text, export: text, purpose: text,
      json: { type: 'boolean' },
    },
  }).values;
}

/** A Beijing day, as its first moment and the first one after it; or a moment, as itself. */
function momentOf(text: string): { from: number; until: number } {
  const shape = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text.trim());
  const [, day, clock] = shape ?? [];
  const at = Date.parse(`${day}T${clock ?? '00:00'}+08:00`);
  if (Number.isNaN(at)) {
    throw new UsageError(`“${text}”不是日期，请写成 2026-11-01 或 2026-11-01T09:00（北京时间）。`);
  }
  return { from: at, until: clock === undefined ? at + DAY_MS : at };
}

function courtOf(text: string) {
  const code = courtCode.safeParse(text);
  if (!code.success) {
    throw new UsageError(`“${text}”不是法院代字，请写成 闽、闽02 或 闽0203。`);
  }
  return code.data;
}

function saveOf({ export: file, purpose }: { export?: string | undefined; purpose?: string | undefined }): AuditOptions['save'] {
  if (file === undefined) {
    return null;
  }
  const format = EXPORT_FORMATS.find((name) => file.toLowerCase().endsWith(`.${name}`));
  if (format === undefined) {
    throw new UsageError('--export 的文件名应以 .json 或 .csv 结尾。');
  }
  const reason = purpose?.trim() ?? '';
  if (reason.length < MIN_PURPOSE) {
    throw new UsageError(`导出须用 --purpose 写明用途（至少 ${MIN_PURPOSE} 个字）。`);
  }
  return { file, format, purpose: reason };
}
