import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { rollUp, type StepYield } from './rollUp.ts';

const named = (id: string) => ({ id, name: id, nameEn: id });
const template = (id: string, change: Partial<StepTemplate> = {}): StepTemplate => ({
  ...named(id),
  validFrom: null,
  validTo: null,
  source: 'test',
  verified: true,
  requiresPapers: [],
  requiresPeople: [],
  twoRecorders: false,
  announcement: null,
  facts: [],
  exceptions: [],
  notices: [],
  checklist: [],
  results: [],
  outcomes: [],
  ...change,
});
const TEMPLATES = [
  template('search', {
    outcomes: [{ ...named('done'), done: true, countsTo: 'searched' }, { ...named('calledOff'), done: false }],
    results: [{ ...named('found'), kind: 'items', required: false, rollsUpTo: 'things' }],
  }),
  template('summons', { outcomes: [{ ...named('done'), done: true }], results: [{ ...named('persons'), kind: 'count', required: true, rollsUpTo: 'summoned' }] }),
  template('payment', {
    outcomes: [{ ...named('done'), done: true, countsTo: 'performed' }],
    results: [
      { ...named('received'), kind: 'amountCents', required: true, rollsUpTo: 'receivedCents' },
      { ...named('way'), kind: 'choice', required: false, choices: [{ ...named('cash'), countsTo: 'inCash' }, named('transfer')] },
    ],
  }),
];

const ended = { beganAt: 1, endedAt: 2 };
const count = fc.nat(9);
const step: fc.Arbitrary<StepYield> = fc.oneof(
  fc.record({ outcome: fc.constantFrom('done', 'calledOff', null), items: fc.array(count.map((quantity) => ({ name: '物', quantity, note: '' })), { maxLength: 3 }) }).map(({ outcome, items }): StepYield => ({ template: 'search', ...ended, endedAt: outcome === null ? null : 2, outcome, results: { found: { kind: 'items', items } } })),
  count.map((persons): StepYield => ({ template: 'summons', ...ended, outcome: 'done', results: { persons: { kind: 'count', count: persons } } })),
  fc.record({ cents: fc.nat(1_000_000), way: fc.constantFrom('cash', 'transfer') }).map(({ cents, way }): StepYield => ({ template: 'payment', ...ended, outcome: 'done', results: { received: { kind: 'amountCents', amountCents: cents }, way: { kind: 'choice', choiceId: way } } })),
);

/** The same figures, counted one by one and without the templates. */
function recomputed(steps: readonly StepYield[]): Record<string, number> {
  const sum = (amounts: number[]) => amounts.reduce((left, right) => left + right, 0);
  const over = steps.filter(({ outcome }) => outcome !== null);
  const of = (id: string) => over.filter((each) => each.template === id);
  const figures = {
    searched: of('search').filter(({ outcome }) => outcome === 'done').length,
    things: sum(of('search').flatMap(({ results: { found } }) => (found?.kind === 'items' ? found.items.map(({ quantity }) => quantity) : []))),
    summoned: sum(of('summons').map(({ results: { persons } }) => (persons?.kind === 'count' ? persons.count : 0))),
    performed: of('payment').length,
    receivedCents: sum(of('payment').map(({ results: { received } }) => (received?.kind === 'amountCents' ? received.amountCents : 0))),
    inCash: of('payment').filter(({ results: { way } }) => way?.kind === 'choice' && way.choiceId === 'cash').length,
  };
  return Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure > 0));
}

describe('the scoreboard', () => {
  it('equals an independent count, in whatever order the steps come', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }).chain((steps) => fc.record({ steps: fc.constant(steps), other: fc.shuffledSubarray(steps, { minLength: steps.length, maxLength: steps.length }) })), ({ steps, other }) => {
        expect(rollUp(steps, TEMPLATES)).toEqual(recomputed(steps));
        expect(rollUp(other, TEMPLATES)).toEqual(rollUp(steps, TEMPLATES));
      }),
    );
  });

  it('follows a correction, and forgets what was withdrawn', () => {
    const paid = (amountCents: number): StepYield => ({ template: 'payment', ...ended, outcome: 'done', results: { received: { kind: 'amountCents', amountCents } } });
    expect(rollUp([paid(500), paid(70)], TEMPLATES)).toEqual({ performed: 2, receivedCents: 570 });
    expect(rollUp([paid(500), paid(7)], TEMPLATES)).toEqual({ performed: 2, receivedCents: 507 });
    expect(rollUp([paid(500), { ...paid(70), outcome: null }], TEMPLATES)).toEqual({ performed: 1, receivedCents: 500 });
  });

  it('counts by the template that held when the step began', () => {
    const old = template('summons', { validTo: '2020-12-31', outcomes: [{ ...named('done'), done: true, countsTo: 'summoned' }] });
    const rows = [old, { ...TEMPLATES[1]!, validFrom: '2021-01-01' }];
    const of = (day: string): StepYield => ({ template: 'summons', beganAt: Date.parse(`${day}T08:00:00+08:00`), endedAt: Date.parse('2021-01-02T08:00:00+08:00'), outcome: 'done', results: { persons: { kind: 'count', count: 15 } } });
    expect(rollUp([of('2020-12-31')], rows)).toEqual({ summoned: 1 });
    expect(rollUp([of('2021-01-01')], rows)).toEqual({ summoned: 15 });
  });
});
