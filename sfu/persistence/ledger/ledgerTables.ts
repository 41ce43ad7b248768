import type { ColumnDataType, Kysely, RawBuilder } from 'kysely';
import type { CourtCode, TaskId, UserId } from '#protocol/nouns/ids.ts';

/** Flags are 0 or 1; ends and people are JSON beside the columns that are searched. */
export type TaskTable = {
  taskId: TaskId;
  flowId: string;
  itemId: string;
  state: string;
  tone: string;
  approval: number;
  over: number;
  urgent: number;
  number: string | null;
  title: string;
  caseNumber: string | null;
  fromCourtCode: CourtCode | null;
  toCourtCode: CourtCode | null;
  holderCourtCode: CourtCode | null;
  fromEnd: string;
  toEnd: string;
  authorId: UserId | null;
  authorName: string | null;
  assigneeId: UserId | null;
  assigneeName: string | null;
  progress: number;
  createdAt: number;
  stateSince: number;
  changedAt: number;
  sentAt: number | null;
  receivedAt: number | null;
  overAt: number | null;
  dueAt: number | null;
  amberAt: number | null;
  clockId: string | null;
  /** `dueAt`, or after everything. */
  dueOrder: number;
  onTime: number | null;
  isDone: number;
  isReturned: number;
  complaints: number;
  stars: number | null;
  workdays: number | null;
  searchText: string;
  version: number;
};

/** `task` is JSON. */
export type TaskBodyTable = { taskId: TaskId; task: string };

type Text = ColumnDataType | RawBuilder<unknown>;

export async function makeTaskLedger({ schema }: Kysely<unknown>, text: Text): Promise<void> {
  const texts = ['flowId', 'itemId', 'state', 'tone', 'title', 'fromEnd', 'toEnd', 'searchText'] as const;
  const optionalTexts = ['number', 'caseNumber', 'fromCourtCode', 'toCourtCode', 'holderCourtCode', 'authorId', 'authorName', 'assigneeId', 'assigneeName', 'clockId'] as const;
  const integers = ['approval', 'over', 'urgent', 'progress', 'isDone', 'isReturned', 'complaints', 'version'] as const;
  const optionalIntegers = ['onTime', 'stars', 'workdays'] as const;
  const times = ['createdAt', 'stateSince', 'changedAt', 'dueOrder'] as const;
  const optionalTimes = ['sentAt', 'receivedAt', 'overAt', 'dueAt', 'amberAt'] as const;
  let table = schema.createTable('tasks').addColumn('taskId', text, (column) => column.primaryKey());
  for (const name of texts) table = table.addColumn(name, text, (column) => column.notNull());
  for (const name of optionalTexts) table = table.addColumn(name, text);
  for (const name of integers) table = table.addColumn(name, 'integer', (column) => column.notNull());
  for (const name of optionalIntegers) table = table.addColumn(name, 'integer');
  for (const name of times) table = table.addColumn(name, 'bigint', (column) => column.notNull());
  for (const name of optionalTimes) table = table.addColumn(name, 'bigint');
  await table.execute();
  await schema.createTable('taskBodies').addColumn('taskId', text, (column) => column.primaryKey()).addColumn('task', text, (column) => column.notNull()).execute();
  // One for each box and sort that is read often; what is open is little beside what is over.
  for (const [name, columns] of Object.entries(INDEXES)) {
    await schema.createIndex(name).on('tasks').columns([...columns]).execute();
  }
}

const INDEXES = {
  tasksNewest: ['createdAt', 'taskId'],
  tasksChanged: ['changedAt', 'taskId'],
  tasksDue: ['over', 'dueOrder', 'taskId'],
  tasksFrom: ['fromCourtCode', 'over', 'createdAt'],
  tasksTo: ['toCourtCode', 'over', 'createdAt'],
  tasksHolder: ['approval', 'holderCourtCode', 'dueOrder'],
  tasksAuthor: ['authorId', 'over'],
  tasksAssignee: ['assigneeId', 'over'],
  tasksSent: ['sentAt'],
} as const;
