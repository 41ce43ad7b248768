import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { entryHash } from '../log/entryHash.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { smallRules } from '../testing/smallRules.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import { TestSigner } from '../testing/testSigner.ts';
import { readDossier, writeDossier, type DossierFile } from './dossierFile.ts';
import { verifyDossier } from './verifyDossier.ts';

const rulesDir = smallRules();
const folder = mkdtempSync(path.join(tmpdir(), 'hall-dossier-'));
let test: TestHall;
let clerk: RawClient;
let approver: RawClient;
let receiver: RawClient;
let signer: TestSigner;

beforeAll(async () => {
  test = await startTestHall({ config: { rulesDir } });
  clerk = await test.enter('desk', { courtCode: '闽0203', roles: ['clerk', 'dispatcher'] });
  const leader = await test.person({ courtCode: '闽0203', roles: ['approver'], name: '陈庭长' });
  approver = await test.enter('desk', { token: leader.token });
  receiver = await test.enter('desk', { courtCode: '闽0603', roles: ['clerk'] });
  signer = TestSigner.make({ userId: leader.userId, pin: '837461' });
  await approver.request('signing.enrol', { commandId: newCommandId(), key: signer.key, password: leader.password });
});
afterAll(async () => {
  await test?.close();
  for (const gone of [rulesDir, folder]) rmSync(gone, { recursive: true, force: true });
});

const bytes = Buffer.from('%PDF-1.4 协助执行通知书');
const paper = { documentId: createHash('sha256').update(bytes).digest('hex'), name: '协助执行通知书.pdf', mimeType: 'application/pdf' as const, totalBytes: bytes.length, paperId: 'notice' };
const act = (by: RawClient, task: Task, step: string, more: Partial<RequestInput<'task.act'>> = {}) => by.request('task.act', { commandId: newCommandId(), taskId: task.taskId, expectedVersion: task.version, step, ...more }).then((answer) => answer.task);

/** Approved under a signature, and sent. */
async function approved(): Promise<Task> {
  await clerk.request('document.put', { documentId: paper.documentId, mimeType: paper.mimeType, totalBytes: paper.totalBytes, offset: 0, base64: bytes.toString('base64') });
  const { task } = await clerk.request('task.create', {
    commandId: newCommandId(), flowId: 'small', itemId: 'freeze', title: '冻结柯大明存款', to: { kind: 'court', courtCode: '闽0603', courtName: '' }, caseNumber: '(2026)闽0203执123号', urgent: false, limitDays: 15, form: { holder: '柯大明', bank: '工商银行' }, operationId: null, contact: '林 0592-1234567', documents: [paper],
  });
  const asked = await act(clerk, task, 'submit');
  return act(approver, asked, 'approve', { words: '同意', signature: signer.signature(asked, { step: 'approve', words: '同意' }) });
}

const exported = async (task: Task, by = receiver) => (await by.request('task.exportDossier', { taskId: task.taskId, purpose: '核对签名' })).text;
const verdictOf = (text: string, key: string | null = null) => verifyDossier(text, { key, entryHash });
const isGood = ({ faults, signatures }: ReturnType<typeof verdictOf>) => faults.length === 0 && signatures.every(({ fault, changed }) => fault === null && changed.length === 0);

describe('a task as a file', () => {
  it('proves to either court who signed what, and its export is in the log', async () => {
    const task = await approved();
    const answer = await receiver.request('task.exportDossier', { taskId: task.taskId, purpose: '核对签名' });
    expect(createHash('sha256').update(answer.text).digest('hex')).toBe(answer.sha256);
    const verdict = verdictOf(answer.text);
    expect(isGood(verdict)).toBe(true);
    expect(verdict.task).toMatchObject({ taskId: task.taskId, state: 'sent', number: task.number, title: task.title });
    expect(verdict.signatures).toEqual([expect.objectContaining({ name: '陈庭长', step: '同意', words: '同意', fault: null, changed: [] })]);
    expect(verdictOf(answer.text, 'a'.repeat(64)).faults).toEqual([{ kind: 'foreignKey' }]);
    const auditor = await test.enter('desk', { courtCode: '闽', roles: ['auditor'] });
    const { entries } = await auditor.request('audit.query', { filter: { subject: `task/${task.taskId}`, names: ['audit.exported'] }, limit: 10 });
    expect(entries).toEqual([expect.objectContaining({ data: expect.objectContaining({ purpose: '核对签名', sha256: answer.sha256 }) })]);
    const stranger = await test.enter('desk', { courtCode: '闽0205', roles: ['clerk'] });
    await expect(exported(task, stranger)).rejects.toMatchObject({ code: 'notFound' });
  });

  it('shows a signature void, and why, when what was signed became another', async () => {
    const task = await approved();
    const moved = await act(receiver, task, 'transfer', { words: '不属本院管辖', to: { kind: 'court', courtCode: '闽0205', courtName: '' } });
    const verdict = verdictOf(await exported(moved, clerk));
    expect(verdict.faults).toEqual([]);
    expect(verdict.signatures).toEqual([expect.objectContaining({ fault: null, changed: ['to'] })]);
  });

  it('is found out by one changed byte, wherever it is', async () => {
    const text = Buffer.from(await exported(await approved()));
    fc.assert(fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), (place, flip) => {
      const changed = Buffer.from(text);
      changed[place]! ^= flip;
      expect(isGood(verdictOf(changed.toString('utf8')))).toBe(false);
    }), { numRuns: 300 });
  });

  it('does not believe a hall that wrote something else and signed that', async () => {
    const file = readDossier(await exported(await approved()))!;
    const forger = generateKeyPairSync('ed25519');
    type Change = (entry: Entry, index: number) => unknown;
    const forged = (change: Change, keys: (entry: Entry) => unknown = (entry) => entry.data) => {
      const rehashed = (entry: Entry, data: unknown) => {
        const { hash: _, ...rest } = { ...entry, data };
        return { ...rest, hash: entryHash(rest) };
      };
      const { signature: _signature, publicKey: _publicKey, format: _format, version: _version, ...content } = file;
      return verdictOf(writeDossier({ ...content, entries: file.entries.map((entry, index) => rehashed(entry, change(entry, index))), keys: file.keys.map((entry) => rehashed(entry, keys(entry))) }, forger));
    };
    const put = (name: string, more: object): Change => (entry) => (entry.name === name ? { ...(entry.data as object), ...more } : entry.data);
    const approval = (file.entries.find(({ data }) => (data as { step?: string }).step === 'approve')!.data as { signature: object }).signature;
    const stepped = (more: object): Change => (entry) => ((entry.data as { step?: string }).step === 'approve' ? { ...(entry.data as object), ...more } : entry.data);
    expect(isGood(forged((entry) => entry.data))).toBe(true);
    const faultsOf = (verdict: ReturnType<typeof forged>) => verdict.signatures.map(({ fault }) => fault);
    expect(faultsOf(forged(put('task.created', { title: '冻结柯小明存款' })))).toEqual(['content']);
    expect(faultsOf(forged(put('task.created', { limitDays: 20 })))).toEqual(['content']);
    expect(faultsOf(forged(put('task.created', { personalHash: 'a'.repeat(64) })))).toEqual(['content']);
    expect(faultsOf(forged(stepped({ words: '不同意' })))).toEqual(['content']);
    expect(faultsOf(forged(stepped({ signature: { ...approval, keyId: 'b'.repeat(64) } })))).toEqual(['unknownKey']);
    expect(faultsOf(forged(stepped({ signature: { ...approval, signature: Buffer.alloc(64).toString('base64') } })))).toEqual(['signature']);
    const other = TestSigner.make({ userId: 'x', pin: '837461' });
    expect(faultsOf(forged((entry) => entry.data, (entry) => ({ ...(entry.data as object), publicKey: other.key.publicKey })))).toEqual(['unknownKey']);
    expect(faultsOf(forged((entry) => entry.data, (entry) => ({ ...(entry.data as object), userId: crypto.randomUUID() })))).toEqual(['otherPerson']);
    // Left out: the end of a task, or its middle.
    const lacking = (entries: DossierFile['entries']) => {
      const { signature: _signature, publicKey: _publicKey, format: _format, version: _version, ...content } = file;
      return verdictOf(writeDossier({ ...content, entries }, forger)).faults;
    };
    expect(lacking([file.entries[0]!, ...file.entries.slice(2)])).toContainEqual({ kind: 'task' });
    expect(lacking(file.entries.map((entry, index) => (index === 0 ? { ...entry, at: entry.at + 1 } : entry)))).toContainEqual({ kind: 'entry', sequence: file.entries[0]!.sequence });
  });
});

describe('npm run task:verify', () => {
  it('says in sentences who signed what, and what is wrong', async () => {
    const text = await exported(await approved());
    const [good, bad, papers] = [path.join(folder, 'good.json'), path.join(folder, 'bad.json'), mkdtempSync(path.join(folder, 'papers-'))];
    writeFileSync(good, text);
    writeFileSync(bad, text.replace('核对签名', '核对鉴名'));
    writeFileSync(path.join(papers, '通知书.pdf'), bytes);
    const run = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['sfu/commands/taskVerify.ts', ...args], { encoding: 'utf8' });
      return { status, said: `${stdout}${stderr}` };
    };
    const verified = run(good, '--documents', papers);
    expect(verified.said).toMatch(/陈庭长 签署“同意”，意见：同意：签名有效。\n卷宗完好：日志 3 条，签名 1 个，均有效，材料齐全且与所记一致。/);
    expect(verified.status).toBe(0);
    expect(run(bad)).toMatchObject({ status: 1, said: expect.stringContaining('文件已被改动') });
    writeFileSync(path.join(papers, '通知书.pdf'), '%PDF-1.4 另一份');
    expect(run(good, '--documents', papers)).toMatchObject({ status: 1, said: expect.stringContaining('材料“协助执行通知书.pdf”不在文件夹中，或已被改动') });
    expect(run(path.join(folder, 'none.json')).status).toBe(2);
  });
});
