import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import { flow as flowSchema, taskItem } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { newCommandId } from '../../testing/newCommandId.ts';
import type { RawClient } from '../../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../../testing/testHall.ts';

/** The two pieces of JSON that the page about flows shows. */
const [flowText = '', itemText = ''] = [...readFileSync('docs/flows.md', 'utf8').matchAll(/```json\n(.*?)```/gsu)].map(([, text]) => text);
const rulesDir = mkdtempSync(path.join(tmpdir(), 'own-flow-'));
let hall: TestHall;

function append(file: string, row: string): void {
  const name = path.join(rulesDir, file);
  writeFileSync(name, `${readFileSync(name, 'utf8').trimEnd().slice(0, -1)},\n${row}]`);
}

beforeAll(async () => {
  cpSync('assets/rules', rulesDir, { recursive: true });
  append('flows.json', flowText);
  append('taskItems.json', itemText);
  hall = await startTestHall({ config: { rulesDir } });
});
afterAll(async () => {
  await hall?.close();
  rmSync(rulesDir, { recursive: true, force: true });
});

const act = (by: RawClient, task: Task, step: string, more: Partial<RequestInput<'task.act'>> = {}) => by.request('task.act', { commandId: newCommandId(), taskId: task.taskId, expectedVersion: task.version, step, ...more }).then((answer) => answer.task);
const refusal = (ask: Promise<unknown>) => ask.then(() => 'ok', (error: { code: string }) => error.code);

describe('a flow that a court writes itself', () => {
  const own = flowSchema.parse(JSON.parse(flowText));
  const item = taskItem.parse(JSON.parse(itemText));
  const asked = (more: Partial<RequestInput<'task.create'>> = {}): RequestInput<'task.create'> => ({
    commandId: newCommandId(), flowId: own.id, itemId: item.id, title: '调阅执行卷宗', to: { kind: 'court', courtCode: '闽0603', courtName: '' }, caseNumber: '(2026)闽0603执9号', urgent: false, limitDays: null, form: { purpose: '参与分配' }, operationId: null, contact: '', documents: [], ...more,
  });

  it('is offered with the others, and goes to its end', async () => {
    const clerk = await hall.enter('desk', { courtCode: '闽0203', roles: ['clerk'] });
    const approver = await hall.enter('desk', { courtCode: '闽0203', roles: ['approver'] });
    const receiver = await hall.enter('desk', { courtCode: '闽0603', roles: ['clerk'] });
    const { book } = await clerk.request('rules.read', {});
    expect([book.flows.at(-1), book.items.at(-1)]).toEqual([own, item]);

    const { task } = await clerk.request('task.create', asked());
    expect(task).toMatchObject({ state: own.start, number: null });
    const submitted = await act(clerk, task, 'submit');
    expect(await refusal(act(receiver, submitted, 'approve'))).toBe('forbidden');
    const sent = await act(approver, submitted, 'approve');
    expect(sent.number).toMatch(/^〔20\d\d〕闽0203阅1号$/u);
    expect(await refusal(act(receiver, sent, 'provide'))).toBe('badForm');
    expect(await refusal(act(receiver, sent, 'refuse'))).toBe('reasonNeeded');
    const done = await act(receiver, sent, 'provide', { result: { pages: 128 } });
    expect(done).toMatchObject({ state: 'provided', over: true, result: { pages: 128 } });
    expect(done.history.map(({ what }) => what)).toEqual(['created', 'submit', 'approve', 'provide']);
  });

  it('asks for what its form asks for', async () => {
    const clerk = await hall.enter('desk', { courtCode: '闽0203', roles: ['clerk'] });
    const refusals = [{ form: {} }, { form: { purpose: '参与分配', until: '2026-02-30' } }, { caseNumber: null }, { itemId: 'freezeDeposit' }].map((more) => refusal(clerk.request('task.create', asked(more))));
    expect(await Promise.all(refusals)).toEqual(['badForm', 'badForm', 'badForm', 'badRule']);
  });
});
