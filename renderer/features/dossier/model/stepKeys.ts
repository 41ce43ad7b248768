import type { OpenStep } from '#domain/tasks/flow/stepsFor.ts';

const YES: ReadonlySet<string> = new Set(['approve', 'grant', 'confirm']);
const NO: ReadonlySet<string> = new Set(['reject', 'refuse', 'redo', 'return']);

/** A takes the first step that agrees, R the first that sends back: only where such a step is open. */
export function stepKeys(open: readonly OpenStep[]): { readonly chord: 'A' | 'R'; readonly open: OpenStep }[] {
  const yes = open.find(({ step }) => YES.has(step.kind));
  const no = open.find(({ step }) => NO.has(step.kind));
  return [...(yes === undefined ? [] : [{ chord: 'A' as const, open: yes }]), ...(no === undefined ? [] : [{ chord: 'R' as const, open: no }])];
}
