import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '#domain/hallState/fold.ts';
import { EMPTY_STATE } from '#domain/hallState/hallState.ts';
import { beijingDayOf, dayOfIso } from '#domain/rules/beijingDay.ts';
import { createCalendar } from '#domain/rules/calendar.ts';
import { taskClocks } from '#domain/tasks/clocks/taskClocks.ts';
import { flowOf } from '#domain/tasks/flow/flowOf.ts';
import type { Performing } from '#domain/tasks/flow/stepsFor.ts';
import { courtEnd } from '#domain/tasks/taskRig.ts';
import { AppError } from '#protocol/errors.ts';
import type { Flow, FlowStep, Side } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { readRuleBook } from '../../rules/readRuleBook.ts';
import { asksOf, leadsOn, performerOf, targetOf } from './flowWords.ts';
import { actorOf, COURTS, FlowWorld, OUTSIDE, PEOPLE, type Act } from './flowWorld.ts';

const book = readRuleBook('assets/rules');
const calendar = createCalendar(book.holidays);
const NUMBER = new RegExp(`^〔20\\d\\d〕闽\\d*(?:${book.flows.map(({ mark }) => mark).join('|')})\\d+号$`, 'u');
const HOUR_MS = 3_600_000;

/** Before Spring Festival, before National Day, at the year's end (the next year's holidays are not known), before a leap day. */
const STARTS = ['2026-02-12', '2026-09-29', '2026-12-30', '2028-02-28'].map((day) => Date.parse(`${day}T09:00:00+08:00`));
const dice = fc.record({
  what: fc.constantFrom('create', 'step', 'step', 'step', 'step', 'step', 'stray', 'stray', 'stray', 'lack', 'talk'),
  task: fc.nat(), step: fc.nat(), who: fc.nat(), place: fc.nat(), lack: fc.nat(),
  gapMs: fc.oneof(fc.integer({ min: 0, max: 10 * HOUR_MS }), fc.integer({ min: 0, max: 96 * HOUR_MS })),
});
type Dice = typeof dice extends fc.Arbitrary<infer One> ? One : never;
const history = fc.record({ startAt: fc.constantFrom(...STARTS), throws: fc.array(dice, { minLength: 40, maxLength: 120 }) });

const pick = <One>(from: readonly One[], index: number): One | undefined => from[index % Math.max(1, from.length)];
const codeOf = (ask: () => unknown): string => {
  try {
    ask();
    return 'done';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
};

/** What the hall answered, and what the flow says. */
type Answers = readonly (readonly [answered: string, said: string])[];
type Hand = { readonly step: FlowStep; readonly side: Side; readonly person: Performing | null };

/** Who may do what now, by the words of the flow. */
function handsOf(flow: Flow, task: Task): Hand[] {
  return flow.steps.filter((step) => leadsOn(step, task)).flatMap((step) =>
    [...PEOPLE, null].flatMap((person) => {
      const performer = performerOf(step, task, person);
      return performer === undefined ? [] : [{ step, side: performer.side, person }];
    }),
  );
}

/** One of them; seldom one that gives up, so that tasks grow old. */
function handOf(flow: Flow, task: Task, { step: index, who, lack }: Dice): Hand | undefined {
  const hands = handsOf(flow, task).filter(({ step }) => step.kind !== 'withdraw' || lack % 8 === 0);
  const stepId = pick([...new Set(hands.map(({ step }) => step.id))], index);
  return pick(hands.filter(({ step }) => step.id === stepId), who);
}

function create(world: FlowWorld, { step, who, task, place }: Dice): void {
  const flow = pick(book.flows, task)!;
  const item = pick(book.items.filter(({ flowId }) => flowId === flow.id), step)!;
  const isIncoming = flow.reach.outside && place % 7 === 0;
  const person = isIncoming ? null : pick(PEOPLE.filter(({ roles }) => roles.some((role) => flow.authors.includes(role))), who)!;
  const to = flow.reach.outside && place % 7 === 1 ? OUTSIDE : courtEnd(pick(COURTS, place)!);
  codeOf(() => world.create(person, { flowId: flow.id, itemId: item.id, urgent: place % 3 === 0, to, ...(isIncoming ? { from: OUTSIDE } : {}) }));
}

/** A step of somebody who may, with all that it asks for: done, and in the history word by word. */
function takeStep(world: FlowWorld, flow: Flow, task: Task, { step, side, person }: Hand): void {
  const before = step.afterTalk && person !== null ? world.talk(person, task) : task;
  const act = world.whole(before, flow, step, side);
  const after = world.act(actorOf(person), act);
  const state = targetOf(step, before);
  expect(after).toMatchObject({ state, over: flow.states.find(({ id }) => id === state)?.over, version: before.version + 1, number: before.number ?? (step.numbers ? after.number : null) });
  expect(after.history.slice(0, -1)).toEqual(before.history);
  expect(after.history.at(-1)).toEqual({ at: world.at, what: step.id, state, byName: person?.name ?? '', byUserId: person?.userId ?? null, onBehalfOf: null, courtCode: expect.any(String), side, words: act.words, count: act.count, signature: act.signature, ...(step.court ? { to: after.to } : {}), ...(step.results ? { result: act.result } : {}) });
}

/** The same step without one of the things that it asks for: what is answered, and what should be. */
function lackOne(world: FlowWorld, flow: Flow, task: Task, { step, side, person }: Hand, { lack }: Dice): Answers {
  const act = world.whole(task, flow, step, side);
  const asks = step.afterTalk ? [] : asksOf(step, flow, act.documents.length > 0).filter(([ask]) => person !== null || (ask !== 'signature' && ask !== 'assigneeId'));
  const [ask, code] = pick(asks, lack) ?? [];
  return ask === undefined ? [] : [[`${step.id} without ${ask}: ${codeOf(() => world.act(actorOf(person), { ...act, [ask]: ask === 'documents' ? [] : null } satisfies Act))}`, `${step.id} without ${ask}: ${code}`]];
}

/** Any step of anybody: what the flow does not give them is refused. */
function stray(world: FlowWorld, flow: Flow, task: Task, { step: index, who, place }: Dice): Answers {
  const step = pick([flow.steps, flow.steps.filter((one) => leadsOn(one, task))][place % 2]!, index);
  const person = pick([...PEOPLE, null, ...PEOPLE.filter(({ userId }) => userId === task.author?.userId || userId === task.assignee?.userId).flatMap((own) => Array.from({ length: 10 }, () => own))], who)!;
  if (step === undefined || (leadsOn(step, task) && performerOf(step, task, person) !== undefined)) return [];
  return [[`${step.id} by ${person?.name}: ${codeOf(() => world.act(actorOf(person), world.whole(task, flow, step, 'from')))}`, `${step.id} by ${person?.name}: ${leadsOn(step, task) ? 'forbidden' : 'taskStepOver'}`]];
}

/** Each change of state is a step that leads from the one state to the other; all else changes none. */
function illegalMoments({ history: moments }: Task, flow: Flow): string[] {
  return moments.filter(({ what, state }, index) => {
    const before = moments[index - 1]?.state;
    const step = flow.steps.find(({ id }) => id === what);
    const isLegal = before === undefined ? what === 'created' && state === flow.start : step === undefined ? state === before : step.from.includes(before) && (step.back || state === (step.to ?? before));
    return !isLegal || !flow.states.some(({ id }) => id === state);
  }).map(({ what, state }) => `${what} → ${state}`);
}

/** Limits in workdays are counted once more on the fingers; a clock that is not met runs or stands in the state of now. */
function wrongClocks(task: Task, flow: Flow): string[] {
  return taskClocks(task, flow, calendar).filter(({ clock, startedAt, dueAt, metAt }) => {
    const period = (task.urgent ? clock.urgentPeriod : null) ?? clock.period ?? { count: task.limitDays ?? 0, unit: 'workdays' };
    const isMoved = task.history.some(({ state }) => clock.pausedIn.includes(state)) || (clock.extendable && task.extraDays > 0) || clock.until !== undefined;
    const days = Array.from({ length: beijingDayOf(dueAt - 1) - beijingDayOf(startedAt) }, (_, index) => beijingDayOf(startedAt) + index + 1);
    const isCounted = days.filter((day) => calendar.isWorkday(day)).length === period.count && calendar.isWorkday(days.at(-1) ?? 0);
    // A state in which it stands still does not begin it.
    const isAlive = clock.runsIn.includes(task.state) || (metAt === null && clock.pausedIn.includes(task.state));
    return (clock.until === undefined && dueAt <= startedAt) || (metAt === null) !== isAlive || (period.unit === 'workdays' && !isMoved && !isCounted);
  }).map(({ clockId, startedAt, dueAt }) => `${clockId} ${new Date(startedAt).toISOString()} ${new Date(dueAt).toISOString()}`);
}

describe('any order of what people of five courts ask', () => {
  it('moves a task along its flow alone, by those whom the flow names, and tells all of it', () => {
    const taken = new Set<string>();
    fc.assert(fc.property(history, ({ startAt, throws }) => {
      const world = new FlowWorld(book, startAt);
      const answers: Answers[number][] = [];
      for (const one of throws) {
        world.at += one.gapMs;
        const task = pick([...world.state.tasks.values()], one.task);
        const flow = task === undefined ? undefined : flowOf(book, task);
        const hand = task === undefined || flow === undefined ? undefined : handOf(flow, task, one);
        if (task === undefined || flow === undefined || one.what === 'create') create(world, one);
        else if (one.what === 'stray') answers.push(...stray(world, flow, task, one));
        else if (one.what === 'talk') codeOf(() => world.talk(pick(PEOPLE, one.who)!, task));
        else if (hand !== undefined && one.what === 'lack') answers.push(...lackOne(world, flow, task, hand, one));
        else if (hand !== undefined && !(hand.step.afterTalk && hand.person === null)) {
          takeStep(world, flow, task, hand);
          taken.add(hand.step.kind);
          if (hand.person === null) taken.add('by a partner');
        }
      }
      const tasks = [...world.state.tasks.values()];
      expect(answers.map(([answered]) => answered)).toEqual(answers.map(([, said]) => said));
      expect(tasks.flatMap((task) => [...illegalMoments(task, flowOf(book, task)), ...wrongClocks(task, flowOf(book, task))])).toEqual([]);
      const numbers = tasks.flatMap(({ number }) => number ?? []);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(numbers.filter((number) => !NUMBER.test(number))).toEqual([]);
      // The log alone is the hall: folded once more it is the same.
      expect(world.events.reduce(fold, EMPTY_STATE).tasks.toObject()).toEqual(world.state.tasks.toObject());
    }), { numRuns: 150 });
    expect(['submit', 'approve', 'reject', 'withdraw', 'send', 'receive', 'assign', 'report', 'supplement', 'transfer', 'return', 'by a partner'].filter((kind) => !taken.has(kind))).toEqual([]);
  });
});

describe('the days of these tests', () => {
  it('are hard ones: days off, make-up workdays, a leap day', () => {
    expect(['2026-02-14', '2026-02-17', '2026-10-10', '2026-10-01', '2028-02-29'].map((day) => calendar.isWorkday(dayOfIso(day)))).toEqual([true, false, true, false, true]);
  });
});
