import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { openDatabase } from '../../persistence/database/openDatabase.ts';
import { newCommandId } from '../../testing/newCommandId.ts';
import type { RawClient } from '../../testing/rawClient.ts';
import { smallRules } from '../../testing/smallRules.ts';
import { startTestHall, type Person, type TestHall } from '../../testing/testHall.ts';

const rulesDir = smallRules();
const people = { clerk: ['闽0203', 'clerk'], approver: ['闽0203', 'approver'], receiver: ['闽0603', 'clerk'], stranger: ['闽0205', 'clerk'], high: ['闽', 'commander'] } as const;
type Name = keyof typeof people;
const accounts = {} as Record<Name, Person>;
const desks = {} as Record<Name, RawClient>;
let test: TestHall;

async function enterAll(): Promise<void> {
  for (const [name, [courtCode, role]] of Object.entries(people) as [Name, readonly [string, 'clerk' | 'approver' | 'commander']][]) {
    accounts[name] ??= await test.person({ courtCode, roles: [role], name });
    desks[name] = await test.enter('desk', { token: accounts[name].token });
  }
}

const create = (title: string, more: Partial<RequestInput<'task.create'>> = {}) => desks.clerk.request('task.create', {
  commandId: newCommandId(), flowId: 'small', itemId: 'freeze', title, to: { kind: 'court', courtCode: '闽0603', courtName: '' }, caseNumber: '(2026)闽0203执123号', urgent: false, limitDays: 15, form: { holder: '柯大明', bank: '工商银行' }, operationId: null, contact: '', documents: [], ...more,
}).then(({ task }) => task);
const act = (by: Name, task: Task, step: string, more: Partial<RequestInput<'task.act'>> = {}) => desks[by].request('task.act', { commandId: newCommandId(), taskId: task.taskId, expectedVersion: task.version, step, ...more }).then((answer) => answer.task);
const list = (by: Name, more: Partial<RequestInput<'task.list'>> = {}) => desks[by].request('task.list', { box: 'all', filter: {}, sort: 'newest', after: null, limit: 50, ...more });
const titles = async (by: Name, more: Partial<RequestInput<'task.list'>> = {}) => (await list(by, more)).rows.map(({ title }) => title);

beforeAll(async () => {
  test = await startTestHall({ config: { rulesDir } });
  await enterAll();
  await create('第一件');
  await act('clerk', await create('第二件', { urgent: true, documents: [] }), 'withdrawn').catch(() => undefined);
  const third = await create('第三件（工商银行 50%_账户）');
  await act('clerk', third, 'submit').catch(() => undefined);
});
afterAll(async () => {
  await test?.close();
  rmSync(rulesDir, { recursive: true, force: true });
});

describe('the ledger of tasks', () => {
  it('shows a task to whoever made it at once, to both courts and those above, and to no other', async () => {
    const fourth = await create('第四件');
    expect((await titles('clerk'))[0]).toBe('第四件');
    expect(await titles('high')).toEqual(await titles('clerk'));
    expect(await titles('stranger')).toEqual([]);
    expect((await list('receiver')).rows.find(({ taskId }) => taskId === fourth.taskId)).toMatchObject({ state: 'draft', from: { courtCode: '闽0203' }, version: 1 });
    // What has not been sent yet lies in nobody's inbox.
    expect(await titles('receiver', { box: 'inbox' })).toEqual([]);
    expect(await titles('clerk', { box: 'outbox' })).toHaveLength(4);
    expect(await titles('clerk', { box: 'mine' })).toHaveLength(4);
    expect(await titles('approver', { box: 'mine' })).toEqual([]);
  });

  it('finds by text, however it is written, and takes signs of the database for what they are', async () => {
    expect(await titles('clerk', { filter: { text: '５０%_账户' } })).toEqual(['第三件（工商银行 50%_账户）']);
    expect(await titles('clerk', { filter: { text: '%' } })).toHaveLength(1);
    expect(await titles('clerk', { filter: { text: "'; drop table tasks" } })).toEqual([]);
    expect(await titles('clerk', { filter: { text: '闽0203执123' } })).toHaveLength(4);
    expect(await titles('clerk', { filter: { urgent: true } })).toEqual(['第二件']);
    expect(await titles('clerk', { filter: { states: ['draft'], over: false, flowIds: ['small'], tones: ['draft'] } })).toHaveLength(4);
  });

  it.each(['newest', 'due', 'urgency', 'changed'] as const)('goes through all of them page by page, sorted by %s', async (sort) => {
    const whole = await list('clerk', { sort });
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await list('clerk', { sort, after, limit: 1 });
      expect(page.total).toBe(whole.total);
      seen.push(...page.rows.map(({ taskId }) => taskId));
      after = page.next;
      if (after === null) break;
    }
    expect(seen).toEqual(whole.rows.map(({ taskId }) => taskId));
    expect(new Set(seen).size).toBe(whole.total);
  });

  it('is the same after a restart, and when it has to be read from the log anew', async () => {
    const before = await list('clerk');
    await test.close({ keep: true });
    const database = await openDatabase({ folder: test.storageDir, databaseUrl: null, readOnly: false, onTrouble: () => undefined });
    await database.db.deleteFrom('tasks').execute();
    await database.db.deleteFrom('taskBodies').execute();
    await database.db.deleteFrom('meta').where('key', '=', 'taskLedger').execute();
    await database.close();
    test = await startTestHall({ config: { rulesDir }, storageDir: test.storageDir });
    await enterAll();
    expect(await list('clerk')).toEqual(before);
    // And goes on from there.
    await create('第五件');
    expect((await titles('clerk'))[0]).toBe('第五件');
  });

  it('sums the same whether by court, item or flow, also what another province does', async () => {
    await test.close({ keep: true });
    const database = await openDatabase({ folder: test.storageDir, databaseUrl: null, readOnly: false, onTrouble: () => undefined });
    await database.db.updateTable('tasks').set({ sentAt: 5, receivedAt: 6, toCourtCode: null }).where('title', '=', '第一件').execute();
    await database.close();
    test = await startTestHall({ config: { rulesDir }, storageDir: test.storageDir });
    await enterAll();
    const totals = await Promise.all((['court', 'item', 'flow'] as const).map(async (by) => (await desks.clerk.request('task.figures', { from: 0, until: 10, by })).total));
    expect(totals[0]).toMatchObject({ sent: 1, received: 1 });
    expect(totals).toEqual([totals[0], totals[0], totals[0]]);
  });
});
