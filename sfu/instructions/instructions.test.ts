import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import type { Instruction } from '#protocol/field/instructions.ts';
import { DOCUMENT_PIECE_BYTES } from '#protocol/field/documents.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

let test: TestHall;
let desk: RawClient;
let above: RawClient;
let foreign: RawClient;
let unit: { unitId: UnitId; token: string };
let phone: RawClient;
let otherPhone: RawClient;

beforeAll(async () => {
  test = await startTestHall();
  desk = await test.enter('desk', { courtCode: '闽0203', roles: ['dispatcher'], name: '林调度' });
  above = await test.enter('desk', { courtCode: '闽02', roles: ['commander'], name: '王指挥' });
  foreign = await test.enter('desk', { courtCode: '闽0206', roles: ['dispatcher'] });
  unit = await test.unit({ courtCode: '闽0203', name: '单兵07' });
  phone = await test.enter('unit', { token: unit.token });
  otherPhone = await test.enter('unit', { token: (await test.unit({ courtCode: '闽0203', name: '单兵08' })).token });
});
afterAll(() => test.close());

const wish = (more: Partial<RequestInput<'instruction.send'>> = {}): RequestInput<'instruction.send'> => ({
  commandId: newCommandId(), unitIds: [unit.unitId], operationId: null, alarmId: null, severity: 'urgent', text: '封锁后门', place: { name: '湖滨路 6 号', position: null }, documents: [], acceptWithinMs: null, ...more,
});
async function send(more: Partial<RequestInput<'instruction.send'>> = {}, by = desk): Promise<Instruction> {
  return (await by.request('instruction.send', wish(more))).instructions[0]!;
}
const refusal = (asked: Promise<unknown>) => asked.then(() => 'ok', (error: { code: string }) => error.code);
const held = (client: RawClient) => client.frames.flatMap((frame) => ('notice' in frame && frame.notice === 'instruction.held' ? [(frame.data as { instructions: Instruction[] }).instructions] : [])).at(-1) ?? [];
const say = (name: 'instruction.read' | 'instruction.accept', { instructionId }: Instruction, by = phone) => by.request(name, { commandId: newCommandId(), instructionId, saidAt: Date.now() });

describe('an instruction', () => {
  it('reaches its unit at once and again when it comes back, and goes its way', async () => {
    const one = await send();
    await vi.waitUntil(() => held(phone).some(({ instructionId }) => instructionId === one.instructionId));
    expect(held(otherPhone)).toEqual([]);
    const { instructionId } = one;
    await phone.request('instruction.deliver', { commandId: newCommandId(), instructionId });
    await say('instruction.read', one);
    await say('instruction.accept', one);
    const again = await test.enter('unit', { token: unit.token });
    phone = again;
    expect(held(again)).toMatchObject([{ instructionId, text: '封锁后门', fromName: '林调度', state: 'accepted' }]);
    const done = { commandId: newCommandId(), instructionId, saidAt: null, report: '已封锁' };
    const { instruction } = await again.request('instruction.finish', done);
    // What is sent twice is done once.
    expect((await again.request('instruction.finish', done)).instruction).toEqual(instruction);
    expect(instruction.steps.map(({ state, name }) => [state, name])).toEqual([['sent', '林调度'], ['delivered', '单兵07'], ['read', '单兵07'], ['accepted', '单兵07'], ['done', '单兵07']]);
  });

  it('is answered by its own unit alone, and by no desk in its place', async () => {
    const one = await send();
    for (const by of [otherPhone, foreign, desk, above]) {
      expect(await refusal(say('instruction.accept', one, by))).toBe(by === otherPhone ? 'notFound' : 'forbidden');
    }
    const { instructionId, version: expectedVersion } = one;
    const told = { commandId: newCommandId(), instructionId, expectedVersion, answer: 'accepted' as const, words: '张警官电话告知已出发' };
    expect(await refusal(foreign.request('instruction.answerByTelephone', { ...told, commandId: newCommandId() }))).toBe('notFound');
    expect(await refusal(phone.request('instruction.answerByTelephone', { ...told, commandId: newCommandId() }))).toBe('forbidden');
    expect((await desk.request('instruction.answerByTelephone', told)).instruction).toMatchObject({ state: 'accepted', steps: [{}, { way: 'telephone', name: '林调度' }] });
  });

  it('is sent to no unit of a court that the sender does not see, and by no unit', async () => {
    expect(await refusal(foreign.request('instruction.send', wish()))).toBe('notFound');
    expect(await refusal(phone.request('instruction.send', wish()))).toBe('forbidden');
    expect(await refusal(desk.request('instruction.send', wish({ unitIds: [] })))).toBe('badInput');
  });

  it('is withdrawn by the court that sent it, which the unit is told', async () => {
    const one = await send({}, above);
    const withdraw = { instructionId: one.instructionId, expectedVersion: one.version, reason: '目标已离开' };
    expect(await refusal(desk.request('instruction.withdraw', { commandId: newCommandId(), ...withdraw }))).toBe('forbidden');
    await above.request('instruction.withdraw', { commandId: newCommandId(), ...withdraw });
    await vi.waitUntil(() => held(phone).some(({ instructionId, state }) => instructionId === one.instructionId && state === 'withdrawn'));
    expect(await refusal(say('instruction.accept', one))).toBe('instructionOver');
  });

  it('lapses by itself when nobody accepts it in time', async () => {
    const one = await send({ acceptWithinMs: 10_000 });
    expect(one.acceptBy! - one.sentAt).toBe(10_000);
    await vi.waitUntil(() => held(phone).find(({ instructionId }) => instructionId === one.instructionId)?.state === 'lapsed', { timeout: 15_000, interval: 100 });
  }, 20_000);
});

describe('a paper that goes with it', () => {
  function paper(head = '%PDF-1.7\n', size = 200_000) {
    const bytes = Buffer.concat([Buffer.from(head), randomBytes(size)]).subarray(0, size);
    return { bytes, documentId: createHash('sha256').update(bytes).digest('hex') };
  }
  async function put({ bytes, documentId }: ReturnType<typeof paper>, by = desk): Promise<void> {
    for (let offset = 0; offset < bytes.length;) {
      ({ receivedBytes: offset } = await by.request('document.put', { documentId, mimeType: 'application/pdf', totalBytes: bytes.length, offset, base64: bytes.subarray(offset, offset + DOCUMENT_PIECE_BYTES).toString('base64') }));
    }
  }
  async function read(documentId: string, by: RawClient): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let offset = 0, total = 1; offset < total;) {
      const { base64, totalBytes } = await by.request('document.read', { documentId, offset });
      pieces.push(Buffer.from(base64, 'base64'));
      offset += pieces.at(-1)!.length;
      total = totalBytes;
    }
    return Buffer.concat(pieces);
  }

  it('is read byte for byte by the unit and by those who see the court, and by nobody else', async () => {
    const one = paper();
    await put(one);
    expect(await refusal(read(one.documentId, phone))).toBe('notFound');
    const documents = [{ documentId: one.documentId, name: '搜查令.pdf', mimeType: 'application/pdf' as const, totalBytes: one.bytes.length }];
    await send({ documents });
    for (const by of [phone, desk, above]) expect((await read(one.documentId, by)).equals(one.bytes)).toBe(true);
    for (const by of [otherPhone, foreign]) expect(await refusal(read(one.documentId, by))).toBe('notFound');
  });

  it('is there whole and is what it says before anything goes out with it', async () => {
    const one = paper();
    const named = { documentId: one.documentId, name: '搜查令.pdf', mimeType: 'application/pdf' as const, totalBytes: one.bytes.length };
    expect(await refusal(desk.request('instruction.send', wish({ documents: [named] })))).toBe('notFound');
    await put(one);
    expect(await refusal(desk.request('instruction.send', wish({ documents: [{ ...named, totalBytes: 5 }] })))).toBe('notFound');
    expect(await refusal(put(paper('MZ program')))).toBe('badDocument');
    expect(await refusal(put({ ...paper(), documentId: 'a'.repeat(64) }))).toBe('badDocument');
    expect(await refusal(put(paper(), phone))).toBe('forbidden');
  });
});
