import type { Logger } from 'pino';
import type { Decision } from '#domain/decision/decision.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { nextYearAt } from '#domain/numbering/countedNumber.ts';
import { createCalendar } from '#domain/rules/calendar.ts';
import type { TaskDeadline } from '#domain/tasks/clocks/taskDeadlines.ts';
import { archiveAt, archiveTasks } from '#domain/tasks/decide/archiveTasks.ts';
import { deadlinesOf, dueTellings, tellTasks, type TaskRules } from '#domain/tasks/decide/tellTasks.ts';
import { AppError } from '#protocol/errors.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import type { Alarms } from '../../ports/alarms.ts';
import type { HallClock } from '../../ports/clock.ts';
import { EarliestDeadline } from '../../ports/earliestDeadline.ts';
import type { Appended, HallLog } from '../../ports/log.ts';
import type { Rules } from '../../ports/rules.ts';
import type { TaskDesk } from '../../ports/tasks.ts';
import { lateAlarm } from './lateAlarm.ts';
import { TimeQueue } from './timeQueue.ts';

type Options = {
  readonly log: HallLog;
  readonly rules: Rules;
  readonly clock: Pick<HallClock, 'at' | 'now'>;
  readonly desk: Pick<TaskDesk, 'act'>;
  readonly alarms: Alarms;
  readonly logger: Logger;
};

/** As many are told of by one command. */
const AT_ONCE = 100;

/** What happens to tasks by time alone: those who should know are told that a clock runs out, what lapses lapses, what is long over is let go. */
export class TaskDeadlines {
  readonly #options: Options;
  readonly #rules: TaskRules;
  /** When there is something to do about a task. */
  readonly #queue = new TimeQueue<TaskId>();
  /** Versions whose step by the clock was refused: it is tried again when the task has changed. */
  readonly #refused = new Map<TaskId, number>();
  /** Over for long, but the next number is counted from theirs. */
  readonly #keptUntil = new Map<TaskId, number>();
  readonly #deadline: EarliestDeadline;
  readonly #stopListening: () => void;

  private constructor(options: Options) {
    this.#options = options;
    const { log, rules: { book }, clock } = options;
    this.#rules = { book, calendar: createCalendar(book.holidays) };
    for (const task of log.state.tasks.values()) this.#look(task.taskId, log.state);
    this.#deadline = new EarliestDeadline({ clock, next: () => this.#queue.firstAt, run: () => this.#run() });
    this.#deadline.look();
    this.#stopListening = log.onAppended((appended) => this.#appended(appended));
  }

  static create(options: Options): TaskDeadlines {
    return new TaskDeadlines(options);
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    this.#deadline.close();
  }

  #appended({ entries, state }: Appended): void {
    const changed = new Set(entries.filter(({ name }) => name.startsWith('task.')).map(({ subject }) => idOf(subject) as TaskId));
    for (const taskId of changed) this.#look(taskId, state);
    if (changed.size > 0) this.#deadline.look();
  }

  #look(taskId: TaskId, state: HallState): void {
    const task = state.tasks.get(taskId);
    if (task === undefined) {
      this.#refused.delete(taskId);
      this.#keptUntil.delete(taskId);
    }
    const times = task === undefined ? [] : [this.#ahead(task)[0]?.at, this.#archiveAt(task)].filter((at) => at !== null && at !== undefined);
    this.#queue.set(taskId, times.length === 0 ? null : Math.min(...times));
  }

  /** Without what was refused. */
  #ahead(task: Task): TaskDeadline[] {
    const isRefused = this.#refused.get(task.taskId) === task.version;
    return deadlinesOf(task, this.#rules).filter(({ kind }) => !(isRefused && kind === 'lapse'));
  }

  #archiveAt(task: Task): number | null {
    const at = archiveAt(task);
    return at === null ? null : Math.max(at, this.#keptUntil.get(task.taskId) ?? at);
  }

  async #run(): Promise<void> {
    const { log, clock, logger } = this.#options;
    const due = this.#queue.takeDueBy(clock.now());
    try {
      for (let first = 0; first < due.length; first += AT_ONCE) {
        await this.#do(due.slice(first, first + AT_ONCE));
      }
    } catch (error) {
      logger.warn({ err: error, tasks: due.length }, 'what is due of tasks has not been done yet');
      throw error;
    } finally {
      for (const taskId of due) this.#look(taskId, log.state);
    }
  }

  async #do(taskIds: readonly TaskId[]): Promise<void> {
    const now = this.#options.clock.now();
    // Before it is told: a hall that dies in between raises it again, which is the same alarm.
    for (const task of this.#present(taskIds)) await this.#alarm(task, now);
    await this.#decide('task.tell', (state, at) => tellTasks(state, taskIds, { ...this.#rules, at }));
    for (const task of this.#present(taskIds)) {
      const lapse = this.#ahead(task).find((deadline) => deadline.kind === 'lapse');
      if (lapse !== undefined && lapse.at <= now) await this.#lapse(task, lapse.step);
    }
    const old = this.#present(taskIds).filter((task) => (this.#archiveAt(task) ?? Infinity) <= now).map(({ taskId }) => taskId);
    if (old.length > 0) {
      await this.#decide('task.archive', (state, at) => archiveTasks(state, old, at));
      for (const { taskId } of this.#present(old)) this.#keptUntil.set(taskId, nextYearAt(now));
    }
  }

  #present(taskIds: readonly TaskId[]): Task[] {
    return taskIds.flatMap((taskId) => this.#options.log.state.tasks.get(taskId) ?? []);
  }

  async #alarm(task: Task, now: number): Promise<void> {
    const late = task.urgent ? dueTellings(task, { ...this.#rules, at: now }).filter(({ data }) => data.what === 'due') : [];
    const { log: { state }, alarms } = this.#options;
    for (const telling of late) {
      await this.#unlessRefused(task, () => alarms.raise(lateAlarm(task, telling, { state, book: this.#rules.book })));
    }
  }

  async #lapse(task: Task, step: string): Promise<void> {
    const { taskId, version } = task;
    const act = { taskId, expectedVersion: version, step, words: null, count: null, assigneeId: null, to: null, result: null, documents: [], signature: null, onBehalfOf: null };
    const done = await this.#unlessRefused(task, () => this.#options.desk.act(act, { commandId: null, by: { kind: 'hall' }, actor: { kind: 'hall' }, via: null }));
    if (!done) this.#refused.set(taskId, version);
  }

  /** What cannot be done for this task must not keep the others waiting; what cannot be recorded now is tried again. */
  async #unlessRefused({ taskId }: Task, attempt: () => Promise<unknown>): Promise<boolean> {
    try {
      await attempt();
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'logUnavailable') throw error;
      this.#options.logger.warn({ err: error, taskId }, 'a task does not go on by itself');
      return false;
    }
  }

  async #decide(name: string, decide: (state: HallState, at: number) => Decision<null>): Promise<void> {
    await this.#options.log.execute({ commandId: null, name, input: {}, actor: { kind: 'hall' }, via: null, decide });
  }
}
