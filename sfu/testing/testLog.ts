import { createHash, generateKeyPairSync, randomUUIDv7 } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { CAPABILITIES } from '#protocol/capabilities.ts';
import type { CloseReason } from '#protocol/closeCodes.ts';
import type { NoticeData, NoticeName } from '#protocol/contract.ts';
import { commandId, courtCode, deviceId, sessionId, tokenId, unitId, userId, type CourtCode, type DeviceId, type SlotId, type TokenId, type UnitId, type UserId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import { createCourts } from '../courts/courts.ts';
import { EventLog } from '../log/eventLog.ts';
import type { LogKey } from '../log/signedHeads.ts';
import { createMemoryJournal, type MemoryJournal } from '../log/memoryJournal.ts';
import { openStorage } from '../persistence/storage.ts';
import type { Connections, Secrets } from '../ports/identity.ts';
import type { Session } from '../ports/session.ts';
import type { Stores, TokenRecord } from '../ports/stores.ts';

/*
 * Builders for the tests of rooms that work on the log: the log and its fold are the real ones, and so are the stores.
 */

const silent = pino({ level: 'silent' });

export type TestLog = {
  readonly log: EventLog;
  readonly journal: MemoryJournal;
  /** What is durable now, in order. */
  readonly entries: () => Entry[];
  /** Everything that the journal was given to keep, entries and answers, as text. */
  readonly written: () => string;
  /** Puts events into the log by the hall's own hand. */
  readonly seed: (...events: readonly NewEvent[]) => Promise<void>;
};

/** A log in memory. Give it the stores of `openTestStores` where commands write beside it. */
export async function openTestLog(options: { stores?: Stores; journal?: MemoryJournal; now?: () => number; /** Default: one of its own. */ key?: LogKey } = {}): Promise<TestLog> {
  const journal = options.journal ?? createMemoryJournal(options.stores === undefined ? {} : { stores: options.stores });
  const written: string[] = [];
  const recording: typeof journal = Object.assign(Object.create(journal) as MemoryJournal, {
    append: (batch: Parameters<MemoryJournal['append']>[0]) => {
      written.push(JSON.stringify([batch.entries, batch.answers]));
      return journal.append(batch);
    },
  });
  const log = await EventLog.open({ journal: recording, key: options.key ?? generateKeyPairSync('ed25519'), now: options.now ?? Date.now, log: silent });
  return {
    log,
    journal,
    entries: () => journal.rows.map((row) => JSON.parse(row) as Entry),
    written: () => written.join('\n'),
    seed: async (...events) => {
      const decide = () => ({ events, answer: () => ({}) });
      await log.execute({ commandId: null, name: 'test.seed', input: {}, actor: { kind: 'hall' }, via: null, decide });
    },
  };
}

/** A log in which all courts of Fujian are registered. */
export async function openFujianLog(options: Parameters<typeof openTestLog>[0] = {}): Promise<TestLog> {
  const test = await openTestLog(options);
  await createCourts({ log: test.log }).ensureCourts();
  return test;
}

/** The stores of a database in a folder of its own. */
export async function openTestStores(): Promise<{ stores: Stores; dispose: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hall-rooms-'));
  const storage = await openStorage({ storageDir: folder, databaseUrl: null });
  const dispose = async () => {
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { stores: storage.stores, dispose };
}

export const court = (code: string): CourtCode => courtCode.parse(code);
/** Ids as the rooms make them. */
export const newId = {
  command: () => commandId.parse(randomUUIDv7()),
  device: () => deviceId.parse(randomUUIDv7()),
  session: () => sessionId.parse(randomUUIDv7()),
  token: () => tokenId.parse(randomUUIDv7()),
  unit: () => unitId.parse(randomUUIDv7()),
  user: () => userId.parse(randomUUIDv7()),
};

type SessionWish = {
  readonly courtCode?: string;
  readonly name?: string;
  readonly purpose?: Session['purpose'];
  readonly tokenId?: TokenId;
  readonly userId?: UserId;
  readonly unitId?: UnitId;
  readonly deviceId?: DeviceId;
  readonly slotId?: SlotId;
};

/** An opened connection whose notices are kept. Its actor is whoever the wish names: a unit, a machine, or else a person. */
export function openTestSession(wish: SessionWish = {}) {
  const told: { name: NoticeName; data: unknown }[] = [];
  const ending = new AbortController();
  const actor = actorOf(wish);
  const session: Session = {
    sessionId: newId.session(),
    purpose: wish.purpose ?? PURPOSE_OF[actor.kind],
    courtCode: actor.courtCode,
    capabilities: new Set(CAPABILITIES),
    tokenId: wish.tokenId ?? newId.token(),
    actor,
    userId: actor.kind === 'person' ? actor.userId : null,
    unitId: actor.kind === 'unit' ? actor.unitId : null,
    slotId: wish.slotId ?? null,
    clientName: 'test',
    remoteAddress: '192.0.2.20',
    log: silent,
    ended: ending.signal,
    bufferedBytes: 0,
    notify: <Name extends NoticeName>(name: Name, data: NoticeData<Name>) => void told.push({ name, data }),
    write: () => undefined,
  };
  return { session, told, end: () => ending.abort() };
}

const PURPOSE_OF = { unit: 'unit', device: 'wall', person: 'desk' } as const;

function actorOf({ courtCode: code = '闽', name = '测试', ...wish }: SessionWish) {
  const who = { name, courtCode: court(code) };
  if (wish.unitId !== undefined) {
    return { kind: 'unit' as const, unitId: wish.unitId, ...who };
  }
  return wish.deviceId === undefined
    ? { kind: 'person' as const, userId: wish.userId ?? newId.user(), ...who }
    : { kind: 'device' as const, deviceId: wish.deviceId, ...who };
}

/** Secrets that a test can find again wherever they went. */
export function createTestSecrets(): Secrets & { readonly told: string[] } {
  const told: string[] = [];
  const tell = (secret: string) => {
    told.push(secret);
    return secret;
  };
  return {
    told,
    newPassword: async () => {
      const password = tell(`password-${randomUUIDv7()}`);
      return { password, passwordHash: createHash('sha256').update(password).digest('hex') };
    },
    newCode: (holder) => {
      const code = tell(`CODE-${randomUUIDv7()}`);
      const expiresAt = Date.now() + 86_400_000;
      const codeHash = createHash('sha256').update(code).digest('hex');
      return { enrolment: { code, expiresAt, link: null }, record: { unitId: null, deviceId: null, ...holder, codeHash, expiresAt } };
    },
    newUnitToken: async (of) => {
      const expiresAt = Date.now() + 86_400_000;
      const token = tell(`TOKEN-${randomUUIDv7()}`);
      const record = { tokenId: newId.token(), role: 'unit' as const, deviceId: null, userId: null, ...of, clientName: 'WHIP', issuedAt: Date.now(), expiresAt, revokedAt: null };
      return { issued: { token, expiresAt, whipUrl: 'https://hall.test/whip' }, record };
    },
  };
}

/** Notes what was ended, and ends the sessions it was told of. */
export function createTestConnections(sessions: readonly { session: Session; end: () => void }[] = []) {
  const ended: { id: TokenId | UserId; reason: CloseReason }[] = [];
  const endWhere = (isMeant: (session: Session) => boolean) => sessions.filter(({ session }) => isMeant(session)).forEach(({ end }) => end());
  const connections: Connections = {
    countOf: (id) => sessions.filter(({ session }) => session.tokenId === id && !session.ended.aborted).length,
    endTokens: (tokenIds, reason) => {
      for (const id of tokenIds) {
        ended.push({ id, reason });
        endWhere((session) => session.tokenId === id);
      }
    },
    endUser: (id, reason) => {
      ended.push({ id, reason });
      endWhere((session) => session.userId === id);
    },
  };
  return { connections, ended };
}

/** A token that is valid for a day. */
export function tokenOf(session: Session, role: TokenRecord['role']): TokenRecord {
  const { actor, clientName, remoteAddress } = session;
  if (session.tokenId === null) {
    throw new Error('this session has no token');
  }
  const issuedAt = Date.now();
  return {
    tokenId: session.tokenId,
    role,
    unitId: session.unitId,
    deviceId: actor.kind === 'device' ? actor.deviceId : null,
    userId: session.userId,
    courtCode: session.courtCode,
    clientName,
    remoteAddress,
    issuedAt,
    expiresAt: issuedAt + 86_400_000,
    revokedAt: null,
  };
}
