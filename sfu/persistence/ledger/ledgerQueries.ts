import { sql, type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely';
import { z } from 'zod';
import { TASK_BOXES, type TaskBox, type TaskFilter, type TaskRow, type TaskSort } from '#protocol/tasks/ledger.ts';
import { taskEnd } from '#protocol/tasks/tasks.ts';
import type { LedgerPage, LedgerReader, TaskLedgerStore } from '../../ports/taskLedger.ts';
import { prefixRange } from '../entries/prefix.ts';
import type { Tables } from '../database/tables.ts';
import type { TaskTable } from './ledgerTables.ts';

type Where = ExpressionBuilder<Tables, 'tasks'>;
type Condition = Expression<SqlBool>;
type Query = Parameters<TaskLedgerStore['list']>[0];

/** Columns of each sort, the last one telling equals apart, and which way it goes. */
const ORDERS: { readonly [Sort in TaskSort]: readonly (readonly [keyof TaskTable, 'asc' | 'desc'])[] } = {
  newest: [['createdAt', 'desc'], ['taskId', 'desc']],
  changed: [['changedAt', 'desc'], ['taskId', 'desc']],
  due: [['over', 'asc'], ['dueOrder', 'asc'], ['taskId', 'asc']],
  urgency: [['over', 'asc'], ['urgent', 'desc'], ['dueOrder', 'asc'], ['taskId', 'asc']],
};

export async function listTasks(db: Kysely<Tables>, { box, filter, sort, after, limit }: Query, reader: LedgerReader): Promise<LedgerPage> {
  const meant = (eb: Where) => eb.and([inBox(eb, box, reader), ...matches(eb, filter, reader)]);
  const counted = await db.selectFrom('tasks').select(({ fn }) => fn.countAll<number | string>().as('total')).where(meant).executeTakeFirstOrThrow();
  let query = db.selectFrom('tasks').selectAll().where(meant);
  const place = after === null ? null : readCursor(after, sort);
  if (place !== null) query = query.where((eb) => isAfter(eb, ORDERS[sort], place));
  for (const [column, way] of ORDERS[sort]) query = query.orderBy(column, way);
  const found = await query.limit(limit + 1).execute();
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows: rows.map(rowOf), total: Number(counted.total), next: found.length > limit && last !== undefined ? cursorAt(last, sort) : null };
}

export async function countBoxes(db: Kysely<Tables>, reader: LedgerReader): Promise<Record<TaskBox, { open: number; late: number; urgent: number }>> {
  const counted = await Promise.all(TASK_BOXES.map(async (box) => {
    const { open, late, urgent } = await db.selectFrom('tasks')
      .select(({ fn }) => [
        fn.countAll<number | string>().as('open'),
        fn.sum<number | string | null>(sql<number>`case when ${sql.ref('dueOrder')} <= ${reader.at} then 1 else 0 end`).as('late'),
        fn.sum<number | string | null>('urgent').as('urgent'),
      ])
      .where((eb) => eb.and([eb('over', '=', 0), inBox(eb, box, reader)]))
      .executeTakeFirstOrThrow();
    return [box, { open: Number(open), late: Number(late ?? 0), urgent: Number(urgent ?? 0) }] as const;
  }));
  return Object.fromEntries(counted) as Record<TaskBox, { open: number; late: number; urgent: number }>;
}

const GROUPS = { court: 'toCourtCode', item: 'itemId', flow: 'flowId' } as const;

/** By court: what a court sent counts at the court that sent it, everything else at the one that does it. */
export async function figuresOf(db: Kysely<Tables>, { from, until, by }: Parameters<TaskLedgerStore['figures']>[0], reader: LedgerReader): ReturnType<TaskLedgerStore['figures']> {
  const inTime = (eb: Where) => eb.and([eb('sentAt', '>=', from), eb('sentAt', '<', until), seen(eb, reader)]);
  const count = (condition: string) => sql<number>`sum(case when ${sql.raw(condition)} then 1 else 0 end)`;
  const rows = await db.selectFrom('tasks')
    .select(({ fn }) => [
      sql.ref<string | null>(GROUPS[by]).as('key'),
      fn.countAll<number | string>().as('sent'),
      fn.count<number | string>('receivedAt').as('received'),
      fn.sum<number | string>('isDone').as('done'),
      count('"onTime" = 1').as('onTime'),
      count('"onTime" = 0').as('late'),
      fn.sum<number | string>('isReturned').as('returned'),
      fn.sum<number | string>('complaints').as('complaints'),
      sql<number>`coalesce(sum(case when "isDone" = 1 then "workdays" else 0 end), 0)`.as('workdays'),
      sql<number>`coalesce(sum("stars"), 0)`.as('stars'),
      fn.count<number | string>('stars').as('rated'),
    ])
    .where(inTime)
    .groupBy(GROUPS[by])
    .execute();
  const figures = new Map(rows.map((row) => [row.key ?? '', withAverages({ ...numbersIn(row), key: row.key ?? '' })]));
  if (by === 'court') {
    const sent = await db.selectFrom('tasks').select(({ fn }) => ['fromCourtCode as key', fn.countAll<number | string>().as('sent')]).where(inTime).groupBy('fromCourtCode').execute();
    for (const [key, row] of figures) figures.set(key, { ...row, sent: 0 });
    for (const { key, sent: count_ } of sent) figures.set(key ?? '', { ...(figures.get(key ?? '') ?? withAverages({ ...NOTHING, key: key ?? '' })), sent: Number(count_) });
  }
  return [...figures.values()].filter(({ key }) => key !== '').toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

const NOTHING = { sent: 0, received: 0, done: 0, onTime: 0, late: 0, returned: 0, complaints: 0, workdays: 0, stars: 0, rated: 0 };

function numbersIn(row: { readonly [Name in keyof typeof NOTHING]: number | string }): typeof NOTHING {
  return Object.fromEntries(Object.keys(NOTHING).map((name) => [name, Number(row[name as keyof typeof NOTHING])])) as typeof NOTHING;
}

function withAverages<Sums extends typeof NOTHING>(sums: Sums): Sums & { averageWorkdays: number | null; averageStars: number | null } {
  return { ...sums, averageWorkdays: sums.done === 0 ? null : sums.workdays / sums.done, averageStars: sums.rated === 0 ? null : sums.stars / sums.rated };
}

export function trafficOf(db: Kysely<Tables>, { from, until }: { readonly from: number; readonly until: number }, reader: LedgerReader) {
  return db.selectFrom('tasks')
    .select([
      'fromEnd',
      'toEnd',
      sql<number | string>`sum(case when "over" = 0 then 1 else 0 end)`.as('open'),
      sql<number | string>`sum(case when "over" = 0 and "dueOrder" <= ${reader.at} then 1 else 0 end)`.as('late'),
      sql<number | string>`sum("isDone")`.as('done'),
    ])
    .where((eb) => eb.and([eb('sentAt', '>=', from), eb('sentAt', '<', until), seen(eb, reader)]))
    .groupBy(['fromEnd', 'toEnd'])
    .execute();
}

/** One of its courts is the reader's or one below it. */
function seen(eb: Where, { courtCode }: Pick<LedgerReader, 'courtCode'>): Condition {
  const { low, high } = prefixRange(courtCode);
  const at = (column: 'fromCourtCode' | 'toCourtCode') => eb.and([eb(column, '>=', low as typeof courtCode), eb(column, '<', high as typeof courtCode)]);
  return eb.or([at('fromCourtCode'), at('toCourtCode')]);
}

function inBox(eb: Where, box: TaskBox, reader: LedgerReader): Condition {
  const { courtCode, userId, seats } = reader;
  switch (box) {
    // What its sender has not sent yet is not in it.
    case 'inbox': return eb.and([eb('toCourtCode', '=', courtCode), eb.or([eb('sentAt', 'is not', null), eb('holderCourtCode', '=', courtCode)])]);
    case 'outbox': return eb('fromCourtCode', '=', courtCode);
    case 'mine': return userId === null ? eb.lit(false) : eb.and([eb.or([eb('authorId', '=', userId), eb('assigneeId', '=', userId)]), seen(eb, reader)]);
    case 'approvals': return seats.length === 0 ? eb.lit(false) : eb.and([eb('approval', '=', 1), eb.or(seats.map((seat) => eb.and([eb('holderCourtCode', '=', seat.courtCode), eb('flowId', '=', seat.flowId), eb('state', '=', seat.state)])))]);
    case 'all': return seen(eb, reader);
  }
}

function matches(eb: Where, { flowIds, itemIds, states, tones, courtCode, urgent, late, over, from, until, text }: TaskFilter, { at }: LedgerReader): Condition[] {
  const anyOf = (column: 'flowId' | 'itemId' | 'state' | 'tone', values: readonly string[] | undefined) => (values === undefined || values.length === 0 ? [] : [eb(column, 'in', [...values])]);
  return [
    ...anyOf('flowId', flowIds),
    ...anyOf('itemId', itemIds),
    ...anyOf('state', states),
    ...anyOf('tone', tones),
    ...(courtCode === undefined ? [] : [seen(eb, { courtCode })]),
    ...(urgent === undefined ? [] : [eb('urgent', '=', urgent ? 1 : 0)]),
    ...(late === undefined ? [] : [late ? eb.and([eb('over', '=', 0), eb('dueOrder', '<=', at)]) : eb.or([eb('over', '=', 1), eb('dueOrder', '>', at)])]),
    ...(over === undefined ? [] : [eb('over', '=', over ? 1 : 0)]),
    ...(from === undefined ? [] : [eb('createdAt', '>=', from)]),
    ...(until === undefined ? [] : [eb('createdAt', '<', until)]),
    ...(text === undefined || text === '' ? [] : [sql<SqlBool>`${sql.ref('searchText')} like ${`%${escaped(text)}%`} escape '\\'`]),
  ];
}

function escaped(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}

type Place = readonly (string | number)[];

/** Lexicographic: after in the first column that differs. */
function isAfter(eb: Where, order: (typeof ORDERS)[TaskSort], place: Place): Condition {
  return eb.or(order.map(([column, way], index) => eb.and([
    ...order.slice(0, index).map(([before], at) => eb(before, '=', place[at] as never)),
    eb(column, way === 'asc' ? '>' : '<', place[index] as never),
  ])));
}

function cursorAt(row: TaskTable, sort: TaskSort): string {
  return JSON.stringify(ORDERS[sort].map(([column]) => row[column]));
}

/** Null for one that is none of this sort: the list begins anew. */
function readCursor(text: string, sort: TaskSort): Place | null {
  try {
    return z.array(z.union([z.string(), z.number()])).length(ORDERS[sort].length).parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function rowOf(row: TaskTable): TaskRow {
  const { taskId, flowId, itemId, number, title, caseNumber, state, progress, createdAt, stateSince, changedAt, sentAt, overAt, dueAt, amberAt, clockId, version } = row;
  return {
    taskId, flowId, itemId, number, title, caseNumber, state, progress, createdAt, stateSince, changedAt, sentAt, overAt, dueAt, amberAt, clockId, version,
    from: taskEnd.parse(JSON.parse(row.fromEnd)),
    to: taskEnd.parse(JSON.parse(row.toEnd)),
    author: row.authorId === null ? null : { userId: row.authorId, name: row.authorName ?? '' },
    assignee: row.assigneeId === null ? null : { userId: row.assigneeId, name: row.assigneeName ?? '' },
    over: row.over === 1,
    urgent: row.urgent === 1,
  };
}
