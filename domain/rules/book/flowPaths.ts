import type { Flow } from '#protocol/tasks/flows.ts';
import type { CourtCode, PartnerId } from '#protocol/nouns/ids.ts';
import type { Task, TaskEnd } from '#protocol/tasks/tasks.ts';
import { holds } from '../../tasks/flow/conditions.ts';
import type { RowFault } from './ruleFault.ts';

/** One sort of task that a flow may have, as far as conditions go. */
type Sort = Pick<Task, 'from' | 'to' | 'urgent' | 'itemId'>;

/** States that no sort of task gets into, and those that some sort of task does not get out of to an end. */
export function pathFaults(flow: Flow, itemIds: readonly string[]): RowFault[] {
  const entered = new Set<string>();
  const stuck = new Map<string, Sort>();
  for (const sort of sortsOf(flow, itemIds)) {
    const next = edges(flow, sort);
    const reached = walk([flow.start], (state) => next.get(state) ?? []);
    const before = new Map<string, string[]>();
    for (const [from, targets] of next) {
      for (const target of targets) before.set(target, [...(before.get(target) ?? []), from]);
    }
    const ending = walk(flow.states.filter(({ over }) => over).map(({ id }) => id), (state) => before.get(state) ?? []);
    for (const state of reached) {
      entered.add(state);
      if (!ending.has(state) && !stuck.has(state)) stuck.set(state, sort);
    }
  }
  return [
    ...flow.states.filter(({ id }) => !entered.has(id)).map(({ id, name }) => ({ field: `states.${id}`, problem: `没有步骤能到“${name}”` })),
    ...flow.states.flatMap(({ id, name }) => {
      const sort = stuck.get(id);
      return sort === undefined ? [] : [{ field: `states.${id}`, problem: `“${name}”走不到终结状态（${inWords(sort)}）` }];
    }),
  ];
}

const HIGH = '闽';
const OUTSIDE: TaskEnd = { kind: 'outside', partnerId: '00000000-0000-4000-8000-000000000000' as PartnerId, courtName: '外省法院' };
const court = (courtCode: string): TaskEnd => ({ kind: 'court', courtCode: courtCode as CourtCode, courtName: '' });
const LEVELS = { [HIGH]: '高院', 闽02: '中院', 闽0203: '基层法院' };

function sortsOf({ reach }: Flow, itemIds: readonly string[]): Sort[] {
  const senders = Object.keys(LEVELS).map(court);
  const ways = [
    ...(reach.courts === 'none' ? [] : senders.map((from) => ({ from, to: court('闽05') }))),
    ...(reach.outside ? [...senders.map((from) => ({ from, to: OUTSIDE })), { from: OUTSIDE, to: court('闽0203') }] : []),
  ];
  return ways.flatMap((ends) => itemIds.flatMap((itemId) => [true, false].map((urgent) => ({ ...ends, itemId, urgent }))));
}

/** Where a task of this sort may go from each state; `back` is back to wherever it may have come from. */
function edges(flow: Flow, sort: Sort): Map<string, string[]> {
  const open = flow.steps.filter(({ when }) => holds(when, sort));
  const into = (state: string) => open.filter(({ to }) => to === state).flatMap(({ from }) => from);
  return new Map(flow.states.map(({ id }) => [id, open.filter(({ from }) => from.includes(id)).flatMap(({ to, back }) => (back ? into(id) : (to ?? [])))]));
}

function walk(starts: readonly string[], next: (state: string) => readonly string[]): Set<string> {
  const seen = new Set(starts);
  for (const state of seen) {
    for (const target of next(state)) seen.add(target);
  }
  return seen;
}

function inWords({ from, to, urgent, itemId }: Sort): string {
  const sender = from.kind === 'outside' ? '外省发来' : `${LEVELS[from.courtCode as keyof typeof LEVELS]}${to.kind === 'outside' ? '发往外省' : '发往省内'}`;
  return `事项“${itemId}”，${sender}${urgent ? '，紧急' : ''}`;
}
