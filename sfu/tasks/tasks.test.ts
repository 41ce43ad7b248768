import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { smallRules } from '../testing/smallRules.ts';
import { startTestHall, type Person, type TestHall } from '../testing/testHall.ts';

const rulesDir = smallRules();
let test: TestHall;
let clerk: RawClient;
let approver: RawClient;
let receiver: RawClient;
let stranger: RawClient;
let above: RawClient;
let receiverId: UserId;
let author: Person;

beforeAll(async () => {
  test = await startTestHall({ config: { rulesDir } });
  author = await test.person({ courtCode: '闽0203', roles: ['clerk'], name: '林书记员' });
  clerk = await test.enter('desk', { token: author.token });
  approver = await test.enter('desk', { courtCode: '闽0203', roles: ['approver'] });
  const person = await test.person({ courtCode: '闽0603', roles: ['clerk'], name: '黄法官助理' });
  receiverId = person.userId;
  receiver = await test.enter('desk', { token: person.token });
  stranger = await test.enter('desk', { courtCode: '闽0205', roles: ['clerk', 'approver'] });
  above = await test.enter('desk', { courtCode: '闽06', roles: ['leader'] });
});
afterAll(async () => {
  await test?.close();
  rmSync(rulesDir, { recursive: true, force: true });
});

const bytes = Buffer.from('%PDF-1.4 协助执行通知书');
const paper = { documentId: createHash('sha256').update(bytes).digest('hex'), name: '协助执行通知书.pdf', mimeType: 'application/pdf' as const, totalBytes: bytes.length, paperId: 'notice' };
const asked = (more: Partial<RequestInput<'task.create'>> = {}): RequestInput<'task.create'> => ({
  commandId: newCommandId(), flowId: 'small', itemId: 'freeze', title: '冻结柯大明存款', to: { kind: 'court', courtCode: '闽0603', courtName: '' }, caseNumber: '(2026)闽0203执123号', urgent: false, limitDays: 15, form: { holder: '柯大明', bank: '工商银行' }, operationId: null, contact: '林 0592-1234567', documents: [], ...more,
});
const act = (by: RawClient, task: Task, step: string, more: Partial<RequestInput<'task.act'>> = {}) => by.request('task.act', { commandId: newCommandId(), taskId: task.taskId, expectedVersion: task.version, step, ...more }).then((answer) => answer.task);
const refusal = (ask: Promise<unknown>) => ask.then(() => 'ok', (error: { code: string }) => error.code);

describe('a task in the hall', () => {
  it('is begun once however often it is asked, goes to the other court and stays unknown to a third', async () => {
    await clerk.request('document.put', { documentId: paper.documentId, mimeType: paper.mimeType, totalBytes: paper.totalBytes, offset: 0, base64: bytes.toString('base64') });
    const input = asked({ documents: [paper] });
    const { task } = await clerk.request('task.create', input);
    expect((await clerk.request('task.create', input)).task).toEqual(task);
    expect(task).toMatchObject({ state: 'draft', form: { bank: '工商银行' }, author: { name: '林书记员' }, from: { courtName: expect.stringContaining('思明') } });
    expect(JSON.stringify(task.form)).not.toContain('大明');
    expect(await refusal(stranger.request('task.open', { taskId: task.taskId }))).toBe('notFound');
    expect(await refusal(act(stranger, task, 'submit'))).toBe('notFound');
    const sent = await act(approver, await act(clerk, task, 'submit'), 'approve');
    expect(sent.number).toBe('〔2026〕闽0203委1号'.replace('2026', String(new Date(Date.now() + 8 * 3_600_000).getUTCFullYear())));
    const taken = await act(receiver, sent, 'receive', { assigneeId: receiverId });
    expect(await refusal(act(receiver, sent, 'receive', { assigneeId: receiverId }))).toBe('conflict');
    expect((await above.request('task.open', { taskId: task.taskId })).task).toEqual(taken);
    const read = (by: RawClient, documentId = paper.documentId) => by.request('task.readDocument', { taskId: task.taskId, documentId, offset: 0 });
    expect(Buffer.from((await read(receiver)).base64, 'base64').equals(bytes)).toBe(true);
    expect(await refusal(read(stranger))).toBe('notFound');
    expect(await refusal(read(receiver, 'e'.repeat(64)))).toBe('notFound');
  });

  it('tells desks of both courts, and of those above them, that it changed', async () => {
    const { task } = await clerk.request('task.create', asked());
    const heard = await Promise.all([clerk, receiver, above].map((desk) => desk.notice('task.changed', (told) => told.taskId === task.taskId)));
    expect(heard.map(({ what, version }) => [what, version])).toEqual([['created', 1], ['created', 1], ['created', 1]]);
  });

  it('keeps what is personal out of the log, and opens it with a purpose, which is in the log', async () => {
    const { task } = await clerk.request('task.create', asked({ form: { holder: '欧阳小明', bank: '建设银行' } }));
    expect(task.form['holder']).not.toContain('小明');
    expect(task.personalHash).toMatch(/^[0-9a-f]{64}$/);
    const opened = await receiver.request('task.openPersonal', { commandId: newCommandId(), taskId: task.taskId, purpose: '核对户名' });
    expect(opened.values).toEqual({ holder: '欧阳小明' });
    expect(await refusal(stranger.request('task.openPersonal', { commandId: newCommandId(), taskId: task.taskId, purpose: '看看是谁' }))).toBe('notFound');
    // An edit without the personal value leaves it; an edit with another one changes the hash.
    const { title, to, caseNumber, urgent, limitDays, operationId, contact } = asked();
    const edit = (form: Task['form'], version: number) => clerk.request('task.edit', { commandId: newCommandId(), taskId: task.taskId, expectedVersion: version, title, to, caseNumber, urgent, limitDays, operationId, contact, form, documents: [] });
    const kept = await edit({ bank: '农业银行' }, task.version);
    expect((await receiver.request('task.openPersonal', { commandId: newCommandId(), taskId: task.taskId, purpose: '核对户名' })).values).toEqual({ holder: '欧阳小明' });
    const renamed = await edit({ bank: '农业银行', holder: '司马大军' }, kept.task.version);
    expect(renamed.task.personalHash).not.toBe(task.personalHash);
    const auditor = await test.enter('desk', { courtCode: '闽', roles: ['auditor'] });
    const { entries } = await auditor.request('audit.query', { filter: { subject: `task/${task.taskId}` }, limit: 100 });
    expect(entries.filter(({ name }) => name === 'personal.opened')).toHaveLength(2);
    expect(JSON.stringify(entries)).not.toMatch(/小明|大军/);
  });

  it('refuses papers that are not here, and signatures that nobody can vouch for', async () => {
    expect(await refusal(clerk.request('task.create', asked({ documents: [{ ...paper, documentId: 'f'.repeat(64) }] })))).toBe('notFound');
    expect(await refusal(clerk.request('task.create', asked({ form: { bank: '工商银行' } })))).toBe('badForm');
    expect(await refusal(approver.request('task.create', asked()))).toBe('forbidden');
    const { task } = await clerk.request('task.create', asked());
    expect(await refusal(act(clerk, task, 'submit', { signature: { keyId: 'a'.repeat(64), algorithm: 'Ed25519', contentHash: 'b'.repeat(64), signature: 'AA==' } }))).toBe('badSignature');
  });

  it('is there after a restart as it was', async () => {
    const { task } = await clerk.request('task.create', asked({ form: { holder: '诸葛亮', bank: '工商银行' } }));
    await test.close({ keep: true });
    test = await startTestHall({ config: { rulesDir }, storageDir: test.storageDir });
    const desk = await test.enter('desk', { token: author.token });
    expect((await desk.request('task.open', { taskId: task.taskId })).task).toEqual(task);
    expect((await desk.request('task.openPersonal', { commandId: newCommandId(), taskId: task.taskId, purpose: '核对户名' })).values).toEqual({ holder: '诸葛亮' });
  });
});
