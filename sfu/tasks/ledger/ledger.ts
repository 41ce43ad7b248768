import { Map as PersistentMap } from 'immutable';
import type { Logger } from 'pino';
import { createCalendar, type Calendar } from '#domain/rules/calendar.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import { foldTask } from '#domain/tasks/foldTask.ts';
import { eventOf, type HallEvent } from '#protocol/events.ts';
import type { TaskId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import { taskFigures, type TaskFigures, type taskLedgerRequests } from '#protocol/tasks/ledger.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { asUnavailable, type Journal } from '../../ports/journal.ts';
import type { Appended, HallLog } from '../../ports/log.ts';
import type { Rules } from '../../ports/rules.ts';
import type { Handlers, Session } from '../../ports/session.ts';
import type { ApprovalSeat, LedgerReader, TaskLedgerStore } from '../../ports/taskLedger.ts';
import type { Deputies } from '../../ports/tasks.ts';
import { ledgerRow } from './ledgerRow.ts';

type Options = {
  readonly log: HallLog;
  readonly journal: Pick<Journal, 'read'>;
  readonly store: TaskLedgerStore;
  readonly rules: Rules;
  readonly deputies: Deputies;
  readonly now: () => number;
  readonly logger: Logger;
};
type TaskEvent = Extract<HallEvent, { name: `task.${string}` }>;

const PAGE = 2_000;
const AGAIN_AFTER_MS = 1_000;
/** Entries about other things after which its place is written down, so that a start has little to read. */
const NOTE_PLACE_EVERY = 5_000;

/** The table of all tasks, which follows the log. */
export class Ledger {
  readonly handlers: Pick<Handlers, keyof typeof taskLedgerRequests>;
  readonly #options: Options;
  readonly #calendar: Calendar;
  #pending = new Map<TaskId, Task>();
  #upTo = 0;
  #writtenUpTo = 0;
  #writing: Promise<void> | null = null;
  #again: NodeJS.Timeout | undefined;
  #closed = false;
  #stopListening: () => void = () => undefined;

  private constructor(options: Options) {
    this.#options = options;
    this.#calendar = createCalendar(options.rules.book.holidays);
    this.handlers = {
      'task.list': (query, session) => options.store.list(query, this.#readerOf(session)).catch(asUnavailable),
      'task.counts': async (_, session) => ({ boxes: await options.store.counts(this.#readerOf(session)).catch(asUnavailable) }),
      'task.figures': async (span, session) => {
        const reader = this.#readerOf(session);
        const rows = await options.store.figures(span, reader).catch(asUnavailable);
        // Courts of other provinces have no row of their own, but what was sent to them or came from them counts.
        const all = span.by === 'court' ? await options.store.figures({ ...span, by: 'flow' }, reader).catch(asUnavailable) : rows;
        return { figures: rows.map((row) => taskFigures.parse(row)), total: totalOf(all) };
      },
      'task.between': async (span, session) => ({ traffic: await options.store.between(span, this.#readerOf(session)).catch(asUnavailable) }),
    };
  }

  /** Resolves when it has read what the log holds. Errors: JournalError. */
  static async create(options: Options): Promise<Ledger> {
    const ledger = new Ledger(options);
    await ledger.#catchUp();
    ledger.#stopListening = options.log.onAppended((appended) => ledger.#appended(appended));
    return ledger;
  }

  /** Also one that is archived. Errors: logUnavailable. */
  find(taskId: TaskId): Promise<Task | undefined> {
    return this.#options.store.find(taskId).catch(asUnavailable);
  }

  /** When what was appended until now can be read here; also when it cannot be written for now. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    clearTimeout(this.#again);
    await this.#writing;
  }

  async #catchUp(): Promise<void> {
    const { log, journal, store, logger } = this.#options;
    const head = log.position.sequence;
    let upTo = await store.upTo();
    if (upTo > head) {
      // Another history, from a backup.
      await store.clear();
      upTo = 0;
    }
    if (head - upTo > PAGE) logger.info({ entries: head - upTo }, 'the ledger of tasks reads the log');
    // What is appended while it reads is read, too: from the last look on the listener has it.
    while (upTo < log.position.sequence) {
      const entries = await journal.read({ after: upTo, limit: PAGE });
      const last = entries.at(-1);
      if (last === undefined) break;
      await this.#read(entries, last.sequence);
      upTo = last.sequence;
    }
    this.#upTo = upTo;
    this.#writtenUpTo = upTo;
  }

  async #read(entries: readonly Entry[], upTo: number): Promise<void> {
    const { store } = this.#options;
    let tasks = PersistentMap<TaskId, Task>();
    for (const event of entries.flatMap((entry) => taskEventOf(entry) ?? [])) {
      const taskId = idOf(event.subject) as TaskId;
      if (!tasks.has(taskId)) {
        const kept = await store.find(taskId);
        if (kept !== undefined) tasks = tasks.set(taskId, kept);
      }
      if (event.name !== 'task.archived' && event.version > (tasks.get(taskId)?.version ?? 0)) tasks = foldTask(tasks, event);
    }
    await this.#write([...tasks.values()], upTo);
  }

  #appended({ entries, state, upTo }: Appended): void {
    for (const { name, subject } of entries) {
      const task = name.startsWith('task.') ? state.tasks.get(idOf(subject) as TaskId) : undefined;
      if (task !== undefined) this.#pending.set(task.taskId, task);
    }
    this.#upTo = upTo.sequence;
    if (this.#pending.size > 0 || this.#upTo - this.#writtenUpTo >= NOTE_PLACE_EVERY) this.#writeSoon();
  }

  #writeSoon(): void {
    if (this.#writing !== null || this.#again !== undefined || this.#closed) return;
    this.#writing = this.#writeAll().finally(() => {
      this.#writing = null;
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#pending.size > 0 || this.#upTo - this.#writtenUpTo >= NOTE_PLACE_EVERY) {
      const [pending, upTo] = [this.#pending, this.#upTo];
      this.#pending = new Map();
      try {
        await this.#write([...pending.values()], upTo);
        this.#writtenUpTo = upTo;
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'the ledger of tasks cannot be written for now');
        this.#pending = new Map([...pending, ...this.#pending]);
        this.#again = setTimeout(() => {
          this.#again = undefined;
          this.#writeSoon();
        }, AGAIN_AFTER_MS);
        return;
      }
    }
  }

  #write(tasks: readonly Task[], upTo: number): Promise<void> {
    const { store, rules: { book } } = this.#options;
    return store.write(tasks.map((task) => ({ task, row: ledgerRow(task, { book, calendar: this.#calendar }) })), upTo);
  }

  #readerOf({ courtCode, userId }: Session): LedgerReader {
    const at = this.#options.now();
    return { courtCode, userId, at, seats: this.#seatsOf(userId, at) };
  }

  /** Where the person, or whom they are deputy of, may give an approval. */
  #seatsOf(userId: Session['userId'], at: number): ApprovalSeat[] {
    const { log, deputies, rules: { book } } = this.#options;
    const person = userId === null ? undefined : log.state.users.get(userId);
    if (person === undefined) return [];
    return book.flows.flatMap((flow) => {
      const people = [person, ...deputies.principalsOf(person.userId, { flowId: flow.id, at })];
      return flow.states.filter(({ approval }) => approval).flatMap((state) => {
        const roles = new Set(flow.steps.filter(({ from, kind }) => kind === 'approve' && from.includes(state.id)).flatMap(({ by }) => by.flatMap((performer) => performer.roles)));
        const courts = new Set(people.filter((one) => one.roles.some((role) => roles.has(role))).map(({ courtCode }) => courtCode));
        return [...courts].map((courtCode) => ({ courtCode, flowId: flow.id, state: state.id }));
      });
    });
  }
}

function taskEventOf(entry: Entry): TaskEvent | null {
  const event = entry.name.startsWith('task.') ? eventOf(entry) : null;
  return event !== null && isTaskEvent(event) ? event : null;
}

function isTaskEvent(event: HallEvent): event is TaskEvent {
  return event.name.startsWith('task.');
}

type Row = Awaited<ReturnType<TaskLedgerStore['figures']>>[number];

function totalOf(rows: readonly Row[]): TaskFigures {
  const sum = (name: 'sent' | 'received' | 'done' | 'onTime' | 'late' | 'returned' | 'complaints' | 'workdays' | 'stars' | 'rated') => rows.reduce((total, row) => total + row[name], 0);
  const [done, rated] = [sum('done'), sum('rated')];
  return {
    key: '',
    sent: sum('sent'),
    received: sum('received'),
    done,
    onTime: sum('onTime'),
    late: sum('late'),
    returned: sum('returned'),
    complaints: sum('complaints'),
    averageWorkdays: done === 0 ? null : sum('workdays') / done,
    averageStars: rated === 0 ? null : sum('stars') / rated,
  };
}
