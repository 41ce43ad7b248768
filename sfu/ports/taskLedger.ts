import type { CourtCode, TaskId, UserId } from '#protocol/nouns/ids.ts';
import type { TaskBox, TaskFigures, TaskFilter, TaskRow, TaskSort, TaskTraffic } from '#protocol/tasks/ledger.ts';
import type { Task } from '#protocol/tasks/tasks.ts';

/** What the ledger keeps of a task beside the task itself; made from it alone. */
export type LedgerRow = TaskRow & {
  readonly tone: string;
  /** It waits for an approval. */
  readonly approval: boolean;
  /** Whose move it is; null: no court's of this hall. */
  readonly holderCourtCode: CourtCode | null;
  readonly receivedAt: number | null;
  /** Of one that is over: whether its own time limit was kept; null while it is not, and where it has none. */
  readonly onTime: boolean | null;
  readonly isDone: boolean;
  readonly isReturned: boolean;
  readonly complaints: number;
  readonly stars: number | null;
  /** From sending to the end. */
  readonly workdays: number | null;
};

/** A state in which somebody may give the approval, at a court. */
export type ApprovalSeat = { readonly courtCode: CourtCode; readonly flowId: string; readonly state: string };

/** Whose list: what their court sees, and who they are. */
export type LedgerReader = { readonly courtCode: CourtCode; readonly userId: UserId | null; readonly seats: readonly ApprovalSeat[]; /** Now, for what is late. */ readonly at: number };

export type LedgerPage = { readonly rows: TaskRow[]; readonly total: number; readonly next: string | null };

/** All tasks there ever were, as a table. Errors of every method: JournalError. */
export interface TaskLedgerStore {
  /** The entry of the log up to which it has read; 0: it has read nothing. */
  upTo(): Promise<number>;
  /** One transaction: the tasks as they are now, and how far the ledger has read with that. */
  write(tasks: readonly { readonly row: LedgerRow; readonly task: Task }[], upTo: number): Promise<void>;
  /** Everything is forgotten; it is read anew from the log. */
  clear(): Promise<void>;
  /** Also one that is archived. */
  find(taskId: TaskId): Promise<Task | undefined>;
  list(query: { readonly box: TaskBox; readonly filter: TaskFilter; readonly sort: TaskSort; readonly after: string | null; readonly limit: number }, reader: LedgerReader): Promise<LedgerPage>;
  counts(reader: LedgerReader): Promise<Record<TaskBox, { open: number; late: number; urgent: number }>>;
  /** Without the total. Of tasks sent in this time. */
  figures(span: { readonly from: number; readonly until: number; readonly by: 'court' | 'item' | 'flow' }, reader: LedgerReader): Promise<(TaskFigures & { readonly workdays: number; readonly stars: number; readonly rated: number })[]>;
  between(span: { readonly from: number; readonly until: number }, reader: LedgerReader): Promise<TaskTraffic[]>;
}
