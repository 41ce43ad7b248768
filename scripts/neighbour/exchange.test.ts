import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallRules } from '../../sfu/testing/smallRules.ts';
import { newCommandId } from '../../sfu/testing/newCommandId.ts';
import { startTestHall, type TestHall } from '../../sfu/testing/testHall.ts';
import { createHallClient } from './hallClient.ts';
import { simplePdf } from './manners.ts';
import { Neighbour } from './neighbour.ts';
import { befriend, INCOMING, people, sendOut, type People } from './rig.ts';

const rulesDir = smallRules();
let test: TestHall;
let neighbour: Neighbour;
let partnerId: string;
let staff: People;

beforeAll(async () => {
  neighbour = await Neighbour.start();
  test = await startTestHall({ config: { rulesDir } });
  ({ partnerId } = await befriend(test, neighbour));
  staff = await people(test);
});
afterAll(async () => {
  await neighbour?.close();
  await test?.close();
  rmSync(rulesDir, { recursive: true, force: true });
});

const told = (taskId: string) => neighbour.told.filter((one) => one.taskId === taskId).map(({ sequence, what }) => [sequence, what]);
const refusal = (ask: Promise<unknown>) => ask.then(() => 'ok', (error: { code: string; status: number }) => `${error.status} ${error.code}`);

describe('a task that goes to another province', () => {
  it('is told when it is sent, done there, and comes back with its result and paper', async () => {
    neighbour.manner = 'diligent';
    const sent = await sendOut(test, staff, partnerId);
    await expect.poll(() => told(sent.taskId).at(-1)?.[1], { timeout: 15_000 }).toBe('report');
    await neighbour.settled();
    neighbour.manner = 'silent';
    expect(told(sent.taskId)).toEqual([[1, 'approveHigh'], [2, 'receive'], [3, 'report']]);
    expect(neighbour.odd).toEqual({ repeated: 0, disordered: 0, unsigned: 0 });
    const { task } = await staff.clerk.request('task.open', { taskId: sent.taskId });
    expect(task).toMatchObject({ state: 'done', result: { frozenAmount: 1 }, assignee: null });
    expect(task.documents.at(-1)).toMatchObject({ paperId: 'receipt', side: 'to', byName: '赣州市中级人民法院' });
    expect(task.history.at(-1)).toMatchObject({ what: 'report', byName: '江西高院执行指挥中心', side: 'to' });
  });

  it('is nothing that they know of before it is sent, and then without what was said of it before or who said it', async () => {
    const { task: draft } = await staff.clerk.request('task.create', { commandId: newCommandId(), flowId: 'small', itemId: 'freeze', title: '尚在起草', to: { kind: 'outside', partnerId, courtName: '赣州市中级人民法院' }, caseNumber: null, urgent: false, limitDays: 15, form: { holder: '柯大明', bank: '工商银行' }, operationId: null, contact: '', documents: [] });
    expect(await refusal(neighbour.client.task(draft.taskId))).toBe('404 notFound');
    const sent = await sendOut(test, staff, partnerId);
    const seen = await neighbour.client.task(sent.taskId);
    expect(seen).toMatchObject({ number: sent.number, title: sent.title, state: 'sent', contact: '林 0592-1234567', hasPersonal: true, version: sent.version });
    expect(seen.history.map(({ what }) => what)).toEqual(['approveHigh']);
    expect(JSON.stringify(seen)).not.toMatch(/林警官|大明/);
    expect(seen.steps.map(({ step, afterTalk }) => [step, afterTalk])).toEqual([['receive', false], ['transfer', false], ['return', true]]);
  });

  it('has its papers and personal values read by its own partner alone, the latter with a purpose that is in the log', async () => {
    const sent = await sendOut(test, staff, partnerId);
    const other = await befriend(test, null, { name: '广东高院执行指挥中心', province: '广东', courts: ['梅州市中级人民法院'] });
    const stranger = createHallClient({ hall: test.hall.url, authorityPem: test.hall.caCertificatePem, token: other.token });
    const [paper] = sent.documents;
    expect(await neighbour.client.document(sent.taskId, paper!.documentId)).toEqual(simplePdf('notice'));
    expect(await neighbour.client.personal(sent.taskId, '办理冻结须核对户名')).toEqual({ holder: '柯大明' });
    const auditor = await test.enter('desk', { courtCode: '闽', roles: ['auditor'] });
    const { entries } = await auditor.request('audit.query', { filter: { names: ['personal.opened'] }, limit: 10 });
    expect(entries[0]).toMatchObject({ subject: `task/${sent.taskId}`, courtCode: '闽0203', actor: { kind: 'partner', name: '江西高院执行指挥中心' }, data: { purpose: '办理冻结须核对户名' } });
    for (const ask of [stranger.task(sent.taskId), stranger.document(sent.taskId, paper!.documentId), stranger.personal(sent.taskId, '看看是谁'), stranger.step(sent, { step: 'receive' })]) {
      expect(await refusal(ask)).toBe('404 notFound');
    }
    expect((await stranger.tasks()).tasks).toEqual([]);
    // To name a paper's hash is not to have it.
    expect(await refusal(stranger.send({ ...INCOMING, fromCourtName: '梅州市中级人民法院', documents: [{ sha256: paper!.documentId, name: '通知书.pdf', paperId: 'notice' }] }))).toBe('404 notFound');
  });

  it('keeps its internal papers inside: neither listed, nor read by their hash, nor handed in again under another name', async () => {
    const bytes = simplePdf('minutes');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const sent = await sendOut(test, staff, partnerId);
    const dispatcher = await test.enter('desk', { courtCode: '闽0203', roles: ['dispatcher'] });
    await dispatcher.request('document.put', { documentId: sha256, mimeType: 'application/pdf', totalBytes: bytes.length, offset: 0, base64: bytes.toString('base64') });
    dispatcher.socket.terminate();
    const document = { documentId: sha256, name: '会商纪要.pdf', mimeType: 'application/pdf' as const, totalBytes: bytes.length, paperId: 'minutes' };
    const { task } = await staff.clerk.request('task.addDocuments', { commandId: newCommandId(), taskId: sent.taskId, expectedVersion: sent.version, documents: [document] });
    expect(task.documents.map(({ paperId }) => paperId)).toEqual(['notice', 'minutes']);
    const seen = await neighbour.client.task(sent.taskId);
    expect(JSON.stringify(seen)).not.toMatch(new RegExp(`会商纪要|${sha256}`));
    expect(await refusal(neighbour.client.document(sent.taskId, sha256))).toBe('403 internalPaper');
    const received = await neighbour.client.step(seen, { step: 'receive' });
    expect(await refusal(neighbour.client.step(received, { step: 'report', result: { frozenAmount: 1 }, documents: [{ sha256, name: '回执.pdf', paperId: 'receipt' }] }))).toBe('404 notFound');
    expect(await refusal(neighbour.client.document(sent.taskId, sha256))).toBe('403 internalPaper');
    expect(await neighbour.client.document(sent.taskId, sent.documents[0]!.documentId)).toEqual(simplePdf('notice'));
  });

  it('is returned after a talk, not before', async () => {
    const sent = await sendOut(test, staff, partnerId);
    expect(await refusal(neighbour.client.step(sent, { step: 'return', words: '不属本院辖区' }))).toBe('422 talkFirst');
    const talked = await neighbour.client.talk(sent, { withName: '林书记员', words: '双方同意退回' });
    expect(await refusal(neighbour.client.step(talked, { step: 'return' }))).toBe('422 reasonNeeded');
    expect(await neighbour.client.step(talked, { step: 'return', words: '不属本院辖区' })).toMatchObject({ state: 'returned', over: true });
  });

  it('goes nowhere that nobody speaks for', async () => {
    expect(await refusal(sendOut(test, staff, partnerId, { to: { kind: 'outside', partnerId, courtName: '吉安市中级人民法院' } }))).toContain('badDestination');
    expect(await refusal(sendOut(test, staff, partnerId, { to: { kind: 'outside', partnerId: crypto.randomUUID(), courtName: '赣州市中级人民法院' } }))).toContain('badDestination');
  });
});

describe('a task that comes from another province', () => {
  const incoming = async () => ({ ...INCOMING, documents: [{ sha256: await neighbour.client.put(simplePdf('incoming')), name: '协助执行通知书.pdf', paperId: 'notice' }] });

  it('arrives at its court with a number, once for one key, and another body under the key is refused', async () => {
    const task = await incoming();
    const key = crypto.randomUUID();
    const sent = await neighbour.client.send(task, key);
    expect(await neighbour.client.send(task, key)).toEqual(sent);
    expect(await refusal(neighbour.client.send({ ...task, title: '另一件' }, key))).toBe('409 conflict');
    expect(sent).toMatchObject({ state: 'sent', number: expect.stringMatching(/^〔\d{4}〕闽0603委\d+号$/), from: { courtCode: null, courtName: '赣州市中级人民法院' }, to: { courtCode: '闽0603' }, hasPersonal: true });
    expect(JSON.stringify(sent)).not.toContain('小平');
    const { tasks } = await neighbour.client.tasks();
    expect(tasks.filter(({ title }) => title === INCOMING.title)).toHaveLength(1);
    const { task: here } = await staff.receiver.request('task.open', { taskId: sent.taskId });
    expect(here).toMatchObject({ state: 'sent', author: null, from: { kind: 'outside', partnerId } });
  });

  it('is worked on here, and what happens is told there and read by who follows the list', async () => {
    const before = await neighbour.client.tasks();
    const sent = await neighbour.client.send(await incoming());
    const { task: { taskId, version } } = await staff.receiver.request('task.open', { taskId: sent.taskId });
    const { users } = await staff.receiver.request('hall.follow', { from: null }).then(({ log }) => (log.kind === 'snapshot' ? log.state : { users: [] }));
    const receiver = users.find(({ courtCode, roles }) => courtCode === '闽0603' && roles.includes('clerk'))!;
    await staff.receiver.request('task.act', { commandId: newCommandId(), taskId, expectedVersion: version, step: 'receive', assigneeId: receiver.userId });
    await expect.poll(() => told(taskId), { timeout: 15_000 }).toEqual([[1, 'created'], [2, 'approveHigh'], [3, 'receive']]);
    const after = await neighbour.client.tasks(before.next);
    expect(after.tasks.map((one) => [one.taskId, one.state])).toEqual([[taskId, 'working']]);
    expect((await neighbour.client.tasks(after.next)).tasks).toEqual([]);
  });

  it('is refused in words when it is not as the rules have it', async () => {
    const task = await incoming();
    const { client } = neighbour;
    expect(await refusal(client.send({ ...task, fromCourtName: '吉安市中级人民法院' }))).toBe('422 badDestination');
    expect(await refusal(client.send({ ...task, toCourtCode: '闽9999' }))).toBe('422 badDestination');
    expect(await refusal(client.send({ ...task, form: { bank: '农业银行' } }))).toBe('422 badForm');
    expect(await refusal(client.send({ ...task, itemId: 'noSuchItem' }))).toBe('404 notFound');
    const { error, response } = await client.api.POST('/tasks', { params: { header: { 'idempotency-key': crypto.randomUUID() } }, body: { ...task, limitDays: 99 } });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(error).toMatchObject({ status: 422, code: 'badForm', detail: expect.stringMatching(/[一-龥]/) });
  });
});
