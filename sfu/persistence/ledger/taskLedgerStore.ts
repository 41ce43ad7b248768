import type { Kysely } from 'kysely';
import { task as taskSchema, taskEnd } from '#protocol/tasks/tasks.ts';
import { chunksOf, within } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import type { LedgerRow, TaskLedgerStore } from '../../ports/taskLedger.ts';
import { countBoxes, figuresOf, listTasks, trafficOf } from './ledgerQueries.ts';
import type { TaskTable } from './ledgerTables.ts';

const POSITION = 'taskLedger';
/** After everything that is due. */
const NEVER = Number.MAX_SAFE_INTEGER;
/** So many variables a row that a statement takes no more rows. */
const ROWS_AT_ONCE = 200;

export function createTaskLedgerStore(db: Kysely<Tables>): TaskLedgerStore {
  return {
    async upTo() {
      const found = await db.selectFrom('meta').select('value').where('key', '=', POSITION).executeTakeFirst();
      return Number(found?.value ?? 0);
    },
    write: (tasks, upTo) => within(db, async (bound) => {
      for (const chunk of chunksOf(tasks, ROWS_AT_ONCE)) {
        const taskIds = chunk.map(({ row }) => row.taskId);
        await bound.deleteFrom('tasks').where('taskId', 'in', taskIds).execute();
        await bound.deleteFrom('taskBodies').where('taskId', 'in', taskIds).execute();
        await bound.insertInto('tasks').values(chunk.map(({ row }) => tableRow(row))).execute();
        await bound.insertInto('taskBodies').values(chunk.map(({ task }) => ({ taskId: task.taskId, task: JSON.stringify(task) }))).execute();
      }
      const value = String(upTo);
      await bound.insertInto('meta').values({ key: POSITION, value }).onConflict((conflict) => conflict.column('key').doUpdateSet({ value })).execute();
    }),
    clear: () => within(db, async (bound) => {
      await bound.deleteFrom('tasks').execute();
      await bound.deleteFrom('taskBodies').execute();
      await bound.deleteFrom('meta').where('key', '=', POSITION).execute();
    }),
    async find(taskId) {
      const found = await db.selectFrom('taskBodies').select('task').where('taskId', '=', taskId).executeTakeFirst();
      return found === undefined ? undefined : taskSchema.parse(JSON.parse(found.task));
    },
    list: (query, reader) => listTasks(db, query, reader),
    counts: (reader) => countBoxes(db, reader),
    figures: (span, reader) => figuresOf(db, span, reader),
    between: async (span, reader) => (await trafficOf(db, span, reader)).map(({ fromEnd, toEnd, open, late, done }) => ({ from: taskEnd.parse(JSON.parse(fromEnd)), to: taskEnd.parse(JSON.parse(toEnd)), open: Number(open), late: Number(late), done: Number(done) })),
  };
}

function tableRow(row: LedgerRow): TaskTable {
  const { from, to, author, assignee, approval, over, urgent, onTime, isDone, isReturned, ...same } = row;
  return {
    ...same,
    approval: flag(approval),
    over: flag(over),
    urgent: flag(urgent),
    onTime: onTime === null ? null : flag(onTime),
    isDone: flag(isDone),
    isReturned: flag(isReturned),
    fromCourtCode: from.kind === 'court' ? from.courtCode : null,
    toCourtCode: to.kind === 'court' ? to.courtCode : null,
    fromEnd: JSON.stringify(from),
    toEnd: JSON.stringify(to),
    authorId: author?.userId ?? null,
    authorName: author?.name ?? null,
    assigneeId: assignee?.userId ?? null,
    assigneeName: assignee?.name ?? null,
    dueOrder: row.dueAt ?? NEVER,
    searchText: [row.number, row.title, row.caseNumber, from.courtName, to.courtName, author?.name, assignee?.name].filter(Boolean).join('\n').normalize('NFKC').toLowerCase(),
  };
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}
