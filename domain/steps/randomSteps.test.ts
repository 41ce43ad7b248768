import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { Decision, NewEvent } from '../decision/decision.ts';
import { ENDING_ASKS, OPERATION_ASKS } from '../operations/operationAsks.ts';
import { after, AT, hallWithOperation, operationOf, personOf, RULES, stepOf } from '../operations/operationRig.ts';
import { isOver } from '../operations/operationStates.ts';
import { rollUp } from '../rules/rollUp.ts';
import { missingInWords } from './missingInWords.ts';
import { lackingOf } from './stepRules.ts';

const dice = fc.record({ operation: fc.constant(1), step: fc.nat(1).map((number) => number + 1), who: fc.nat(3).map((number) => number + 1), choice: fc.nat(11) });
const common = Object.keys(OPERATION_ASKS).filter((name) => !ENDING_ASKS.includes(name));
const ask = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...common) },
  { weight: 8, arbitrary: fc.constantFrom('planStep', 'ask', 'sign', 'notePerson', 'showPaper') },
  { weight: 12, arbitrary: fc.constantFrom('supply', 'supply', 'begin', 'item', 'end', 'correct') },
  // What leaves the hall is not counted there any more.
  { weight: 1, arbitrary: fc.constantFrom(...ENDING_ASKS.filter((name) => !name.startsWith('archive'))) },
);
const history = fc.array(fc.record({ ask, dice }), { minLength: 60, maxLength: 160 });

/** The figures counted from the events alone, without the fold. */
function countedFrom(events: readonly NewEvent[]): Record<string, number> {
  const ends = new Map<string, { outcome: string; amountCents: number; isSearch: boolean }>();
  const searches = new Set(events.flatMap((event) => (event.name === 'step.planned' && event.data.template === 'search' ? [event.subject] : [])));
  for (const event of events) {
    if (event.name === 'step.ended' || event.name === 'step.corrected') {
      const value = event.data.results['cash'];
      const outcome = event.name === 'step.ended' ? event.data.outcome : (ends.get(event.subject)?.outcome ?? '');
      ends.set(event.subject, { outcome, amountCents: value?.kind === 'amountCents' ? value.amountCents : 0, isSearch: searches.has(event.subject) });
    }
  }
  const searched = [...ends.values()].filter(({ outcome, isSearch }) => outcome === 'done' && isSearch).length;
  const received = [...ends.values()].reduce((sum, { amountCents }) => sum + amountCents, 0);
  return { ...(searched > 0 && { searched }), ...(received > 0 && { received }) };
}

/** What the step lacked of the rules when it began, without the decision's own words. */
const lacks = (step: Step) => missingInWords(lackingOf(step, RULES, AT), RULES.book, AT);

describe('any order of what people ask', () => {
  it('begins no step without papers and people, or a signature of somebody else for all that is missing; and what is counted is what happened', () => {
    const outcomes: Record<string, number> = {};
    const told = (what: string) => {
      outcomes[what] = (outcomes[what] ?? 0) + 1;
    };
    fc.assert(fc.property(history, (steps) => {
      let state = hallWithOperation();
      const events: NewEvent[] = [];
      const faults: string[] = [];
      const askedBy = new Map<string, string>();
      const signedFor = new Map<string, string[][]>();
      for (const one of steps) {
        const actor = personOf(one.dice.who);
        let decision: Decision<unknown>;
        try {
          decision = OPERATION_ASKS[one.ask]!(state, one.dice);
        } catch (error) {
          if (!(error instanceof AppError)) {
            throw error;
          }
          told(`${one.ask} refused`);
          continue;
        }
        for (const event of decision.events) {
          if (event.name === 'step.signatureAsked') {
            askedBy.set(event.subject, actor.userId);
          }
          if (event.name === 'step.signed') {
            faults.push(...(askedBy.get(event.subject) === actor.userId ? ['signed by who asked'] : []));
            signedFor.set(event.subject, [...(signedFor.get(event.subject) ?? []), event.data.missing]);
          }
          if (event.name === 'step.begun') {
            const missing = lacks(stepOf(state, one.dice.step));
            const covered = (signedFor.get(event.subject) ?? []).some((signed) => missing.every((word) => signed.includes(word)));
            faults.push(...(missing.length === 0 || covered ? [] : [`begun without ${missing.join()}`]));
            told(missing.length === 0 ? 'begun with all' : 'begun over a signature');
          }
        }
        events.push(...decision.events);
        state = after(state, decision, { actor });
        told(`${one.ask} done`);
        const isOpen = state.steps.some((step) => step.state === 'planned' || step.state === 'begun');
        faults.push(...(isOver(operationOf(state)) && isOpen ? ['over with open steps'] : []));
      }
      expect(faults).toEqual([]);
      expect(rollUp([...state.steps.values()], RULES.book.steps)).toEqual(countedFrom(events));
    }), { numRuns: 300 });
    // The histories reach what they are about.
    const reached = ['begun with all', 'begun over a signature', 'sign refused', 'begin refused', 'end done', 'correct done'];
    expect(reached.filter((what) => (outcomes[what] ?? 0) < 5)).toEqual([]);
  });
});
