import { describe, expect, it } from 'vitest';
import type { TaskActor } from '#domain/tasks/decide/taskEvent.ts';
import { stepForHall, stepsFor, stepsForPartner, type OpenStep } from '#domain/tasks/flow/stepsFor.ts';
import { courtEnd } from '#domain/tasks/taskRig.ts';
import type { Flow } from '#protocol/tasks/flows.ts';
import type { Task, TaskEnd } from '#protocol/tasks/tasks.ts';
import { readRuleBook } from '../../rules/readRuleBook.ts';
import { actorOf, courtOf, FlowWorld, OUTSIDE, PARTNER, PEOPLE } from './flowWorld.ts';

const book = readRuleBook('assets/rules');
const AT = Date.UTC(2026, 10, 23, 2, 0);

type Sort = { readonly from: TaskEnd; readonly to: TaskEnd; readonly urgent: boolean; readonly itemId: string };

/** Ends between which it may go, of every level; and the items that some step asks for by name, with one that none does. */
function sortsOf({ id, reach, steps }: Flow): Sort[] {
  const pairs = { any: [['闽0203', '闽0503'], ['闽02', '闽05'], ['闽', '闽0203'], ['闽0203', '闽']], above: [['闽0203', '闽'], ['闽0203', '闽02'], ['闽02', '闽'], ['闽', '闽']], below: [['闽', '闽0203'], ['闽02', '闽0203'], ['闽', '闽02']], own: [['闽0203', '闽0203'], ['闽', '闽']], none: [] }[reach.courts];
  const ends = [...pairs.map(([from = '', to = '']) => ({ from: courtEnd(from), to: courtEnd(to) })), ...(reach.outside ? [...['闽', '闽02', '闽0203'].map((from) => ({ from: courtEnd(from), to: OUTSIDE })), { from: OUTSIDE, to: courtEnd('闽0203') }] : [])];
  const named = new Set(steps.flatMap(({ when }) => [...(when?.items ?? []), ...(when?.notItems ?? [])]));
  const items = book.items.filter(({ flowId }) => flowId === id).map((item) => item.id);
  const other = items.find((item) => !named.has(item));
  return ends.flatMap((pair) => [...named, ...(other === undefined ? [] : [other])].flatMap((itemId) => [true, false].map((urgent) => ({ ...pair, urgent, itemId }))));
}

type Way = { readonly by: TaskActor; readonly open: OpenStep };

/** Each step that is open, and the first one who may take it. */
function waysFrom(flow: Flow, task: Task): Way[] {
  const byPeople = PEOPLE.flatMap((person) => stepsFor({ task, flow, person, deputyOf: [] }).map((open): Way => ({ by: actorOf(person), open })));
  const byPartner = stepsForPartner({ task, flow, partnerId: PARTNER }).map((open): Way => ({ by: actorOf(null), open }));
  const byHall = flow.clocks.flatMap(({ runsIn, lapseStep }) => (lapseStep !== undefined && runsIn.includes(task.state) ? [stepForHall({ task, flow, stepId: lapseStep })] : [])).filter((open) => open !== null).map((open): Way => ({ by: { kind: 'hall' }, open }));
  const ways = [...byPeople, ...byPartner, ...byHall];
  return ways.filter(({ open }, index) => ways.findIndex((way) => way.open.step.id === open.step.id) === index);
}

/** What tells one situation from another, as far as what may follow goes. */
const keyOf = ({ state, stateBefore, assignee, to, documents }: Task) => [state, stateBefore, assignee?.userId, to.kind === 'court' && to.courtCode, documents.length].join();

/** Every situation that can come to be, the steps that lead there, and the situations from which no end is found. */
function explore(flow: Flow, sort: Sort): { readonly taken: ReadonlySet<string>; readonly stuck: readonly string[] } {
  const world = new FlowWorld(book, AT);
  const author = PEOPLE.find(({ courtCode, roles }) => courtCode === courtOf(sort, 'from') && roles.some((role) => flow.authors.includes(role))) ?? null;
  const first = world.create(author, { flowId: flow.id, ...sort });
  const states = new Map([[keyOf(first), world.state]]);
  const after = new Map<string, Set<string>>();
  const ends = new Set<string>();
  const taken = new Set<string>();
  for (const [key, state] of states) {
    const task = state.tasks.get(first.taskId)!;
    if (task.over) ends.add(key);
    for (const { by, open: { step, side } } of waysFrom(flow, task)) {
      world.state = state;
      const ready = step.afterTalk && by.kind === 'person' ? world.talk(by.person, task) : task;
      if (step.afterTalk && by.kind !== 'person') continue;
      const next = world.act(by, world.whole(ready, flow, step, side));
      taken.add(step.id);
      after.set(keyOf(next), (after.get(keyOf(next)) ?? new Set()).add(key));
      if (!states.has(keyOf(next))) states.set(keyOf(next), world.state);
    }
  }
  const ending = new Set(ends);
  for (const key of ending) after.get(key)?.forEach((before) => ending.add(before));
  return { taken, stuck: [...states.keys()].filter((key) => !ending.has(key)) };
}

describe.each(book.flows.map((flow) => [flow.name, flow] as const))('%s', (_, flow) => {
  it('has no step that nobody ever takes, and an end from everywhere', () => {
    const explored = sortsOf(flow).map((sort) => ({ sort, ...explore(flow, sort) }));
    const taken = new Set(explored.flatMap((one) => [...one.taken]));
    expect(flow.steps.filter(({ id }) => !taken.has(id)).map(({ id }) => id)).toEqual([]);
    expect(explored.filter(({ stuck }) => stuck.length > 0).map(({ sort, stuck }) => ({ sort, stuck }))).toEqual([]);
  });
});
