import { PAPER_WORDS } from '#protocol/rules/paperTemplates.ts';
import { unknownIds, type RuleFault, type RuleTables } from './ruleFault.ts';

/** Names in the templates of papers that name nothing, and numbers that two of one flow would bear. */
export function templateFaults({ templates, flows, papers }: RuleTables): RuleFault[] {
  return templates.flatMap(({ id, paperId, flows: ofFlows, after, text, suffix }, row) => {
    const steps = flows.filter((flow) => ofFlows.includes(flow.id)).flatMap((flow) => flow.steps);
    const words = text.flatMap((paragraph) => [...paragraph.matchAll(/\{(.*?)\}/gu)].map(([, word]) => word));
    const alike = templates.find((other, index) => index < row && other.id !== id && other.suffix === suffix && other.flows.some((flow) => ofFlows.includes(flow)));
    return [
      ...unknownIds(ofFlows, flows).map((unknown) => ({ field: 'flows', problem: `没有流程“${unknown}”` })),
      ...unknownIds([paperId], papers).map((unknown) => ({ field: 'paperId', problem: `没有文书“${unknown}”` })),
      ...unknownIds(after, steps).map((unknown) => ({ field: 'after', problem: `流程中没有步骤“${unknown}”` })),
      ...words.filter((word) => !(PAPER_WORDS as readonly (string | undefined)[]).includes(word)).map((word) => ({ field: 'text', problem: `没有“{${word}}”这种填充项` })),
      ...(alike === undefined ? [] : [{ field: 'suffix', problem: `与“${alike.id}”编号相同` }]),
    ].map((fault): RuleFault => ({ table: 'templates', row, ...fault }));
  });
}
