import { beforeEach, describe, expect, it } from 'vitest';
import type { Capability } from '#protocol/capabilities.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import { AT, hallWithOperation, operationIdOf, operationOf, planned, stepIdOf } from '#domain/operations/operationRig.ts';
import { court, newId, openTestLog, openTestSession, type TestLog } from '../testing/testLog.ts';
import { createOperationJournal } from './journal.ts';

const operationId = operationIdOf(1);
const PICTURE = 'a'.repeat(64);
let test: TestLog;
let handlers: ReturnType<typeof createOperationJournal>['handlers'];

beforeEach(async () => {
  let now = AT;
  test = await openTestLog({ now: () => (now += 1_000) });
  handlers = createOperationJournal({ log: test.log, journal: test.journal, pictures: { has: async (pictureId) => pictureId === PICTURE } }).handlers;
  await test.seed(operation(1), operation(2));
});

const at = { courtCode: court('闽0203') };
const { operationId: _, courtCode: __, state: ___, stages: ____, checkIns: _____, version: ______, ...facts } = operationOf(hallWithOperation());
const operation = (number: number): NewEvent => ({ name: 'operation.planned', subject: `operation/${operationIdOf(number)}`, ...at, data: { ...facts, teams: [], title: planned().title } });
const step = (number: number, of: number): NewEvent => ({ name: 'step.planned', subject: `step/${stepIdOf(number)}`, ...at, data: { operationId: operationIdOf(of), template: 'search', facts: [], partyId: null, caseNumber: null, team: null, note: '' } });
const session = (wish: Parameters<typeof openTestSession>[0] = {}) => openTestSession({ courtCode: '闽0203', ...wish }).session;
const note = (more: { text?: string; pictureIds?: string[]; mark?: { feedId: never; at: number } | null; operationId?: typeof operationId } = {}) => ({ commandId: newId.command(), operationId, text: '', pictureIds: [], mark: null, ...more });
const read = (more: { before?: number; limit?: number } = {}, who = session()) => handlers['journal.read']({ operationId, limit: 50, ...more }, who);

describe('a note', () => {
  it('is in the journal, once', async () => {
    const said = note({ text: '到达现场', pictureIds: [PICTURE], mark: { feedId: 'f' as never, at: 5 } });
    await handlers['journal.note']({ ...said, mark: null }, session({ name: '林' }));
    await handlers['journal.note']({ ...said, mark: null }, session({ name: '林' })).catch(() => undefined);
    const { entries } = await read();
    expect(entries.filter(({ name }) => name === 'journal.noted')).toMatchObject([{ subject: `journal/${operationId}`, courtCode: '闽0203', actor: { name: '林' }, data: { text: '到达现场', pictureIds: [PICTURE] } }]);
  });

  it('says something, of pictures that are there, about an operation that is there', async () => {
    await expect(handlers['journal.note'](note(), session())).rejects.toMatchObject({ code: 'emptyNote' });
    await expect(handlers['journal.note'](note({ pictureIds: ['b'.repeat(64)] }), session())).rejects.toMatchObject({ code: 'notFound', params: { what: 'picture' } });
    await expect(handlers['journal.note'](note({ text: '记', operationId: operationIdOf(9) }), session())).rejects.toMatchObject({ code: 'notFound' });
    expect((await read()).entries.map(({ name }) => name)).toEqual(['operation.planned']);
  });
});

describe('the journal of an operation', () => {
  it('holds everything of it, newest first, and nothing of another', async () => {
    await test.seed(step(1, 1), step(2, 2));
    await test.seed({ name: 'step.abandoned', subject: `step/${stepIdOf(1)}`, ...at, data: { reason: '未找到' } });
    await handlers['journal.note'](note({ text: '一' }), session());
    await handlers['journal.note'](note({ text: '二', operationId: operationIdOf(2) }), session());
    const { entries, more } = await read();
    expect([entries.map(({ name, subject }) => [name, subject]), more]).toEqual([[
      ['journal.noted', `journal/${operationId}`],
      ['step.abandoned', `step/${stepIdOf(1)}`],
      ['step.planned', `step/${stepIdOf(1)}`],
      ['operation.planned', `operation/${operationId}`],
    ], false]);
  });

  it('comes page by page', async () => {
    for (const text of ['一', '二', '三', '四']) {
      await handlers['journal.note'](note({ text }), session());
    }
    const first = await read({ limit: 3 });
    const second = await read({ limit: 3, before: first.entries.at(-1)!.sequence });
    expect([first.more, second.more]).toEqual([true, false]);
    expect([...first.entries, ...second.entries]).toEqual((await read()).entries);
  });

  it('tells what the reader may see, and nothing that is for auditors', async () => {
    const opened: NewEvent = { name: 'personal.opened', subject: `operation/${operationId}`, ...at, data: { what: 'party', purpose: '核对身份' } };
    await test.seed(opened);
    const plain = { ...session(), capabilities: new Set<Capability>(['hall.follow']) };
    expect((await read({}, plain)).entries.map(({ name }) => name)).toEqual(['operation.planned']);
    expect((await read()).entries.map(({ name }) => name)).toEqual(['personal.opened', 'operation.planned']);
    expect((await read({}, session({ courtCode: '闽06' }))).entries).toEqual([]);
    expect(Object.keys((await read()).entries[0] ?? {}).toSorted()).toEqual(['actor', 'at', 'courtCode', 'data', 'name', 'sequence', 'subject', 'version']);
  });

  it('says so while the log cannot be read', async () => {
    test.journal.setDown('away');
    await expect(read()).rejects.toMatchObject({ code: 'logUnavailable' });
  });
});
