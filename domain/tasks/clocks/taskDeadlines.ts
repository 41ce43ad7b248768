import type { EventData } from '#protocol/events.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Flow, FlowClock } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { upperCourt } from '../../courts/courtName.ts';
import { addPeriod, type Calendar } from '../../rules/calendar.ts';
import { stepForHall } from '../flow/stepsFor.ts';
import { courtOfSide } from '../flow/sides.ts';
import { taskClocks, type TaskClock } from './taskClocks.ts';

/** That somebody is told of a clock; it is an entry of the court whose move it is. */
export type TaskTelling = { readonly kind: 'tell'; readonly at: number; readonly courtCode: CourtCode; readonly data: EventData<'task.told'> };

/** What the hall has to do about a task by itself, and when: tell, or take a step. */
export type TaskDeadline =
  | TaskTelling
  | { readonly kind: 'lapse'; readonly at: number; readonly step: string };

/** All that is not done yet, in the order in which it is to be done; nothing of clocks that stand still. */
export function taskDeadlines(task: Task, flow: Flow, calendar: Calendar): TaskDeadline[] {
  // What has been met says nothing more, and needs not be counted.
  const clocks = flow.clocks.filter(({ runsIn }) => runsIn.includes(task.state));
  if (clocks.length === 0) {
    return [];
  }
  const chain = courtsToTell(task, flow.states.find(({ id }) => id === task.state)?.holder ?? null);
  return taskClocks(task, { clocks, steps: flow.steps }, calendar)
    .flatMap((clock) => [...tellings(task, clock, chain, calendar), ...lapse(task, clock, flow)])
    .toSorted((one, other) => one.at - other.at);
}

type Chain = { readonly late: CourtCode | null; readonly own: CourtCode; readonly above: readonly CourtCode[] };

/** Whose move it is, and the courts above them; where another province is late, the hall's own end and those above it, who can press for it. */
function courtsToTell(task: Task, holder: Flow['states'][number]['holder']): Chain | null {
  const late = holder === null ? null : courtOfSide(task, holder);
  const own = late ?? courtOfSide(task, 'from') ?? courtOfSide(task, 'to');
  if (own === null) {
    return null;
  }
  const above: CourtCode[] = [];
  for (let court = upperCourt(own); court !== null; court = upperCourt(court)) {
    above.push(court);
  }
  return { late, own, above };
}

/** Levels as in `Task.told`: 0 amber, 1 over, 2 the court above at once, 3 the next one above … */
function tellings(task: Task, { clockId, clock, amberAt, dueAt }: TaskClock, chain: Chain | null, calendar: Calendar): TaskDeadline[] {
  if (chain === null) {
    return [];
  }
  const told = task.told[clockId];
  const level = told?.dueAt === dueAt ? told.level : -1;
  const toOwn = { clockId, dueAt, lateCourtCode: chain.late, toCourtCode: chain.own };
  const all = [
    { at: amberAt, data: { ...toOwn, what: 'amber' as const, level: 0 } },
    { at: dueAt, data: { ...toOwn, what: 'due' as const, level: 1 } },
    ...climbing(clock, chain, dueAt, calendar).map(({ at, toCourtCode }, place) => ({ at, data: { ...toOwn, toCourtCode, what: 'escalated' as const, level: 2 + place } })),
  ];
  return all.filter(({ data }) => data.level > level).map((one) => ({ kind: 'tell', courtCode: chain.own, ...one }));
}

function climbing({ escalatesEvery }: FlowClock, { above }: Chain, dueAt: number, calendar: Calendar): { readonly at: number; readonly toCourtCode: CourtCode }[] {
  if (escalatesEvery === null) {
    return [];
  }
  const { count, unit } = escalatesEvery;
  // Counted from the day that ended with it, which is the one before.
  const overAt = unit === 'minutes' || unit === 'hours' ? dueAt : dueAt - 1;
  return above.map((toCourtCode, place) => ({ toCourtCode, at: place === 0 ? dueAt : addPeriod(overAt, { count: count * place, unit }, { calendar, rollsOverHolidays: false }) }));
}

/** Once for one end, wherever the step leads. */
function lapse(task: Task, { clock: { lapseStep }, dueAt }: TaskClock, flow: Flow): TaskDeadline[] {
  const step = lapseStep === undefined ? null : stepForHall({ task, flow, stepId: lapseStep });
  const isDone = task.history.some(({ what, side, at }) => what === lapseStep && side === 'hall' && at >= dueAt);
  return step === null || isDone ? [] : [{ kind: 'lapse', at: dueAt, step: step.step.id }];
}
