import type { Map as PersistentMap } from 'immutable';
import type { StepId } from '#protocol/nouns/ids.ts';
import type { Step } from '#protocol/operations/steps.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Steps = PersistentMap<StepId, Step>;

/** As it is planned; made anew each time, so that no two steps hold one list. */
const fresh = (): Omit<Step, 'stepId' | 'courtCode' | 'version' | keyof StepPlan> => ({
  state: 'planned',
  papers: [],
  people: [],
  signature: null,
  signed: [],
  refused: [],
  exceptions: [],
  notices: [],
  items: [],
  gaps: [],
  results: {},
  outcome: null,
  beganAt: null,
  endedAt: null,
});
type StepPlan = Extract<EventOf<'step'>, { name: 'step.planned' }>['data'];

export function foldStep(steps: Steps, event: EventOf<'step'>): Steps {
  const { courtCode, version } = event;
  const stepId = idOf(event.subject) as StepId;
  if (event.name === 'step.planned') {
    return steps.set(stepId, { stepId, courtCode, ...event.data, ...fresh(), version });
  }
  const before = steps.get(stepId);
  if (before === undefined) {
    return steps;
  }
  return event.name === 'step.archived' ? steps.delete(stepId) : steps.set(stepId, { ...before, ...changeOf(before, event), version });
}

function changeOf(before: Step, event: Exclude<EventOf<'step'>, { name: 'step.planned' | 'step.archived' }>): Partial<Step> {
  const said = { at: event.at, name: actorName(event.actor) };
  switch (event.name) {
    case 'step.paperShown': return { papers: [...before.papers, { ...event.data, ...said }] };
    case 'step.personPresent': return { people: [...before.people, { ...event.data, ...said }] };
    case 'step.signatureAsked': return { signature: { ...event.data, askedAt: said.at, askedBy: said.name, askedByUserId: event.actor.kind === 'person' ? event.actor.userId : null } };
    case 'step.signed': return { signature: null, signed: [...before.signed, { ...event.data, ...said }] };
    case 'step.signatureRefused': return { signature: null, refused: [...before.refused, { ...event.data, ...said }] };
    case 'step.begun': return { state: 'begun', signature: null, beganAt: event.at };
    case 'step.excepted': return { exceptions: [...before.exceptions, { ...event.data, ...said }] };
    case 'step.noticeGiven': return { notices: [...before.notices, { ...event.data, ...said }] };
    case 'step.itemDone': return { items: [...before.items.filter(({ item }) => item !== event.data.item), { ...event.data, ...said }] };
    case 'step.gapOpened': return { gaps: [...before.gaps, { ...event.data, toAt: null, explanation: null }] };
    case 'step.gapClosed': return { gaps: before.gaps.map((gap) => (gap.toAt === null ? { ...gap, toAt: event.data.toAt } : gap)) };
    case 'step.gapExplained':
      return { gaps: before.gaps.map((gap) => (gap.fromAt === event.data.fromAt ? { ...gap, explanation: { ...said, text: event.data.text } } : gap)) };
    case 'step.ended': return { state: 'ended', outcome: event.data.outcome, results: event.data.results, endedAt: event.at };
    case 'step.corrected': return { results: event.data.results };
    case 'step.abandoned': return { state: 'abandoned', signature: null, endedAt: event.at };
  }
}
