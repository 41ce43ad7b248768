import type { Map as PersistentMap } from 'immutable';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { Task, TaskMoment } from '#protocol/tasks/tasks.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Tasks = PersistentMap<TaskId, Task>;
type TaskEvent = EventOf<'task'>;

export function foldTask(tasks: Tasks, event: TaskEvent): Tasks {
  const taskId = idOf(event.subject) as TaskId;
  if (event.name === 'task.created') {
    return tasks.set(taskId, created(taskId, event));
  }
  const before = tasks.get(taskId);
  if (before === undefined) {
    return tasks;
  }
  return event.name === 'task.archived' ? tasks.delete(taskId) : tasks.set(taskId, { ...changed(before, event), version: event.version });
}

function created(taskId: TaskId, event: Extract<TaskEvent, { name: 'task.created' }>): Task {
  const { at, version, data } = event;
  return {
    taskId,
    ...data,
    number: null,
    assignee: null,
    stateBefore: null,
    over: false,
    createdAt: at,
    stateSince: at,
    overAt: null,
    progress: 0,
    extraDays: 0,
    result: null,
    countersigns: [],
    told: {},
    history: [moment(event, 'created', data.state, { side: 'from' })],
    version,
  };
}

type Change = Exclude<TaskEvent, { name: 'task.created' | 'task.archived' }>;

function changed(task: Task, event: Change): Task {
  const noted = (what: string, more: Partial<TaskMoment> & Pick<TaskMoment, 'side'>) => [...task.history, moment(event, what, task.state, more)];
  switch (event.name) {
    case 'task.edited': return { ...task, ...event.data, history: noted('edited', { side: 'from' }) };
    case 'task.stepped': return stepped(task, event);
    case 'task.documented': return { ...task, documents: [...task.documents, ...event.data.documents], history: noted('documented', { side: event.data.side, words: event.data.documents.map(({ name }) => name).join('、') }) };
    case 'task.talked': return { ...task, history: noted('talked', { side: event.data.side, words: `${event.data.withName}：${event.data.words}` }) };
    case 'task.urged': return { ...task, history: noted('urged', { side: event.data.side, words: event.data.words }) };
    case 'task.progressed': return { ...task, progress: event.data.percent, history: noted('progressed', { side: 'to', words: event.data.words, count: event.data.percent }) };
    case 'task.countersignAsked': {
      const asked = event.data.people.map((person) => ({ ...person, askedAt: event.at, answeredAt: null, agrees: null }));
      const others = task.countersigns.filter(({ userId }) => !asked.some((person) => person.userId === userId));
      return { ...task, countersigns: [...others, ...asked], history: noted('countersignAsked', { side: 'from', words: [asked.map(({ name }) => name).join('、'), event.data.words].filter(Boolean).join('：') }) };
    }
    case 'task.countersigned': {
      const { agrees, words, signature } = event.data;
      const by = event.actor.kind === 'person' ? event.actor.userId : null;
      const countersigns = task.countersigns.map((asked) => (asked.userId === by ? { ...asked, answeredAt: event.at, agrees } : asked));
      return { ...task, countersigns, history: noted('countersigned', { side: 'from', words, count: agrees ? 1 : 0, signature }) };
    }
    case 'task.told': {
      const { clockId, what, dueAt, toCourtCode, level } = event.data;
      return { ...task, told: { ...task.told, [clockId]: { dueAt, level } }, history: noted(what, { side: 'hall', words: clockId, count: level, courtCode: toCourtCode }) };
    }
  }
}

function stepped(task: Task, event: Extract<TaskEvent, { name: 'task.stepped' }>): Task {
  const { step, state, over, side, onBehalfOf, words, count, number, assignee, to, grantedDays, result, documents, signature } = event.data;
  const moved = state !== task.state;
  return {
    ...task,
    state,
    over,
    number: number ?? task.number,
    assignee: to === null ? (assignee ?? task.assignee) : assignee,
    to: to ?? task.to,
    extraDays: task.extraDays + (grantedDays ?? 0),
    result: result ?? task.result,
    documents: documents.length === 0 ? task.documents : [...task.documents, ...documents],
    // Who was asked to countersign was asked about this approval alone.
    ...(moved ? { stateBefore: task.state, stateSince: event.at, countersigns: [] } : {}),
    overAt: over ? (task.overAt ?? event.at) : null,
    history: [...task.history, moment(event, step, state, { side, onBehalfOf, words, count, signature, ...(to === null ? {} : { to }), ...(result === null ? {} : { result }) })],
  };
}

function moment(event: TaskEvent, what: string, state: string, more: Partial<TaskMoment> & Pick<TaskMoment, 'side'>): TaskMoment {
  const { actor, at, courtCode } = event;
  return { at, what, state, byName: actorName(actor), byUserId: actor.kind === 'person' ? actor.userId : null, onBehalfOf: null, courtCode, words: null, count: null, signature: null, ...more };
}
