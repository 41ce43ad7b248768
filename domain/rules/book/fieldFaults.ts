import type { FormField } from '#protocol/tasks/flows.ts';
import { repeatedIds, type RowFault } from './ruleFault.ts';

const SIZED = new Set<FormField['kind']>(['number', 'money']);
const WRITTEN = new Set<FormField['kind']>(['text', 'longText', 'address']);

/** What is wrong with the fields of a form, told as faults of the row's field `where`. */
export function fieldFaults(where: string, fields: readonly FormField[]): RowFault[] {
  return [
    ...repeatedIds(where, fields),
    ...fields.flatMap((field) => faultsOf(field, fields).map((problem) => ({ field: `${where}.${field.id}`, problem }))),
  ];
}

function faultsOf({ id, kind, choices, min, max, maxLength, notBefore, onlyWith }: FormField, fields: readonly FormField[]): string[] {
  return [
    ...((kind === 'choice') === choices.length > 0 ? [] : ['选项与类型不符：choice 必须有选项，其他不得有']),
    ...repeatedIds('choices', choices).map(({ problem }) => problem),
    ...((min !== undefined || max !== undefined) && !SIZED.has(kind) ? ['只有 number、money 有大小范围'] : []),
    ...(min !== undefined && max !== undefined && min > max ? ['应为 min ≤ max'] : []),
    ...(maxLength !== undefined && !WRITTEN.has(kind) ? ['只有 text、longText、address 有字数上限'] : []),
    ...(notBefore !== undefined && !(kind === 'date' && fields.some((other) => other.id === notBefore && other.kind === 'date')) ? [`“${notBefore}”与本字段应同为日期（notBefore）`] : []),
    ...(onlyWith === undefined ? [] : conditionFaults(id, onlyWith, fields)),
  ];
}

function conditionFaults(id: string, { field, values }: NonNullable<FormField['onlyWith']>, fields: readonly FormField[]): string[] {
  const asked = fields.find((other) => other.id === field && other.id !== id);
  if (asked === undefined) {
    return [`没有可供判断的字段“${field}”（onlyWith）`];
  }
  switch (asked.kind) {
    case 'choice': return values.filter((value) => !asked.choices.some((choice) => choice.id === value)).map((value) => `“${field}”没有选项“${value}”（onlyWith）`);
    case 'yesNo': return values.filter((value) => value !== 'true' && value !== 'false').map((value) => `“${field}”是是否题，没有“${value}”（onlyWith）`);
    default: return [`“${field}”既非选择也非是否，不能作为条件（onlyWith）`];
  }
}
