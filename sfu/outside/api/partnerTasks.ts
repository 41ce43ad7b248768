import { found } from '#domain/decision/decision.ts';
import { talkOfPartner } from '#domain/partners/talkOfPartner.ts';
import { documentsFor, endOfPartner } from '#domain/partners/seenByPartner.ts';
import { createCalendar, type Calendar } from '#domain/rules/calendar.ts';
import { flowOf } from '#domain/tasks/flow/flowOf.ts';
import { courtOfEnd } from '#domain/tasks/flow/sides.ts';
import type { CommandId, TaskId } from '#protocol/nouns/ids.ts';
import type { OutsideTask, StepOfTask } from '#protocol/outside/shapes.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Partner } from '#protocol/tasks/partners.ts';
import type { FormValues, Task, TaskDocument } from '#protocol/tasks/tasks.ts';
import type { HallLog } from '../../ports/log.ts';
import type { TaskDesk } from '../../ports/tasks.ts';
import type { PartnerFiles } from './partnerFiles.ts';
import type { Bytes } from './routes.ts';
import { taskView } from './taskView.ts';

type Options = { readonly log: HallLog; readonly desk: TaskDesk; readonly book: RuleBook; readonly files: PartnerFiles };
type Asked = { readonly taskId: TaskId; readonly expectedVersion: number; readonly commandId: CommandId };

/** Tasks as partners see them and act on them, each under its own name. */
export class PartnerTasks {
  readonly #options: Options;
  readonly #calendar: Calendar;

  constructor(options: Options) {
    this.#options = options;
    this.#calendar = createCalendar(options.book.holidays);
  }

  /** Errors: notFound, also for one of another partner, or that was not sent to it yet. */
  seen(partner: Partner, taskId: TaskId): Task {
    const task = this.#options.log.state.tasks.get(taskId);
    return found(task !== undefined && this.#isSeen(partner, task) ? task : undefined, 'task');
  }

  view(partner: Partner, task: Task): OutsideTask {
    return found(taskView(task, partner.partnerId, { book: this.#options.book, calendar: this.#calendar }) ?? undefined, 'task');
  }

  /** In the order of their last changes, after a place that was given before. */
  list(partner: Partner, { since, limit }: { readonly since: string | undefined; readonly limit: number }): { tasks: OutsideTask[]; next: string } {
    const after = since ?? '0_';
    const placed = [...this.#options.log.state.tasks.values()]
      .filter((task) => this.#isSeen(partner, task))
      .map((task) => ({ task, place: placeOf(task) }))
      .filter(({ place }) => isAfter(place, after))
      .toSorted((one, other) => (isAfter(one.place, other.place) ? 1 : -1))
      .slice(0, limit);
    return { tasks: placed.map(({ task }) => this.view(partner, task)), next: placed.at(-1)?.place ?? since ?? `0_${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}` };
  }

  async act(partner: Partner, { commandId, taskId, expectedVersion }: Asked, step: StepOfTask): Promise<Task> {
    const { desk, files } = this.#options;
    const documents = await files.given(partner.partnerId, step.documents, this.#documents(partner, this.seen(partner, taskId)));
    return desk.act({ ...step, taskId, expectedVersion, documents, assigneeId: null, to: null, signature: null, onBehalfOf: null }, { commandId, ...this.as(partner) });
  }

  async talk(partner: Partner, { commandId, ...talk }: Asked & { readonly withName: string; readonly words: string }): Promise<Task> {
    const { log, book } = this.#options;
    const { actor, via } = this.as(partner);
    const { partnerId } = partner;
    return (await log.execute({ commandId, name: 'task.talk', input: talk, actor, via, decide: (state) => talkOfPartner(state, talk, { partnerId, book }) })).answer.task;
  }

  /** Errors: notFound, internalPaper. */
  async readDocument(partner: Partner, { taskId, sha256 }: { readonly taskId: TaskId; readonly sha256: string }): Promise<Bytes> {
    const task = this.seen(partner, taskId);
    return this.#options.files.read(task, this.#documents(partner, task), sha256);
  }

  openPersonal(partner: Partner, taskId: TaskId, purpose: string): Promise<FormValues> {
    const { from, to } = this.seen(partner, taskId);
    const courtCode = found(courtOfEnd(from) ?? courtOfEnd(to) ?? undefined, 'court');
    return this.#options.desk.openPersonal({ taskId, purpose, courtCode }, { ...this.as(partner), commandId: null });
  }

  as({ partnerId, name }: Partner) {
    return { by: { kind: 'partner', partnerId }, actor: { kind: 'partner', partnerId, name }, via: null } as const;
  }

  #documents({ partnerId }: Partner, task: Task): readonly TaskDocument[] {
    const { book } = this.#options;
    const end = endOfPartner(task, flowOf(book, task), partnerId);
    return end === null ? [] : documentsFor(task, end, book);
  }

  #isSeen({ partnerId }: Partner, task: Task): boolean {
    // The ends first: that rules nearly all out.
    return [task.from, task.to].some((end) => end.kind === 'outside' && end.partnerId === partnerId) && endOfPartner(task, flowOf(this.#options.book, task), partnerId) !== null;
  }
}

function placeOf({ history, taskId }: Task): string {
  return `${Math.round(history.at(-1)?.at ?? 0)}_${taskId}`;
}

function isAfter(one: string, other: string): boolean {
  const [at, id] = split(one);
  const [otherAt, otherId] = split(other);
  return at > otherAt || (at === otherAt && id > otherId);
}

function split(place: string): [number, string] {
  const [at = '0', id = ''] = place.split('_');
  return [Number(at), id];
}
