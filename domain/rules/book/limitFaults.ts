import type { StepMoment, TimeLimit } from '#protocol/rules/timeLimits.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { unknownIds, type RowFault, type RuleFault, type RuleTables } from './ruleFault.ts';

/** Ids in the table of time limits that none of their step templates has. */
export function limitFaults({ limits, steps }: RuleTables): RuleFault[] {
  return limits.flatMap((limit, row) => {
    const templates = steps.filter(({ id }) => limit.steps.includes(id));
    return [...unknownIds(limit.steps, steps).map((id) => ({ field: 'steps', problem: `没有步骤“${id}”` })), ...idFaults(limit, templates)].map(
      (fault): RuleFault => ({ table: 'limits', row, ...fault }),
    );
  });
}

function idFaults(limit: TimeLimit, templates: readonly StepTemplate[]): RowFault[] {
  const noticeOf = (moment: StepMoment) => (moment.event === 'noticeGiven' ? moment.noticeId : undefined);
  const exceptions = templates.flatMap((template) => template.exceptions);
  const notices = templates.flatMap((template) => template.notices);
  const checks = [
    { field: 'startsOn', ids: [noticeOf(limit.startsOn)], rows: notices, what: '告知事项' },
    { field: 'metBy', ids: limit.metBy.map(noticeOf), rows: notices, what: '告知事项' },
    { field: 'restartedBy', ids: limit.restartedBy ?? [], rows: notices, what: '告知事项' },
    { field: 'onlyWithException', ids: limit.onlyWithException ?? [], rows: exceptions, what: '例外情形' },
    { field: 'notWithException', ids: limit.notWithException ?? [], rows: exceptions, what: '例外情形' },
    { field: 'extensions', ids: limit.extensions.map(({ exceptionId }) => exceptionId), rows: exceptions, what: '例外情形' },
    { field: 'onlyWithOutcome', ids: limit.onlyWithOutcome ?? [], rows: templates.flatMap(({ outcomes }) => outcomes), what: '办理结果' },
    { field: 'onlyWithResult', ids: [limit.onlyWithResult], rows: templates.flatMap(({ results }) => results), what: '成果项' },
  ];
  return checks.flatMap(({ field, ids, rows, what }) => unknownIds(ids, rows).map((id) => ({ field, problem: `所属步骤没有${what}“${id}”` })));
}
