import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditFilter } from '#protocol/nouns/audit.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import { batchOf, DIALECTS, GENESIS, START_AT, TestDatabases, testEntries, testPerson, testUserId } from '../testDatabases.ts';
import type { Storage } from '../storage.ts';

const databases = new TestDatabases();
afterAll(() => databases.close());

const COURTS = ['闽', '闽02', '闽0203', '闽0211', '闽08', '闽0802'];
const NAMES = ['unit.registered', 'unit.revoked', 'user.created', 'units.odd', 'slot.changed'];
/** More than two stretches of the search. */
const entries = testEntries(GENESIS, Array.from({ length: 9_000 }, (_, index) => ({
  name: index === 40 ? 'duty.handedOver' : NAMES[index % NAMES.length]!,
  courtCode: index === 77 ? '闽0902' : COURTS[(index * 7) % COURTS.length]!,
  subject: index % 3_000 === 5 ? 'unit/rare' : `unit/${index}`,
  actor: index % 1_000 === 0 ? testPerson(2, { name: '柯警官' }) : index % 4 === 0 ? ({ kind: 'hall' } as const) : testPerson(1),
  data: { name: index === 50 ? '思明01' : `单位${index}`, note: index === 60 ? '100%_"确认"\\' : 'ABC', at: index },
})));

/** What the answer must be, by going through all of it. */
function expected(filter: AuditFilter, seenFrom: string, before = Infinity): Entry[] {
  const text = filter.text?.toLowerCase();
  const values = (value: unknown): unknown[] => (typeof value === 'object' && value !== null ? Object.values(value).flatMap(values) : [value]);
  return entries.toReversed().filter((entry) =>
    entry.sequence < before
    && entry.courtCode.startsWith(seenFrom)
    && entry.courtCode.startsWith(filter.courtCode ?? '')
    && (filter.names === undefined || filter.names.some((name) => entry.name.startsWith(name)))
    && (filter.subject === undefined || entry.subject === filter.subject)
    && (filter.actorId === undefined || (entry.actor.kind === 'person' && entry.actor.userId === filter.actorId))
    && entry.at >= (filter.from ?? 0)
    && entry.at < (filter.until ?? Infinity)
    && (text === undefined || [...values(entry.data), entry.subject, 'name' in entry.actor ? entry.actor.name : ''].some((value) => String(value).toLowerCase().includes(text))));
}

describe.each(DIALECTS)('query on %s', (dialect) => {
  let storage: Storage;
  beforeAll(async () => {
    storage = await databases.open(await databases.place(dialect));
    await storage.journal.append(batchOf(entries));
  });
  const ask = (filter: AuditFilter, { seenFrom = '闽', before = null as number | null, limit = 10_000 } = {}) => storage.journal.query({ filter, seenFrom: seenFrom as CourtCode, before, limit });
  const court = (code: string) => code as CourtCode;
  const at = (sequence: number) => START_AT + sequence * 10;

  it.each<[string, AuditFilter, string]>([
    ['everything', {}, '闽'],
    ['one court and those below', {}, '闽02'],
    ['a basic court', {}, '闽0203'],
    ['a court that has one entry', {}, '闽0902'],
    ['a court that has none', {}, '闽0103'],
    ['a court further down', { courtCode: court('闽0211') }, '闽02'],
    ['a court further up is one’s own', { courtCode: court('闽') }, '闽08'],
    ['a foreign court', { courtCode: court('闽08') }, '闽02'],
    ['names by their beginning', { names: ['unit.'] }, '闽'],
    ['several names', { names: ['unit.rev', 'user.created', 'none.'] }, '闽02'],
    ['a name that stands once', { names: ['duty.'] }, '闽'],
    ['no names', { names: [] }, '闽'],
    ['a name like a pattern', { names: ['unit%', 'u_it.'] }, '闽'],
    ['an object', { subject: 'unit/rare' }, '闽'],
    ['an object seen from a court', { subject: 'unit/rare' }, '闽02'],
    ['an actor', { actorId: testUserId(2) }, '闽'],
    ['an actor with a name in a court', { actorId: testUserId(1), names: ['slot.'], courtCode: court('闽0802') }, '闽08'],
    ['a time', { from: at(100), until: at(200) }, '闽'],
    ['a time between entries', { from: at(100) + 1, until: at(101) + 1 }, '闽'],
    ['a time after all', { from: at(10_000) }, '闽'],
    ['a time before all', { until: at(1) }, '闽'],
    ['a time and a name', { from: at(4_000), until: at(8_000), names: ['user.'] }, '闽08'],
    ['text in Chinese', { text: '思明' }, '闽'],
    ['text with signs of patterns', { text: '100%_' }, '闽'],
    ['text with signs of JSON', { text: '"确认"\\' }, '闽'],
    ['text in either case', { text: 'aBc' }, '闽0203'],
    ['a number', { text: '8765' }, '闽'],
    ['the name of an actor', { text: '柯警' }, '闽'],
    ['the subject', { text: 'unit/rare' }, '闽'],
    ['the name of a field is no text', { text: 'userId' }, '闽'],
    ['text that is nowhere', { text: '不存在' }, '闽'],
    ['what no text can hold', { text: '\0', subject: undefined }, '闽'],
  ])('%s', async (_, filter, seenFrom) => {
    const found = await ask(filter, { seenFrom });
    expect(found.map(({ sequence }) => sequence)).toEqual(expected(filter, seenFrom).map(({ sequence }) => sequence));
    expect(found[0]).toEqual(expected(filter, seenFrom)[0]);
  });

  it.each<[string, AuditFilter]>([['without a filter', {}], ['by court', { courtCode: court('闽02') }], ['by text', { text: '单位1' }], ['by actor', { actorId: testUserId(2) }]])('goes on page by page %s, and leaves out nothing', async (_, filter) => {
    const all: number[] = [];
    for (let before: number | null = null; ;) {
      const page: Entry[] = await ask(filter, { before, limit: 170 });
      all.push(...page.map(({ sequence }) => sequence));
      before = page.at(-1)?.sequence ?? null;
      if (page.length < 170) {
        break;
      }
    }
    expect(all).toEqual(expected(filter, '闽').map(({ sequence }) => sequence));
  });

  it('about several objects, as one may see them, page by page', async () => {
    const { journal } = storage;
    const subjects = ['unit/rare', 'unit/41', 'unit/8000', 'unit/none'];
    const query = (more: { seenFrom?: string; before?: number | null; limit?: number; filter?: AuditFilter; subjects?: string[] }) =>
      journal.query({ filter: {}, subjects, before: null, limit: 100, ...more, seenFrom: court(more.seenFrom ?? '闽') });
    const meant = (seenFrom: string) => expected({}, seenFrom).filter(({ subject }) => subjects.includes(subject));
    expect(meant('闽')).toHaveLength(5);
    expect(await query({})).toEqual(meant('闽'));
    expect(await query({ seenFrom: '闽02' })).toEqual(meant('闽02'));
    const first = await query({ limit: 2 });
    expect([...first, ...(await query({ before: first.at(-1)!.sequence }))]).toEqual(meant('闽'));
    expect(await query({ filter: { names: ['user.'] } })).toEqual(meant('闽').filter(({ name }) => name.startsWith('user.')));
    expect(await query({ filter: { text: '单位8000' } })).toEqual(meant('闽').filter(({ subject }) => subject === 'unit/8000'));
    expect(await query({ subjects: [] })).toEqual([]);
    expect(await query({ subjects: ['unit/\0'] })).toEqual([]);
  });

  it('a NUL finds nothing and breaks nothing', async () => {
    expect(await ask({ subject: 'unit/\0' })).toEqual([]);
    expect(await ask({ names: ['\0'] })).toEqual([]);
  });
});
