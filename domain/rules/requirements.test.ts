import { describe, expect, it } from 'vitest';
import type { Capacity, StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { missingFor, missingToEnd, resultsFit, type AtHand } from './requirements.ts';

const row = (id: string) => ({ id, name: id, nameEn: id, validFrom: null, validTo: null, source: 'test', verified: true });
const named = (id: string) => ({ id, name: id, nameEn: id });
const capacities: Capacity[] = [
  { ...row('officer'), countsAs: [] },
  { ...row('femaleOfficer'), countsAs: ['officer'] },
];
const template: StepTemplate = {
  ...row('search'),
  requiresPapers: [{ paperId: 'warrant', waivedBy: ['urgent'] }, { paperId: 'workCard', alternatives: ['policeCard'] }],
  requiresPeople: [
    { capacityId: 'officer', min: 2 },
    { capacityId: 'femaleOfficer', min: 1, whenFact: 'woman' },
    { capacityId: 'family', min: 1, unlessFact: 'company', waivedBy: ['toldButAbsent'] },
  ],
  twoRecorders: true,
  announcement: null,
  facts: [named('woman'), named('company')],
  exceptions: [named('urgent'), named('toldButAbsent')],
  notices: [],
  checklist: [{ ...named('plate'), required: true, kind: 'picture' }, { ...named('body'), required: false, kind: 'picture' }, { ...named('handedOverBy'), required: true, kind: 'signature' }],
  results: [{ ...named('found'), kind: 'items', required: true }, { ...named('way'), kind: 'choice', required: false, choices: [named('cash')] }],
  outcomes: [{ ...named('done'), done: true }, { ...named('calledOff'), done: false }],
};
const people = (...capacity: string[]) => capacity.map((each) => ({ capacity: each }));
const papers = (...paper: string[]) => paper.map((each) => ({ paper: each }));
const all: AtHand = { papers: papers('warrant', 'workCard'), people: people('officer', 'officer', 'family'), facts: [], exceptions: [] };
const missing = (change: Partial<AtHand>) => missingFor(template, { ...all, ...change }, capacities);

describe('paper before action', () => {
  it('lacks nothing when everything is at hand', () => expect(missing({})).toEqual([]));

  it('names the paper that is missing, and what would do instead', () => {
    expect(missing({ papers: [] })).toEqual([
      { kind: 'paper', paperIds: ['warrant'] },
      { kind: 'paper', paperIds: ['workCard', 'policeCard'] },
    ]);
    expect(missing({ papers: papers('warrant', 'policeCard') })).toEqual([]);
  });

  it('counts people, and a woman officer as an officer', () => {
    expect(missing({ people: people('officer', 'family') })).toEqual([{ kind: 'people', capacityId: 'officer', min: 2, present: 1 }]);
    expect(missing({ people: people('officer', 'femaleOfficer', 'family') })).toEqual([]);
    expect(missing({ facts: ['woman'] })).toEqual([{ kind: 'people', capacityId: 'femaleOfficer', min: 1, present: 0 }]);
    expect(missing({ facts: ['woman'], people: people('officer', 'femaleOfficer', 'family') })).toEqual([]);
  });

  it('asks by the facts of the place', () => {
    const alone = people('officer', 'officer');
    expect(missing({ people: alone })).toEqual([{ kind: 'people', capacityId: 'family', min: 1, present: 0 }]);
    expect(missing({ people: alone, facts: ['company'] })).toEqual([]);
  });

  it('yields to the exceptions that it knows, and to no others', () => {
    expect(missing({ papers: papers('workCard'), exceptions: [{ exception: 'urgent' }] })).toEqual([]);
    expect(missing({ papers: papers('workCard'), exceptions: [{ exception: 'toldButAbsent' }] })).toEqual([{ kind: 'paper', paperIds: ['warrant'] }]);
  });
});

describe('the end of a step', () => {
  const items = (...item: string[]) => item.map((each) => ({ item: each }));
  const found = { found: { kind: 'items' as const, items: [] } };

  it('waits for the required items and results of what was done', () => {
    expect(missingToEnd(template, { outcome: 'done', items: items('body'), results: {} })).toEqual([
      { kind: 'checklist', itemId: 'plate' },
      { kind: 'checklist', itemId: 'handedOverBy' },
      { kind: 'result', resultId: 'found' },
    ]);
    expect(missingToEnd(template, { outcome: 'done', items: items('plate', 'handedOverBy'), results: found })).toEqual([]);
    expect(missingToEnd(template, { outcome: 'calledOff', items: [], results: {} })).toEqual([]);
  });

  it('takes results of the template and their kinds only', () => {
    expect(resultsFit(template, { ...found, way: { kind: 'choice', choiceId: 'cash' } })).toBe(true);
    expect(resultsFit(template, { way: { kind: 'choice', choiceId: 'cheque' } })).toBe(false);
    expect(resultsFit(template, { found: { kind: 'count', count: 3 } })).toBe(false);
    expect(resultsFit(template, { other: { kind: 'count', count: 3 } })).toBe(false);
  });
});
