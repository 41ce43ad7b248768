import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paperContent } from '#domain/papers/paperContent.ts';
import { BOOK, TaskRig } from '#domain/tasks/taskRig.ts';
import type { RequestInput } from '#protocol/contract.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { smallRules } from '../testing/smallRules.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import { codeOf } from './paperMarks.ts';
import { writePaper } from './writePaper.ts';

const [LETTER, SHEET] = ['letter', 'sheet'].map((id) => BOOK.templates.find((template) => template.id === id)!) as [(typeof BOOK.templates)[number], (typeof BOOK.templates)[number]];

async function textOf(bytes: Buffer): Promise<string> {
  const task = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false });
  const paper = await task.promise;
  const pages = await Promise.all(Array.from({ length: paper.numPages }, async (_, index) => {
    const { items } = await (await paper.getPage(index + 1)).getTextContent();
    return items.map((item) => ('str' in item ? item.str : '')).join('');
  }));
  await task.destroy();
  return pages.join('\n');
}

describe('a paper as a file', () => {
  const approved = (title = '冻结柯某存款') => {
    const rig = new TaskRig();
    rig.create('clerk@闽0203', { title, contact: '林堃喆 0592-1234567' });
    rig.act('clerk@闽0203', 'submit');
    return rig.act('approver@闽0203', 'approve', { words: '同意委托', signature: { keyId: 'c'.repeat(64), algorithm: 'Ed25519', contentHash: 'd'.repeat(64), signature: 'QUJDREVGR0hJSktMTU5PUFFS' } });
  };

  it('has the same bytes as long as it says the same, whenever it is written', async () => {
    const content = paperContent(approved(), LETTER, BOOK);
    const one = await writePaper(content, codeOf(content));
    await new Promise((later) => setTimeout(later, 1_100));
    const again = paperContent(approved(), LETTER, BOOK);
    expect(one.equals(await writePaper(again, codeOf(again)))).toBe(true);
    expect(one.length).toBeLessThan(200_000);
    const other = paperContent(approved('冻结柯某理财'), LETTER, { ...BOOK, templates: [] });
    expect(codeOf({ ...other, text: ['不同的正文'] })).not.toBe(codeOf(content));
  });

  it('shows number, text, form, papers with their hashes, who signed, and the code', async () => {
    const task = approved();
    const content = paperContent(task, LETTER, BOOK);
    const code = codeOf(content);
    const text = (await textOf(await writePaper(content, code))).replaceAll(/\s/gu, '');
    for (const part of [task.number!, '委托函', '现将（2026）闽0203执123号案“冻结银行存款”委托你院办理，限15个工作日。', '工商银行', task.documents[0]!.documentId, '同意委托', 'QUJDREVGR0hJSktM', code, '第1页共1页', '2026年11月23日', '样章']) {
      expect(text).toContain(part.replaceAll(/\s/gu, ''));
    }
  });

  it('goes on to further pages, each with the code and its number', async () => {
    const content = paperContent(approved(), LETTER, BOOK);
    const code = codeOf(content);
    const long = { ...content, papers: Array.from({ length: 40 }, (_, index) => ({ name: `附件${'很长的文件名'.repeat(9)}${index}.pdf`, sha256: String(index % 10).repeat(64) })) };
    const pages = (await textOf(await writePaper(long, code))).split('\n');
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(code);
      expect(page.replaceAll(/\s/gu, '')).toContain(`第${index + 1}页共${pages.length}页`);
    }
  });
});

describe('papers of a task on the hall', () => {
  const rulesDir = smallRules();
  let test: TestHall;
  let clerk: RawClient;
  let approver: RawClient;
  let receiver: RawClient;
  let above: RawClient;
  beforeAll(async () => {
    test = await startTestHall({ config: { rulesDir } });
    clerk = await test.enter('desk', { courtCode: '闽0203', roles: ['clerk'] });
    approver = await test.enter('desk', { courtCode: '闽0203', roles: ['approver'] });
    receiver = await test.enter('desk', { courtCode: '闽0603', roles: ['clerk'] });
    above = await test.enter('desk', { courtCode: '闽02', roles: ['leader'] });
  });
  afterAll(async () => {
    await test?.close();
    rmSync(rulesDir, { recursive: true, force: true });
  });

  const notice = Buffer.from('%PDF-1.4 协助执行通知书');
  const paper = { documentId: createHash('sha256').update(notice).digest('hex'), name: '协助执行通知书.pdf', mimeType: 'application/pdf' as const, totalBytes: notice.length, paperId: 'notice' };
  const act = (by: RawClient, task: Task, step: string, more: Partial<RequestInput<'task.act'>> = {}) => by.request('task.act', { commandId: newCommandId(), taskId: task.taskId, expectedVersion: task.version, step, ...more }).then((answer) => answer.task);
  const open = (by: RawClient, { taskId }: Task) => by.request('task.open', { taskId }).then((answer) => answer.task);
  const make = (by: RawClient, { taskId, version }: Task, templateId: string) => by.request('paper.make', { commandId: newCommandId(), taskId, expectedVersion: version, templateId });
  async function asked(): Promise<Task> {
    await clerk.request('document.put', { documentId: paper.documentId, mimeType: paper.mimeType, totalBytes: paper.totalBytes, offset: 0, base64: notice.toString('base64') });
    const { task } = await clerk.request('task.create', {
      commandId: newCommandId(), flowId: 'small', itemId: 'freeze', title: '冻结柯大明存款', to: { kind: 'court', courtCode: '闽0603', courtName: '' }, caseNumber: '(2026)闽0203执123号', urgent: false, limitDays: 15, form: { holder: '柯大明', bank: '工商银行' }, operationId: null, contact: '', documents: [paper],
    });
    return act(clerk, task, 'submit');
  }
  const approved = async () => act(approver, await asked(), 'approve', { words: '同意' });

  it('are written once they are due, by whom they are due, and are the same as long as the task is', async () => {
    const before = await asked();
    await expect(make(clerk, before, 'letter')).rejects.toMatchObject({ code: 'paperNotDue' });
    const task = await act(approver, before, 'approve', { words: '同意' });
    await expect(make(receiver, task, 'letter')).rejects.toMatchObject({ code: 'paperNotDue' });
    await expect(make(clerk, before, 'letter')).rejects.toMatchObject({ code: 'conflict' });
    const made = await make(clerk, task, 'letter');
    const after = await open(receiver, task);
    expect(after.documents.at(-1)).toMatchObject({ documentId: made.documentId, paperId: 'notice', side: 'from', made: { number: task.number, code: made.code, internal: false } });
    expect(await make(clerk, after, 'letter')).toEqual(made);
    expect((await open(clerk, task)).documents).toHaveLength(2);
    const { base64 } = await receiver.request('task.readDocument', { taskId: task.taskId, documentId: made.documentId, offset: 0 });
    const bytes = Buffer.from(base64, 'base64');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(made.documentId);
    const text = (await textOf(bytes)).replaceAll(/\s/gu, '');
    expect(text).toContain(made.code);
    // Personal values stay masked on paper.
    expect(text).not.toContain('被执行人柯大明');
  });

  it('of a task that changed are new ones in the place of the old', async () => {
    const task = await approved();
    const first = await make(clerk, task, 'letter');
    const moved = await act(receiver, await open(receiver, task), 'transfer', { words: '不属本院管辖', to: { kind: 'court', courtCode: '闽0205', courtName: '' } });
    const second = await make(clerk, moved, 'letter');
    expect(second.code).not.toBe(first.code);
    expect((await open(clerk, task)).documents.at(-1)).toMatchObject({ documentId: second.documentId, replaces: first.documentId });
    expect(await clerk.request('paper.verify', { code: first.code, sha256: first.documentId })).toMatchObject({ verdict: 'genuine', paper: { replaced: true } });
    expect(await clerk.request('paper.verify', { code: second.code, sha256: null })).toMatchObject({ verdict: 'genuine', paper: { number: task.number, replaced: false } });
  });

  it('are known by their code; one changed byte, and a code that is nobody\'s, are found', async () => {
    const task = await approved();
    const { code, documentId } = await make(clerk, task, 'letter');
    const { base64 } = await clerk.request('task.readDocument', { taskId: task.taskId, documentId, offset: 0 });
    const bytes = Buffer.from(base64, 'base64');
    bytes[bytes.length - 20]! ^= 1;
    const changed = createHash('sha256').update(bytes).digest('hex');
    expect(await receiver.request('paper.verify', { code, sha256: documentId })).toMatchObject({ verdict: 'genuine' });
    expect(await receiver.request('paper.verify', { code, sha256: changed })).toMatchObject({ verdict: 'changed' });
    expect(await receiver.request('paper.verify', { code: '2222-2222-2222', sha256: null })).toEqual({ verdict: 'unknown', paper: null });
  });

  it('that are internal are for their court and those above alone', async () => {
    const task = await approved();
    const { documentId, code } = await make(clerk, task, 'sheet');
    const read = (by: RawClient) => by.request('task.readDocument', { taskId: task.taskId, documentId, offset: 0 });
    const has = async (by: RawClient) => (await open(by, task)).documents.some((document) => document.documentId === documentId);
    expect([await has(clerk), await has(above), await has(receiver)]).toEqual([true, true, false]);
    expect((await read(above)).totalBytes).toBeGreaterThan(1_000);
    await expect(read(receiver)).rejects.toMatchObject({ code: 'notFound' });
    const received = await act(receiver, await open(receiver, task), 'receive', { assigneeId: (await test.person({ courtCode: '闽0603', roles: ['clerk'] })).userId });
    expect(received.documents.some((document) => document.documentId === documentId)).toBe(false);
    expect(await receiver.request('paper.verify', { code, sha256: null })).toEqual({ verdict: 'unknown', paper: null });
    expect(await above.request('paper.verify', { code, sha256: documentId })).toMatchObject({ verdict: 'genuine', paper: { name: SHEET.name } });
  });
});
