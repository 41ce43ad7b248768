import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { repeatedIds, unknownIds, type RowFault, type RuleFault, type RuleTables } from './ruleFault.ts';

/** Ids in the step templates that name nothing, stand twice, or count in the wrong unit. */
export function stepFaults({ steps, papers, capacities, counters }: RuleTables): RuleFault[] {
  return steps.flatMap((step, row) =>
    [
      ...unknownIds(step.requiresPapers.flatMap(({ paperId, alternatives = [] }) => [paperId, ...alternatives]), papers).map((id) => ({ field: 'requiresPapers', problem: `没有文书“${id}”` })),
      ...unknownIds(step.requiresPeople.map(({ capacityId }) => capacityId), capacities).map((id) => ({ field: 'requiresPeople', problem: `没有“${id}”这种身份` })),
      ...conditionFaults(step),
      ...counterFaults(step, counters),
      ...(['facts', 'exceptions', 'notices', 'checklist', 'results', 'outcomes'] as const).flatMap((field) => repeatedIds(field, step[field])),
    ].map((fault): RuleFault => ({ table: 'steps', row, ...fault })),
  );
}

function conditionFaults(step: StepTemplate): RowFault[] {
  return (['requiresPapers', 'requiresPeople'] as const).flatMap((field) =>
    step[field].flatMap(({ whenFact, unlessFact, waivedBy = [] }) => [
      ...unknownIds([whenFact, unlessFact], step.facts).map((id) => ({ field, problem: `本步骤没有事实项“${id}”` })),
      ...unknownIds(waivedBy, step.exceptions).map((id) => ({ field, problem: `本步骤没有例外情形“${id}”` })),
    ]),
  );
}

function counterFaults({ results, outcomes }: StepTemplate, counters: RuleTables['counters']): RowFault[] {
  const choices = results.flatMap((result) => result.choices ?? []);
  const pieces = [...outcomes, ...choices].map(({ countsTo }) => countsTo);
  return [
    ...unknownIds([...pieces, ...results.map(({ rollsUpTo }) => rollsUpTo)], counters).map((id) => ({ field: 'results', problem: `没有统计项“${id}”` })),
    ...results
      .filter(({ kind, rollsUpTo }) => counters.some((counter) => counter.id === rollsUpTo && counter.kind !== (kind === 'items' ? 'count' : kind)))
      .map(({ id, rollsUpTo = '' }) => ({ field: 'results', problem: `“${id}”与统计项“${rollsUpTo}”的单位不同` })),
    ...pieces
      .filter((countsTo) => counters.some((counter) => counter.id === countsTo && counter.kind !== 'count'))
      .map((countsTo = '') => ({ field: 'outcomes', problem: `统计项“${countsTo}”是金额，不能计件` })),
    ...results.filter(({ kind, choices: offered }) => (kind === 'choice') !== (offered !== undefined && offered.length > 0)).map(({ id }) => ({ field: 'results', problem: `“${id}”的选项与类型不符：choice 必须有选项，其他不得有` })),
  ];
}
