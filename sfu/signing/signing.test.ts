import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import type { Task, TaskSignature } from '#protocol/tasks/tasks.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { smallRules } from '../testing/smallRules.ts';
import { startTestHall, type Person, type TestHall } from '../testing/testHall.ts';
import { TestSigner } from '../testing/testSigner.ts';

const PIN = '837461';
const rulesDir = smallRules();
let test: TestHall;
let clerk: RawClient;
let leader: Person;
let approver: RawClient;
let mine: TestSigner;

beforeAll(async () => {
  test = await startTestHall({ config: { rulesDir } });
  clerk = await test.enter('desk', { courtCode: '闽0203', roles: ['clerk'] });
  leader = await test.person({ courtCode: '闽0203', roles: ['approver'], name: '陈庭长' });
  approver = await test.enter('desk', { token: leader.token });
  mine = TestSigner.make({ userId: leader.userId, pin: PIN });
  await approver.request('signing.enrol', { commandId: newCommandId(), key: mine.key, password: leader.password });
});
afterAll(async () => {
  await test?.close();
  rmSync(rulesDir, { recursive: true, force: true });
});

const bytes = Buffer.from('%PDF-1.4 协助执行通知书');
const paper = { documentId: createHash('sha256').update(bytes).digest('hex'), name: '协助执行通知书.pdf', mimeType: 'application/pdf' as const, totalBytes: bytes.length, paperId: 'notice' };
const act = (by: RawClient, task: Task, step: string, more: Partial<RequestInput<'task.act'>> = {}) => by.request('task.act', { commandId: newCommandId(), taskId: task.taskId, expectedVersion: task.version, step, ...more }).then((answer) => answer.task);
const refusal = (ask: Promise<unknown>) => ask.then(() => 'ok', (error: { code: string }) => error.code);

/** A task that waits for approval. */
async function waiting(): Promise<Task> {
  const dispatcher = await test.enter('desk', { courtCode: '闽0203', roles: ['dispatcher'] });
  await dispatcher.request('document.put', { documentId: paper.documentId, mimeType: paper.mimeType, totalBytes: paper.totalBytes, offset: 0, base64: bytes.toString('base64') });
  const { task } = await clerk.request('task.create', {
    commandId: newCommandId(), flowId: 'small', itemId: 'freeze', title: '冻结柯大明存款', to: { kind: 'court', courtCode: '闽0603', courtName: '' }, caseNumber: '(2026)闽0203执123号', urgent: false, limitDays: 15, form: { holder: '柯大明', bank: '工商银行' }, operationId: null, contact: '林 0592-1234567', documents: [paper],
  });
  return act(clerk, task, 'submit');
}

describe('a signature', () => {
  it('of the person over what they saw goes through, once: asked again it is answered, used again it is refused', async () => {
    const task = await waiting();
    const asked = { commandId: newCommandId(), taskId: task.taskId, expectedVersion: task.version, step: 'approve', words: '同意', signature: mine.signature(task, { step: 'approve', words: '同意' }) };
    const first = await approver.request('task.act', asked);
    expect(first.task.history.at(-1)).toMatchObject({ what: 'approve', signature: { keyId: mine.keyId } });
    expect(await approver.request('task.act', asked)).toEqual(first);
    const other = await waiting();
    expect(await refusal(act(approver, other, 'approve', { words: '同意', signature: asked.signature }))).toBe('badSignature');
  });

  it('is refused for another step, other words, another version, another key, and with one changed byte', async () => {
    const task = await waiting();
    const good = mine.signature(task, { step: 'approve', words: '同意' });
    const stranger = TestSigner.make({ userId: leader.userId, pin: PIN });
    const flipped = Buffer.from(good.signature, 'base64');
    flipped[7]! ^= 1;
    const bad: Record<string, TaskSignature> = {
      step: mine.signature(task, { step: 'reject', words: '同意' }),
      words: mine.signature(task, { step: 'approve', words: '不同意' }),
      count: mine.signature(task, { step: 'approve', words: '同意', count: 3 }),
      title: mine.signature({ ...task, title: '冻结柯小明存款' }, { step: 'approve', words: '同意' }),
      personal: mine.signature({ ...task, personalHash: 'a'.repeat(64) }, { step: 'approve', words: '同意' }),
      version: mine.signature({ ...task, history: task.history.slice(1) }, { step: 'approve', words: '同意' }),
      notEnrolled: stranger.signature(task, { step: 'approve', words: '同意' }),
      borrowedKeyId: { ...stranger.signature(task, { step: 'approve', words: '同意' }), keyId: mine.keyId },
      flipped: { ...good, signature: flipped.toString('base64') },
      hash: { ...good, contentHash: `0${good.contentHash.slice(1)}`.replace(good.contentHash, 'f'.repeat(64)) },
    };
    for (const [why, signature] of Object.entries(bad)) {
      expect([why, await refusal(act(approver, task, 'approve', { words: '同意', signature }))]).toEqual([why, 'badSignature']);
    }
    const colleague = await test.enter('desk', { courtCode: '闽0203', roles: ['approver'] });
    expect(await refusal(act(colleague, task, 'approve', { words: '同意', signature: good }))).toBe('badSignature');
    // Something was added between: what was seen is no longer what it is.
    const talked = (await clerk.request('task.talk', { commandId: newCommandId(), taskId: task.taskId, expectedVersion: task.version, withName: '林某', words: '已电话沟通' })).task;
    expect(await refusal(act(approver, task, 'approve', { words: '同意', signature: good }))).toBe('conflict');
    expect(await refusal(act(approver, talked, 'approve', { words: '同意', signature: good }))).toBe('badSignature');
    expect(await refusal(act(approver, talked, 'approve', { words: '同意', signature: mine.signature(talked, { step: 'approve', words: '同意' }) }))).toBe('ok');
  });
});

describe('a key', () => {
  it('is one’s own: not another’s, not a second one, not one that cannot sign', async () => {
    const person = await test.person({ courtCode: '闽0203', roles: ['approver'] });
    const desk = await test.enter('desk', { token: person.token });
    const enrol = (key: TestSigner['key'], password: string | null = person.password) => refusal(desk.request('signing.enrol', { commandId: newCommandId(), key, password }));
    expect(await enrol(mine.key)).toBe('badSignature');
    expect(await enrol({ ...TestSigner.make({ userId: person.userId, pin: PIN }).key, publicKey: mine.key.publicKey })).toBe('badSignature');
    // Whoever finds the desk open does not know the password.
    expect(await enrol(TestSigner.make({ userId: person.userId, pin: PIN }).key, null)).toBe('signInFailed');
    expect(await enrol(TestSigner.make({ userId: person.userId, pin: PIN }).key, 'Jian-Ba-Min-0')).toBe('signInFailed');
    expect(await enrol(TestSigner.make({ userId: person.userId, pin: PIN }).key)).toBe('ok');
    expect(await enrol(TestSigner.make({ userId: person.userId, pin: PIN }).key)).toBe('conflict');
  });

  it('can be renewed and revoked; only the newest signs, and a PIN can be changed', async () => {
    const person = await test.person({ courtCode: '闽0203', roles: ['approver'] });
    const desk = await test.enter('desk', { token: person.token });
    const [first, second] = [PIN, '295836'].map((pin) => TestSigner.make({ userId: person.userId, pin })) as [TestSigner, TestSigner];
    await desk.request('signing.enrol', { commandId: newCommandId(), key: first.key, password: person.password });
    const renewal = { commandId: newCommandId(), proof: first.proofOf(PIN), key: second.key };
    const renewed = await desk.request('signing.renew', renewal);
    expect(await desk.request('signing.renew', renewal)).toEqual(renewed);
    const task = await waiting();
    expect(await refusal(act(desk, task, 'approve', { signature: first.signature(task, { step: 'approve' }) }))).toBe('badSignature');
    // A sealing of the same key under another PIN.
    const { salt, kdf, proof, hallShare, sealedKey } = TestSigner.make({ userId: person.userId, pin: '604927' }).key;
    const change = { commandId: newCommandId(), proof: second.proofOf('295836'), next: { salt, kdf, proof, hallShare, sealedKey } };
    expect((await desk.request('signing.changePin', change)).key).toMatchObject({ keyId: second.keyId, salt });
    expect((await desk.request('signing.changePin', change)).key).toMatchObject({ keyId: second.keyId, salt });
    expect(await refusal(desk.request('signing.unlock', { proof: second.proofOf('295836') }))).toBe('pinWrong');
    expect(await desk.request('signing.unlock', { proof })).toEqual({ hallShare, sealedKey });
    expect(await refusal(act(desk, task, 'approve', { signature: second.signature(task, { step: 'approve' }) }))).toBe('ok');
    await desk.request('signing.revoke', { commandId: newCommandId(), reason: '口令泄露' });
    expect((await desk.request('signing.mine', {})).key).toBeNull();
    const next = await waiting();
    expect(await refusal(act(desk, next, 'approve', { signature: second.signature(next, { step: 'approve' }) }))).toBe('badSignature');
    expect(await refusal(desk.request('signing.enrol', { commandId: newCommandId(), key: second.key, password: person.password }))).toBe('conflict');
  });

  it('is locked after five wrong PINs, wherever they are tried, also after a restart, and each is in the log', async () => {
    const person = await test.person({ courtCode: '闽0203', roles: ['approver'] });
    const signer = TestSigner.make({ userId: person.userId, pin: PIN });
    const [here, there] = await Promise.all([test.enter('desk', { token: person.token }), test.enter('desk', { token: person.token })]);
    await here.request('signing.enrol', { commandId: newCommandId(), key: signer.key, password: person.password });
    const wrong = (number: number) => Buffer.alloc(32, number).toString('base64');
    // All at once, from two desks: none slips past the count.
    const tried = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((number) => refusal((number % 2 === 0 ? here : there).request('signing.unlock', { proof: wrong(number) }))));
    expect(tried.filter((code) => code === 'pinWrong')).toHaveLength(4);
    expect(tried.filter((code) => code === 'pinLocked')).toHaveLength(4);
    expect(await refusal(here.request('signing.unlock', { proof: signer.key.proof }))).toBe('pinLocked');
    const auditor = await test.enter('desk', { courtCode: '闽', roles: ['auditor'] });
    const { entries } = await auditor.request('audit.query', { filter: { subject: `signing/${person.userId}` }, limit: 100 });
    expect(entries.map(({ name }) => name).toSorted()).toEqual(['signing.keyEnrolled', ...Array.from({ length: 5 }, () => 'signing.pinFailed'), 'signing.pinLocked']);
    await test.close({ keep: true });
    test = await startTestHall({ config: { rulesDir }, storageDir: test.storageDir });
    const desk = await test.enter('desk', { token: person.token });
    expect(await refusal(desk.request('signing.unlock', { proof: signer.key.proof }))).toBe('pinLocked');
    expect((await desk.request('signing.mine', {})).lockedUntilAt).not.toBeNull();
    approver = await test.enter('desk', { token: leader.token });
    expect(await approver.request('signing.unlock', { proof: mine.key.proof })).toEqual({ hallShare: mine.key.hallShare, sealedKey: mine.key.sealedKey });
  });
});
