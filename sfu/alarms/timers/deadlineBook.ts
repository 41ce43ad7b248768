import type { HallClock } from '../../ports/clock.ts';
import type { Appended, HallLog } from '../../ports/log.ts';
import { deadlineOf, subjectsWithDeadlines } from './deadlineOf.ts';

type Options = { readonly log: Pick<HallLog, 'state' | 'onAppended'>; readonly clock: HallClock; readonly onDue: (subject: string) => void };

/** The deadlines of the state, each on the hall's clock once. */
export class DeadlineBook {
  readonly #options: Options;
  readonly #planned = new Map<string, { readonly dueAt: number; readonly cancel: () => void }>();
  readonly #stopListening: () => void;

  private constructor(options: Options) {
    this.#options = options;
    this.#stopListening = options.log.onAppended((appended) => this.#appended(appended));
    for (const subject of subjectsWithDeadlines(options.log.state)) {
      this.#plan(subject);
    }
  }

  static create(options: Options): DeadlineBook {
    return new DeadlineBook(options);
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    for (const { cancel } of this.#planned.values()) {
      cancel();
    }
    this.#planned.clear();
  }

  #appended({ entries }: Appended): void {
    for (const subject of new Set(entries.map((entry) => entry.subject))) {
      this.#plan(subject);
    }
  }

  #plan(subject: string): void {
    const { log, clock, onDue } = this.#options;
    const dueAt = deadlineOf(log.state, subject);
    const planned = this.#planned.get(subject);
    if (planned?.dueAt === dueAt) {
      return;
    }
    planned?.cancel();
    this.#planned.delete(subject);
    if (dueAt !== null) {
      this.#planned.set(subject, { dueAt, cancel: clock.at(dueAt, () => onDue(subject)) });
    }
  }
}
