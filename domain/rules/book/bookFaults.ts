import type { Validity } from '#protocol/rules/row.ts';
import { dayOfIso, isSaturdayOrSunday } from '../beijingDay.ts';
import { flowFaults } from './flowFaults.ts';
import { itemFaults } from './itemFaults.ts';
import { limitFaults } from './limitFaults.ts';
import { templateFaults } from './templateFaults.ts';
import { overlaps } from './overlaps.ts';
import { unknownIds, type RuleFault, type RuleTables } from './ruleFault.ts';
import { stepFaults } from './stepFaults.ts';

type DatedRow = Validity & { readonly id: string };
const DATED_TABLES = ['limits', 'steps', 'papers', 'capacities', 'caseTypes', 'counters', 'flows', 'items', 'deputies', 'templates'] as const;

/** Everything that no single row shows: rows that overlap in time, names of rows that do not exist. */
export function bookFaults(tables: RuleTables): RuleFault[] {
  const dated = DATED_TABLES.flatMap((table) => {
    const rows: readonly DatedRow[] = tables[table];
    return overlaps(rows, 'id', ({ id }) => id).map((fault): RuleFault => ({ table, ...fault }));
  });
  return [
    ...holidayFaults(tables.holidays),
    ...dated,
    ...overlaps(tables.flows, 'mark', ({ mark }) => mark).map((fault): RuleFault => ({ table: 'flows', ...fault })),
    ...overlaps(tables.caseTypes, 'code', ({ code }) => code).map((fault): RuleFault => ({ table: 'caseTypes', ...fault })),
    ...tables.capacities.flatMap(({ countsAs }, row) => unknownIds(countsAs, tables.capacities).map((id): RuleFault => ({ table: 'capacities', row, field: 'countsAs', problem: `没有“${id}”这种身份` }))),
    ...stepFaults(tables),
    ...limitFaults(tables),
    ...flowFaults(tables),
    ...itemFaults(tables),
    ...templateFaults(tables),
  ];
}

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
