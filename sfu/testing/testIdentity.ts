import { randomUUIDv7 } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { createUser } from '#domain/people/decideUser.ts';
import type { CloseReason } from '#protocol/closeCodes.ts';
import { courtCode as courtCodeSchema, sessionId, userId as userIdSchema, type TokenId, type UserId } from '#protocol/nouns/ids.ts';
import type { Role } from '#protocol/roles.ts';
import { hashPassword } from '../identity/passwords/passwordHash.ts';
import { createIdentity, type HallIdentity, type IdentityConfig } from '../identity/identity.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import { EventLog } from '../log/eventLog.ts';
import { openStorage, type Storage } from '../persistence/storage.ts';
import type { Guest, Session } from '../ports/session.ts';

/** Builds for tests: identity on a real log and a real database in a folder of its own, with a clock that the test moves. */
export type TestIdentity = HallIdentity & {
  readonly log: EventLog;
  readonly storage: Storage;
  /** Connections that were ended, and why. */
  readonly ended: { tokenIds: TokenId[]; reason: CloseReason }[];
  /** The clock stands `ms` later from now on. */
  pass(ms: number): void;
  now(): number;
  addUser(user: { username: string; password: string | null; roles?: readonly Role[]; courtCode?: string; mustChange?: boolean }): Promise<UserId>;
  guest(remoteAddress?: string): Guest;
  /** What a connection with this token is to the rooms. */
  session(token: string, purpose?: Session['purpose']): Promise<Session>;
  /** As a hall that starts again on the same storage. */
  restart(): Promise<TestIdentity>;
  dispose(): Promise<void>;
};

const CONFIG: IdentityConfig = {
  lockOut: { failures: 5, forMs: 900_000 },
  signInTtlMs: 43_200_000,
  enrolCodeTtlMs: 86_400_000,
  tokenTtlMs: 31_536_000_000,
  courtCode: '闽',
  oidc: null,
};

const silent = pino({ level: 'silent' });

export async function startTestIdentity(options: { config?: Partial<IdentityConfig>; folder?: string; publicUrl?: () => string; aheadMs?: number } = {}): Promise<TestIdentity> {
  const { config, folder = mkdtempSync(path.join(tmpdir(), 'hall-identity-')), publicUrl = () => 'https://192.0.2.7:8443' } = options;
  let aheadMs = options.aheadMs ?? 0;
  const now = () => Date.now() + aheadMs;
  const storage = await openStorage({ storageDir: folder, databaseUrl: null });
  const log = await EventLog.open({ journal: storage.journal, key: openSigningKey(folder, 'log'), now, log: silent });
  const ended: TestIdentity['ended'] = [];
  const key = openSigningKey(folder, 'token');
  const identity = createIdentity({
    hallId: storage.hallId,
    exercise: false,
    hallName: '指挥中心',
    key,
    stores: storage.stores,
    log,
    config: { ...CONFIG, ...config },
    publicUrl,
    connections: {
      countOf: () => 0,
      endTokens: (tokenIds, reason) => void ended.push({ tokenIds: [...tokenIds], reason }),
      endUser: () => undefined,
    },
    now,
    steadyNow: now,
    logger: silent,
  });
  const close = async () => {
    identity.close();
    await log.close();
    await storage.close();
  };
  return {
    ...identity,
    log,
    storage,
    ended,
    now,
    pass: (ms) => {
      aheadMs += ms;
    },
    async addUser({ username, password, roles = ['dispatcher'], courtCode = '闽02', mustChange = false }) {
      const userId = userIdSchema.parse(randomUUIDv7());
      const passwordHash = password === null ? null : await hashOf(password);
      await log.execute({
        commandId: null,
        name: 'user.create',
        input: {},
        actor: { kind: 'hall' },
        via: null,
        decide: (state) => createUser(state, { userId, username, name: username, courtCode: courtCodeSchema.parse(courtCode), roles: [...roles], phone: null }),
        also: ({ credentials }) => credentials.put({ userId, passwordHash, mustChange, failures: 0, lockedUntilAt: null, oidcSubject: null }),
      });
      return userId;
    },
    guest: (remoteAddress = '192.0.2.20') => ({ remoteAddress, ended: new AbortController().signal }),
    async session(token, purpose = 'desk') {
      const admission = await identity.admit({ token, purpose, remoteAddress: '192.0.2.20' });
      return {
        ...admission,
        sessionId: sessionId.parse(randomUUIDv7()),
        purpose,
        slotId: null,
        clientName: 'test',
        remoteAddress: '192.0.2.20',
        log: silent,
        ended: new AbortController().signal,
        bufferedBytes: 0,
        notify: () => undefined,
        write: () => undefined,
      };
    },
    async restart() {
      await close();
      return startTestIdentity({ ...options, folder, aheadMs });
    },
    async dispose() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Made once for each password of the tests: hashing is slow on purpose. */
const hashes = new Map<string, Promise<string>>();

function hashOf(password: string): Promise<string> {
  const hash = hashes.get(password) ?? hashPassword(password);
  hashes.set(password, hash);
  return hash;
}
