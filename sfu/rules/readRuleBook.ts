import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ruleBook, ruleTables, type RuleBook } from '#protocol/rules/rules.ts';
import { bookFaults } from '#domain/rules/book/bookFaults.ts';
import type { RuleFault, RuleTable } from '#domain/rules/book/ruleFault.ts';
import { unknownField } from './unknownField.ts';

const FILES: { readonly [Table in RuleTable]: string } = {
  holidays: 'holidays.json',
  limits: 'timeLimits.json',
  steps: 'steps.json',
  papers: 'papers.json',
  capacities: 'capacities.json',
  caseTypes: 'caseTypes.json',
  counters: 'counters.json',
  flows: 'flows.json',
  items: 'taskItems.json',
  deputies: 'deputies.json',
  templates: 'paperTemplates.json',
};
const TABLES = Object.keys(FILES) as RuleTable[];

const { localeError } = z.locales.zhCN();
/** More would bury the first one. */
const MAX_FAULTS = 20;

/** A rule file is wrong; `message` names file, row and field, one fault a line. */
export class RuleBookError extends Error {
  override readonly name = 'RuleBookError';
}

/** The whole rule book of a folder. Errors: RuleBookError. */
export function readRuleBook(folder: string): RuleBook {
  const contents = Object.fromEntries(TABLES.map((table) => [table, readTable(folder, table)]));
  const parsed = z.object(ruleTables).safeParse(contents, { error: localeError });
  if (!parsed.success) {
    throw refusal(folder, contents, parsed.error.issues.map(({ path: [table, row, ...field], message }) => ({ table: table as RuleTable, row: Number(row ?? 0), field: field.join('.'), problem: message })));
  }
  const unknown = TABLES.flatMap((table) => unknownFields(table, contents[table], parsed.data[table]));
  const faults = [...unknown, ...bookFaults(parsed.data)];
  if (faults.length > 0) {
    throw refusal(folder, contents, faults);
  }
  const version = createHash('sha256').update(JSON.stringify(TABLES.map((table) => [table, parsed.data[table]]))).digest('hex');
  return ruleBook.parse({ version, ...parsed.data });
}

function readTable(folder: string, table: RuleTable): unknown {
  const file = path.join(folder, FILES[table]);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RuleBookError(`规则文件 ${file} ${cause instanceof SyntaxError ? '不是正确的 JSON' : '无法读取'}：${reason}`, { cause });
  }
}

/** A field that nobody reads is most likely a misspelt one. */
function unknownFields(table: RuleTable, rows: unknown, parsed: readonly unknown[]): RuleFault[] {
  return parsed.flatMap((row, index): RuleFault[] => {
    const field = Array.isArray(rows) ? unknownField(rows[index], row) : null;
    return field === null ? [] : [{ table, row: index, field, problem: '没有这个字段，请检查拼写' }];
  });
}

function refusal(folder: string, contents: Readonly<Record<string, unknown>>, faults: readonly RuleFault[]): RuleBookError {
  const lines = faults.slice(0, MAX_FAULTS).map(({ table, row, field, problem }) => {
    const id = idOf(contents[table], row);
    return `规则文件 ${path.join(folder, FILES[table])} 第 ${row + 1} 行${id === null ? '' : `（${id}）`}字段“${field}”：${problem}`;
  });
  return new RuleBookError([...lines, ...(faults.length > MAX_FAULTS ? [`另有 ${faults.length - MAX_FAULTS} 处`] : [])].join('\n'));
}

function idOf(rows: unknown, row: number): string | null {
  const named = z.array(z.unknown()).safeParse(rows).data?.[row];
  const { id, year } = z.object({ id: z.string().optional(), year: z.number().optional() }).safeParse(named).data ?? {};
  return id ?? year?.toString() ?? null;
}
