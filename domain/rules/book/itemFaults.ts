import { fieldFaults } from './fieldFaults.ts';
import { repeatedIds, unknownIds, type RuleFault, type RuleTables } from './ruleFault.ts';

/** Names in the items of tasks that name nothing or stand twice. */
export function itemFaults({ items, flows, papers }: RuleTables): RuleFault[] {
  return items.flatMap(({ flowId, papers: asked, fields }, row) =>
    [
      ...unknownIds([flowId], flows).map((id) => ({ field: 'flowId', problem: `没有流程“${id}”` })),
      ...unknownIds(asked.map(({ paperId }) => paperId), papers).map((id) => ({ field: 'papers', problem: `没有文书“${id}”` })),
      ...repeatedIds('papers', asked.map(({ paperId }) => ({ id: paperId }))),
      ...fieldFaults('fields', fields),
    ].map((fault): RuleFault => ({ table: 'items', row, ...fault })),
  );
}
