import type { Validity } from '#protocol/rules/row.ts';
import { dayOfIso, isSaturdayOrSunday } from '../beijingDay.ts';
import { limitFaults } from './limitFaults.ts';
import { unknownIds, type RuleFault, type RuleTable, type RuleTables } from './ruleFault.ts';
import { stepFaults } from './stepFaults.ts';

type DatedRow = Validity & { readonly id: string };
const DATED_TABLES = ['limits', 'steps', 'papers', 'capacities', 'caseTypes', 'counters'] as const;

/** Everything that no single row shows: rows that overlap in time, names of rows that do not exist. */
export function bookFaults(tables: RuleTables): RuleFault[] {
  const dated = DATED_TABLES.flatMap((table) => {
    const rows: readonly DatedRow[] = tables[table];
    return overlaps(table, rows, 'id', ({ id }) => id);
  });
  return [
    ...holidayFaults(tables.holidays),
    ...dated,
    ...overlaps('caseTypes', tables.caseTypes, 'code', ({ code }) => code),
    ...tables.capacities.flatMap(({ countsAs }, row) => unknownIds(countsAs, tables.capacities).map((id): RuleFault => ({ table: 'capacities', row, field: 'countsAs', problem: `没有“${id}”这种身份` }))),
    ...stepFaults(tables),
    ...limitFaults(tables),
  ];
}

function overlaps<Row extends Validity>(table: RuleTable, rows: readonly Row[], field: string, keyOf: (row: Row) => string): RuleFault[] {
  return rows.flatMap((row, index): RuleFault[] => {
    if (row.validFrom !== null && row.validTo !== null && row.validFrom > row.validTo) {
      return [{ table, row: index, field: 'validTo', problem: '失效日期早于生效日期' }];
    }
    const other = rows.findIndex((earlier, at) => at < index && keyOf(earlier) === keyOf(row) && from(earlier) <= to(row) && from(row) <= to(earlier));
    return other < 0 ? [] : [{ table, row: index, field, problem: `与第 ${other + 1} 行同为“${keyOf(row)}”，有效期重叠` }];
  });
}

const from = ({ validFrom }: Validity) => validFrom ?? '';
const to = ({ validTo }: Validity) => validTo ?? '9999-12-31';

function holidayFaults(years: RuleTables['holidays']): RuleFault[] {
  const offDays = (year: RuleTables['holidays'][number]) => year.holidays.flatMap((holiday) => [holiday.from, holiday.to]);
  return years.flatMap((year, row): RuleFault[] => {
    const fault = (field: string, problem: string): RuleFault => ({ table: 'holidays', row, field, problem });
    const strayed = [...offDays(year), ...year.workdays].filter((day) => !day.startsWith(`${year.year}-`));
    return [
      ...(years.findIndex((other) => other.year === year.year) < row ? [fault('year', `${year.year} 年出现两次`)] : []),
      ...strayed.map((day) => fault('holidays', `${day} 不在 ${year.year} 年`)),
      ...year.holidays.filter((holiday) => holiday.from > holiday.to).map((holiday) => fault('holidays', `${holiday.name}的末日早于首日`)),
      ...year.workdays.filter((day) => !isSaturdayOrSunday(dayOfIso(day))).map((day) => fault('workdays', `${day} 本来就是工作日，不是调休上班日`)),
      ...year.workdays
        .filter((day) => year.holidays.some((holiday) => holiday.from <= day && day <= holiday.to))
        .map((day) => fault('workdays', `${day} 同时列为放假日和上班日`)),
    ];
  });
}
