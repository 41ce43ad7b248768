import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import type { AuditFilter } from '#protocol/nouns/audit.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { Tables } from '../database/tables.ts';
import { entryOf } from './entryRows.ts';
import { prefixRange } from './prefix.ts';

/** Sequences looked through by one statement: first this many, more when little is found, so that the hall never stands still for long. */
const FIRST_STRETCH = 2_048;
const LONGEST_STRETCH = 32_768;
/** Every entry of the stretch is looked into then. */
const LONGEST_TEXT_STRETCH = 8_192;

export type EntryQuery = { readonly filter: AuditFilter; readonly subjects?: readonly string[]; readonly seenFrom: CourtCode; readonly before: number | null; readonly limit: number };

/** Newest first. Goes back through the log in stretches, each a short statement on the index that fits. */
export async function queryEntries(db: Kysely<Tables>, { filter, subjects, seenFrom, before, limit }: EntryQuery): Promise<Entry[]> {
  const court = narrower(seenFrom, filter.courtCode);
  if (court === null || [filter.subject, ...(filter.names ?? []), ...(subjects ?? [])].some((text) => text?.includes('\0'))) {
    return [];
  }
  const range = await sequenceRange(db, filter, before);
  const courtCodes = await valuesWithin(db, 'courtCode', [court]);
  const names = filter.names === undefined ? null : await valuesWithin(db, 'name', filter.names);
  const found: Entry[] = [];
  if (range === null || courtCodes?.length === 0 || names?.length === 0 || subjects?.length === 0) {
    return found;
  }
  const matches = textMatcher(filter.text);
  let { high } = range;
  for (let stretch = FIRST_STRETCH; high > range.low && found.length < limit;) {
    const low = Math.max(range.low, high - stretch);
    const rows = await select(db, { filter, subjects: subjects ?? null, courtCodes, names, low, high, limit });
    for (const entry of rows.map(entryOf)) {
      if (found.length < limit && matches(entry)) {
        found.push(entry);
      }
    }
    if (rows.length === limit) {
      high = rows.at(-1)?.sequence ?? low;
    } else {
      high = low;
      stretch = Math.min(filter.text === undefined ? LONGEST_STRETCH : LONGEST_TEXT_STRETCH, stretch * 2);
    }
    await setImmediate();
  }
  return found;
}

type Stretch = {
  readonly filter: AuditFilter;
  readonly subjects: readonly string[] | null;
  readonly courtCodes: readonly string[] | null;
  readonly names: readonly string[] | null;
  readonly low: number;
  readonly high: number;
  readonly limit: number;
};

function select(db: Kysely<Tables>, { filter, subjects, courtCodes, names, low, high, limit }: Stretch) {
  let rows = db.selectFrom('entries').selectAll().where('sequence', '>=', low).where('sequence', '<', high);
  if (filter.subject !== undefined) {
    rows = rows.where('subject', '=', filter.subject);
  }
  if (subjects !== null) {
    rows = rows.where('subject', 'in', subjects);
  }
  if (filter.actorId !== undefined) {
    rows = rows.where('actorId', '=', filter.actorId);
  }
  // A few objects or one actor have the fewest entries: the other indexes must not be taken then (an expression has none).
  const one = filter.subject !== undefined || subjects !== null || filter.actorId !== undefined;
  const column = (name: 'courtCode' | 'name') => (one ? sql<string>`(${sql.ref(name)} || '')` : sql<string>`${sql.ref(name)}`);
  if (courtCodes !== null) {
    rows = rows.where(column('courtCode'), 'in', courtCodes);
  }
  if (names !== null) {
    rows = rows.where(column('name'), 'in', names);
  }
  if (filter.text !== undefined && filter.text !== '') {
    const text = likePattern(filter.text);
    const json = likePattern(JSON.stringify(filter.text).slice(1, -1));
    // PostgreSQL's `like` minds the case of letters, SQLite's does not.
    rows = rows.where(sql<boolean>`(lower("data") like ${json} escape '!' or lower("actor") like ${json} escape '!' or lower("subject") like ${text} escape '!')`);
  }
  return rows.orderBy('sequence', 'desc').limit(limit).execute();
}

/** A search for text that stands anywhere; `!` escapes. */
function likePattern(text: string): string {
  return `%${lowerCase(text.replaceAll('\0', '\\u0000')).replace(/[!%_]/g, '!$&')}%`;
}

/** Of the Latin letters alone, as both databases do it. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The statement also finds names of fields and ids of actors; what is told must stand in a value. */
function textMatcher(text: string | undefined): (entry: Entry) => boolean {
  if (text === undefined || text === '') {
    return () => true;
  }
  const wanted = lowerCase(text);
  const stands = (value: unknown): boolean => {
    switch (typeof value) {
      case 'string': return lowerCase(value).includes(wanted);
      case 'number': return String(value).includes(wanted);
      case 'object': return value !== null && Object.values(value).some(stands);
      default: return false;
    }
  };
  return ({ data, actor, subject }) => stands(data) || ('name' in actor && stands(actor.name)) || stands(subject);
}

/** The court that both mean, null when neither holds the other. */
function narrower(seenFrom: CourtCode, wanted: CourtCode | undefined): CourtCode | null {
  if (wanted === undefined || seenFrom.startsWith(wanted)) {
    return seenFrom;
  }
  return wanted.startsWith(seenFrom) ? wanted : null;
}

/** Sequences between which to look: time never goes back in the log. Null when there is nothing there. */
async function sequenceRange(db: Kysely<Tables>, { from, until }: AuditFilter, before: number | null): Promise<{ low: number; high: number } | null> {
  const firstAt = async (at: number) => {
    const row = await db.selectFrom('entries').select('sequence').where('at', '>=', at).orderBy('at').orderBy('sequence').limit(1).executeTakeFirst();
    return row?.sequence ?? Infinity;
  };
  const { head } = await db.selectFrom('entries').select((entry) => entry.fn.max<number | null>('sequence').as('head')).executeTakeFirstOrThrow();
  const low = from === undefined ? 1 : await firstAt(from);
  const end = until === undefined ? Infinity : await firstAt(until);
  const high = Math.min(before ?? Infinity, end, (head ?? 0) + 1);
  return low < high ? { low, high } : null;
}

/** The values in the table that begin with any of these; null when all do. Walks from value to value in the index. */
async function valuesWithin(db: Kysely<Tables>, column: 'name' | 'courtCode', prefixes: readonly string[]): Promise<string[] | null> {
  const [least, greatest] = await Promise.all((['min', 'max'] as const).map(async (end) => {
    const row = await db.selectFrom('entries').select((entry) => entry.fn[end]<string | null>(column).as('value')).executeTakeFirst();
    return row?.value ?? '';
  }));
  if (prefixes.some((prefix) => least?.startsWith(prefix) === true && greatest?.startsWith(prefix) === true)) {
    return null;
  }
  const values = new Set<string>();
  for (const prefix of prefixes) {
    const { low, high } = prefixRange(prefix);
    const name = sql.ref(column);
    const { rows } = await sql<{ value: string }>`
      with recursive found(value) as (
        select min(${name}) from entries where ${name} >= ${low} and ${name} < ${high}
        union all
        select (select min(${name}) from entries where ${name} > found.value and ${name} < ${high}) from found where found.value is not null
      ) select value from found where value is not null`.execute(db);
    for (const { value } of rows) {
      values.add(value);
    }
  }
  return [...values];
}
