import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enrolUnit } from '#domain/units/decideUnit.ts';
import { AUDIT_CHUNK_BYTES } from '#protocol/nouns/audit.ts';
import type { CourtCode, SessionId, TokenId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import { EventLog } from '../log/eventLog.ts';
import { createExportOnThread } from '../log/export/exportThread.ts';
import { verifyExport } from '../log/export/verifyExport.ts';
import { createMemoryJournal } from '../log/memoryJournal.ts';
import type { Session } from '../ports/session.ts';
import { createAudit } from './audit.ts';
import { fillExport } from './fillExport.ts';

const key = generateKeyPairSync('ed25519');
const now = () => Date.UTC(2026, 10, 22, 7, 30);
const purpose = '院内检查';

async function rig({ shelfBytes }: { shelfBytes?: number } = {}) {
  const journal = createMemoryJournal();
  const log = await EventLog.open({ journal, key, now, log: pino({ level: 'silent' }) });
  const newExport = (options: Parameters<Parameters<typeof createAudit>[0]['newExport']>[0]) => createExportOnThread({ ...options, key });
  const audit = createAudit({ log, journal, newExport, hallId: 'hall-1', hallName: '执行指挥中心', now, ...(shelfBytes !== undefined && { shelfBytes }) });
  return { journal, log, ...audit.handlers };
}
type Rig = Awaited<ReturnType<typeof rig>>;

function visitor(courtCode: string) {
  const leaving = new AbortController();
  const session = {
    sessionId: randomUUID() as SessionId,
    tokenId: randomUUID() as TokenId,
    courtCode: courtCode as CourtCode,
    actor: { kind: 'person', userId: randomUUID() as UserId, name: '审计员甲', courtCode: courtCode as CourtCode },
    ended: leaving.signal,
  } as unknown as Session;
  return { session, leave: () => leaving.abort() };
}

/** Two entries each. */
async function enrol({ log }: Rig, courtCode: string, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => {
    const input = { courtCode: courtCode as CourtCode, unitId: randomUUID() as UnitId, name: `单兵 ${index}`, teamName: '执行一组', kind: 'recorder' as const, expiresAt: 0 };
    return log.execute({ commandId: null, name: 'unit.enrol', input, actor: { kind: 'hall' }, via: null, decide: (state) => enrolUnit(state, input) });
  }));
}

async function fetched(read: Rig['audit.readExport'], exportId: string, bytes: number, session: Session): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let offset = 0; offset < bytes; offset += AUDIT_CHUNK_BYTES) {
    pieces.push(Buffer.from((await read({ exportId, offset }, session)).base64, 'base64'));
  }
  return Buffer.concat(pieces);
}

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

describe('audit.query', () => {
  it('tells the newest first, page by page, of one\'s own court and those below', async () => {
    const hall = await rig();
    await enrol(hall, '闽0203', 2);
    await enrol(hall, '闽06', 1);
    const { session } = visitor('闽02');
    const first = await hall['audit.query']({ filter: {}, limit: 3 }, session);
    expect(first.entries.map(({ sequence }) => sequence)).toEqual([4, 3, 2]);
    expect(first).toMatchObject({ more: true, head: hall.log.position });
    const rest = await hall['audit.query']({ filter: {}, before: 2, limit: 3 }, session);
    expect(rest.entries.map(({ sequence }) => sequence)).toEqual([1]);
    expect(rest.more).toBe(false);
    expect((await hall['audit.query']({ filter: {}, limit: 6 }, visitor('闽').session)).entries).toHaveLength(6);
    expect((await hall['audit.query']({ filter: {}, limit: 6 }, visitor('闽0206').session)).entries).toEqual([]);
    expect((await hall['audit.query']({ filter: { names: ['unit.enrolled'] }, limit: 6 }, session)).entries).toHaveLength(2);
  });

  it('leaves no trace itself, and says so when the database is away', async () => {
    const hall = await rig();
    await enrol(hall, '闽', 1);
    await hall['audit.query']({ filter: {}, limit: 9 }, visitor('闽').session);
    await hall['audit.actors']({}, visitor('闽').session);
    expect(hall.log.position.sequence).toBe(2);
    hall.journal.setDown('away');
    await expect(hall['audit.query']({ filter: {}, limit: 9 }, visitor('闽').session)).rejects.toMatchObject({ code: 'logUnavailable', params: { reason: 'databaseAway' } });
  });
});

describe('audit.export', () => {
  it.each(['json', 'csv'] as const)('writes a %s that another machine can verify, and leaves its trace', async (format) => {
    const hall = await rig();
    await enrol(hall, '闽0203', 1_200);
    await enrol(hall, '闽06', 3);
    const { session } = visitor('闽02');
    const filter = { names: ['unit.enrolled'] };
    const answer = await hall['audit.export']({ filter, format, purpose }, session);
    expect(answer).toMatchObject({ entries: 1_200, fileName: `留痕_2026-11-22_153000.${format}` });
    expect(answer.bytes).toBeGreaterThan(2 * AUDIT_CHUNK_BYTES);
    const file = await fetched(hall['audit.readExport'], answer.exportId, answer.bytes, session);
    expect(createHash('sha256').update(file).digest('hex')).toBe(answer.sha256);
    const { actor } = session;
    expect(verifyExport(file)).toMatchObject({
      fault: null,
      entries: 1_200,
      frame: { hallId: 'hall-1', exportedAt: now(), exportedBy: actor, purpose, filter, position: { sequence: 2_406 } },
    });
    expect(hall.log.since({ sequence: 2_406, hash: (await hall.journal.read({ after: 2_405, limit: 1 }))[0]!.hash })).toMatchObject([
      { name: 'audit.exported', subject: `audit/${answer.exportId}`, courtCode: '闽02', actor, via: session.tokenId, data: { format, filter, purpose, entries: 1_200, sha256: answer.sha256 } },
    ]);
  });

  it('is not answered before its trace is durable, and not kept if it cannot be', async () => {
    const hall = await rig();
    await enrol(hall, '闽', 1);
    const { session } = visitor('闽');
    const release = hall.journal.hold();
    const append = vi.spyOn(hall.journal, 'append');
    let answered = false;
    const asked = Promise.resolve(hall['audit.export']({ filter: {}, format: 'json', purpose }, session)).finally(() => {
      answered = true;
    });
    await vi.waitFor(() => expect(append).toHaveBeenCalledOnce(), { timeout: 5_000 });
    expect(answered).toBe(false);
    release();
    const { exportId } = await asked;
    hall.journal.failNext('diskFull');
    await expect(hall['audit.export']({ filter: {}, format: 'json', purpose }, session)).rejects.toMatchObject({ code: 'logUnavailable' });
    // What was fetched before can still be fetched.
    expect((await hall['audit.readExport']({ exportId, offset: 0 }, session)).base64).not.toBe('');
  });

  it('lets the hall go on while it reads', async () => {
    const hall = await rig();
    await enrol(hall, '闽', 2_000);
    let turns = 0;
    let done = false;
    const count = () => {
      turns += 1;
      if (!done) {
        setImmediate(count);
      }
    };
    setImmediate(count);
    await hall['audit.export']({ filter: {}, format: 'json', purpose }, visitor('闽').session);
    done = true;
    expect(turns).toBeGreaterThan(7);
  });

  it('belongs to its session, which has one at a time, until it ends or ten minutes are over', async () => {
    const hall = await rig();
    await enrol(hall, '闽', 1);
    const ask = (session: Session) => Promise.resolve(hall['audit.export']({ filter: {}, format: 'json', purpose }, session));
    const read = async (exportId: string, session: Session) => (await hall['audit.readExport']({ exportId, offset: 0 }, session)).base64;
    const [one, other] = [visitor('闽'), visitor('闽')];
    const first = ask(one.session);
    await expect(ask(one.session)).rejects.toMatchObject({ code: 'tooManyRequests' });
    const { exportId } = await first;
    await expect(read(exportId, other.session)).rejects.toMatchObject({ code: 'notFound' });
    await expect(read(randomUUID(), one.session)).rejects.toMatchObject({ code: 'notFound' });
    const second = await ask(one.session);
    await expect(read(exportId, one.session)).rejects.toMatchObject({ code: 'notFound' });
    await vi.advanceTimersByTimeAsync(9 * 60_000);
    await expect(read(second.exportId, one.session)).resolves.not.toBe('');
    await vi.advanceTimersByTimeAsync(61_000);
    await expect(read(second.exportId, one.session)).rejects.toMatchObject({ code: 'notFound' });
    const third = await ask(other.session);
    other.leave();
    await expect(read(third.exportId, other.session)).rejects.toMatchObject({ code: 'notFound' });
    await expect(ask(other.session)).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('is refused when it is too large, or when others fill the memory', async () => {
    const hall = await rig({ shelfBytes: 9_000 });
    const ask = (session: Session) => hall['audit.export']({ filter: { names: ['unit.'] }, format: 'json', purpose }, session);
    await enrol(hall, '闽', 5);
    const [one, other] = [visitor('闽'), visitor('闽')];
    expect((await ask(one.session)).bytes).toBeGreaterThan(4_500);
    await expect(ask(other.session)).rejects.toMatchObject({ code: 'tooManyRequests' });
    await expect(ask(one.session)).resolves.toMatchObject({ entries: 10 });
    one.leave();
    await expect(ask(other.session)).resolves.toMatchObject({ entries: 10 });
    await enrol(hall, '闽', 20);
    await expect(ask(other.session)).rejects.toMatchObject({ code: 'tooLarge' });
    const all = { filter: {}, seenFrom: '闽' as CourtCode, upTo: Infinity };
    await expect(fillExport(hall.journal, { add: () => {} }, { ...all, maxEntries: 51 })).rejects.toMatchObject({ code: 'tooLarge', params: { max: 51 } });
    await expect(fillExport(hall.journal, { add: () => {} }, { ...all, upTo: 51, maxEntries: 51 })).resolves.toBe(51);
  });
});
