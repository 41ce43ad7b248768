import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import type { Deputyship } from '#protocol/tasks/deputies.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { newCommandId } from '../../testing/newCommandId.ts';
import type { RawClient } from '../../testing/rawClient.ts';
import { smallRules } from '../../testing/smallRules.ts';
import { startTestHall, type Person, type TestHall } from '../../testing/testHall.ts';

/* In the small flow approvers alone approve, so that nothing is the deputy's, a leader's, by their own right. */

const HOUR = 3_600_000;
const rulesDir = smallRules();
let test: TestHall;
let clerk: RawClient;
let author: Person;
let auditor: Person;
let chief: Person;
let chiefDesk: RawClient;
let second: Person;
let secondDesk: RawClient;

beforeAll(async () => {
  test = await startTestHall({ config: { rulesDir } });
  author = await test.person({ courtCode: '闽0203', roles: ['clerk'] });
  auditor = await test.person({ courtCode: '闽', roles: ['auditor'] });
  clerk = await test.enter('desk', { token: author.token });
  chief = await test.person({ courtCode: '闽0203', roles: ['approver'], name: '陈局长' });
  chiefDesk = await test.enter('desk', { token: chief.token });
  second = await test.person({ courtCode: '闽0203', roles: ['leader'], name: '王副院长' });
  secondDesk = await test.enter('desk', { token: second.token });
  await clerk.request('document.put', { documentId: paper.documentId, mimeType: paper.mimeType, totalBytes: paper.totalBytes, offset: 0, base64: bytes.toString('base64') });
});
afterAll(async () => {
  await test?.close();
  rmSync(rulesDir, { recursive: true, force: true });
});

const bytes = Buffer.from('%PDF-1.4 协助执行通知书');
const paper = { documentId: createHash('sha256').update(bytes).digest('hex'), name: '协助执行通知书.pdf', mimeType: 'application/pdf' as const, totalBytes: bytes.length, paperId: 'notice' };
const refusal = (ask: Promise<unknown>) => ask.then(() => 'ok', (error: { code: string }) => error.code);
const appoint = (by: RawClient, more: Partial<RequestInput<'deputy.appoint'>> = {}) => by.request('deputy.appoint', { commandId: newCommandId(), deputyId: second.userId, flowIds: null, fromAt: Date.now(), untilAt: Date.now() + HOUR, reason: '赴省高院开会', ...more });
const end = (by: RawClient, { deputyshipId }: Deputyship) => by.request('deputy.end', { commandId: newCommandId(), deputyshipId, reason: '会议提前结束' });
const act = (by: RawClient, { taskId, version }: Task, step: string, onBehalfOf: string | null = null) => by.request('task.act', { commandId: newCommandId(), taskId, expectedVersion: version, step, words: '同意办理', onBehalfOf }).then(({ task }) => task);
const queue = async (by: RawClient) => (await by.request('task.list', { box: 'approvals', filter: {}, sort: 'newest', after: null, limit: 10 })).rows.map(({ taskId }) => taskId);

/** A task that waits for approval. */
async function waiting(): Promise<Task> {
  const { task } = await clerk.request('task.create', {
    commandId: newCommandId(), flowId: 'small', itemId: 'freeze', title: '冻结柯大明存款', to: { kind: 'court', courtCode: '闽0603', courtName: '' }, caseNumber: '(2026)闽0203执123号', urgent: false, limitDays: 15, form: { holder: '柯大明', bank: '工商银行' }, operationId: null, contact: '林 0592-1234567', documents: [paper],
  });
  return act(clerk, task, 'submit');
}

describe('a deputy in the hall', () => {
  it('has the principal’s tasks in their queue and decides them for the principal; before and after it does neither', async () => {
    const task = await waiting();
    expect([await queue(secondDesk), await refusal(act(secondDesk, task, 'approve', chief.userId))]).toEqual([[], 'forbidden']);
    const { deputyship } = await appoint(chiefDesk);
    expect(await queue(secondDesk)).toContain(task.taskId);
    expect(await refusal(act(secondDesk, task, 'approve'))).toBe('forbidden');
    const approved = await act(secondDesk, task, 'approve', chief.userId);
    expect(approved).toMatchObject({ state: 'sent', history: expect.arrayContaining([expect.objectContaining({ what: 'approve', byName: '王副院长', onBehalfOf: { userId: chief.userId, name: '陈局长' } })]) });
    await end(chiefDesk, deputyship);
    const later = await waiting();
    expect([await queue(secondDesk), await refusal(act(secondDesk, later, 'approve', chief.userId))]).toEqual([[], 'forbidden']);
    expect((await act(chiefDesk, later, 'approve')).state).toBe('sent');
  });

  it('is told of when it begins and when it ends, as the principal is and nobody else', async () => {
    const third = await test.enter('desk', { courtCode: '闽0203', roles: ['approver'] });
    const { deputyship } = await appoint(chiefDesk);
    const heard = (by: RawClient, why: string | null) => by.notice('deputy.changed', (told) => told.deputyshipId === deputyship.deputyshipId && told.why === why);
    const began = await Promise.all([heard(chiefDesk, null), heard(secondDesk, null)]);
    expect(began.map(({ principal, deputy, reason }) => [principal.name, deputy.name, reason])).toEqual(Array.from({ length: 2 }, () => ['陈局长', '王副院长', '赴省高院开会']));
    expect([await refusal(end(third, deputyship)), await refusal(end(clerk, deputyship))]).toEqual(['notFound', 'forbidden']);
    await end(secondDesk, deputyship);
    expect((await Promise.all([heard(chiefDesk, 'deputy'), heard(secondDesk, 'deputy')])).map(({ reason }) => reason)).toEqual(['会议提前结束', '会议提前结束']);
    expect(third.frames.filter((frame) => 'notice' in frame && frame.notice === 'deputy.changed')).toEqual([]);
  });

  it('is appointed by whoever may approve, and from their own court', async () => {
    const other = await test.person({ courtCode: '闽0205', roles: ['approver'] });
    const upper = await test.enter('desk', { courtCode: '闽02', roles: ['leader'] });
    expect(await refusal(appoint(clerk))).toBe('forbidden');
    expect(await refusal(appoint(chiefDesk, { deputyId: other.userId }))).toBe('notFound');
    expect(await refusal(appoint(upper))).toBe('badDeputy');
    expect(await refusal(appoint(chiefDesk, { deputyId: chief.userId }))).toBe('badDeputy');
    expect(await refusal(appoint(chiefDesk, { untilAt: Date.now() + 60 * 24 * HOUR }))).toBe('deputyTooLong');
    expect(await refusal(appoint(chiefDesk, { fromAt: Date.now() + HOUR }))).toBe('badPeriod');
  });

  it('ends by itself with its time and with the office of either, is in the log for auditors, and outlives a restart', async () => {
    await appoint(chiefDesk, { untilAt: Date.now() + 400 });
    expect(await secondDesk.notice('deputy.changed', ({ why }) => why === 'over')).toMatchObject({ principal: { name: '陈局长' }, reason: null });
    const { deputyship } = await appoint(chiefDesk);
    await test.close({ keep: true });
    test = await startTestHall({ config: { rulesDir }, storageDir: test.storageDir });
    [clerk, chiefDesk, secondDesk] = await Promise.all([test.enter('desk', { token: author.token }), test.enter('desk', { token: chief.token }), test.enter('desk', { token: second.token })]);
    expect(await refusal(appoint(chiefDesk))).toBe('deputyOverlap');
    const operator = await test.operator();
    await operator.request('user.change', { commandId: newCommandId(), userId: second.userId, expectedVersion: 2, name: '王副院长', roles: ['clerk'] });
    expect(await chiefDesk.notice('deputy.changed', ({ deputyshipId }) => deputyshipId === deputyship.deputyshipId)).toMatchObject({ why: 'office' });
    const { entries } = await (await test.enter('desk', { token: auditor.token })).request('audit.query', { filter: { subject: `deputy/${deputyship.deputyshipId}` }, limit: 10 });
    expect(Object.fromEntries(entries.map(({ name, actor }) => [name, actor.kind]))).toEqual({ 'deputy.appointed': 'person', 'deputy.ended': 'hall' });
  });
});
