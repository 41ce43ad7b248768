import type { TokenRole } from '#protocol/capabilities.ts';
import type { TaskBodyTable, TaskTable } from '../ledger/ledgerTables.ts';
import type { CallId, CommandId, CourtCode, DeviceId, GrantId, PartnerId, PartyId, SourceId, TaskDraftId, TaskId, TokenId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { PreferenceKey } from '#protocol/nouns/preferences.ts';

/** The tables. Ids are text, times are integer ms since the epoch, flags are 0 or 1, so that SQLite and PostgreSQL agree. */
export type Tables = {
  meta: { key: string; value: string };
  entries: {
    sequence: number;
    at: number;
    name: string;
    subject: string;
    version: number;
    courtCode: CourtCode;
    /** Id of the person, unit or device; null for the operator and the hall. */
    actorId: string | null;
    /** JSON. */
    actor: string;
    /** JSON. */
    data: string;
    commandId: CommandId | null;
    via: TokenId | null;
    previousHash: string;
    hash: string;
  };
  /** Made from the entries: who caused entries in which court, under what name last. */
  actors: { userId: UserId; courtCode: CourtCode; name: string; homeCourtCode: CourtCode; sequence: number };
  answers: { commandId: CommandId; name: string; inputHash: string; answer: string; at: number };
  /** `state` is JSON. */
  snapshots: { sequence: number; hash: string; state: string };
  heads: { day: string; sequence: number; hash: string; signedAt: number; signature: string };
  tokens: {
    tokenId: TokenId;
    role: Exclude<TokenRole, 'operator'>;
    unitId: UnitId | null;
    deviceId: DeviceId | null;
    userId: UserId | null;
    courtCode: CourtCode;
    clientName: string;
    remoteAddress: string;
    issuedAt: number;
    expiresAt: number;
    revokedAt: number | null;
  };
  credentials: {
    userId: UserId;
    passwordHash: string | null;
    mustChange: 0 | 1;
    failures: number;
    lockedUntilAt: number | null;
    oidcSubject: string | null;
  };
  codes: { codeHash: string; unitId: UnitId | null; deviceId: DeviceId | null; expiresAt: number };
  contacts: { userId: UserId; phone: string };
  sightings: { unitId: UnitId; lastSeenAt: number };
  /** Who called 执行110. */
  callers: { callId: CallId; name: string; phone: string };
  /** Who the parties of operations are. */
  parties: { partyId: PartyId; name: string; idNumber: string; phone: string; address: string };
  /** Tokens of 查看授权, as hashes. Not part of a backup: a hall that was restored lets nobody look in by an old one. */
  /** Passwords and stream keys of sources, sealed with a key that is not in the database. */
  sourceSecrets: { sourceId: SourceId; sealed: string };
  /** Personal values of the forms of tasks, sealed likewise. */
  taskForms: { taskId: TaskId; sealed: string };
  taskDrafts: { taskDraftId: TaskDraftId; userId: UserId; sealed: string; revision: number; savedAt: number };
  /** Keys people sign with; `sealed` likewise. */
  signingKeys: { keyId: string; userId: UserId; publicKey: string; enrolledAt: number; revokedAt: number | null; sealed: string; failures: number; lockedUntilAt: number | null };
  /** Made from the entries, like `actors`; see `ledger/`. */
  tasks: TaskTable;
  taskBodies: TaskBodyTable;
  /** Keys of partners, sealed likewise. */
  partnerKeys: { partnerId: PartnerId; sealed: string };
  /** What partners have not been told of yet, in order by task. Not part of a backup: it is made from the log again. */
  deliveries: { partnerId: PartnerId; taskId: TaskId; number: number; body: string; createdAt: number; attempts: number; nextAttemptAt: number };
  /** Up to which delivery of a task a partner was heard. */
  receivedDeliveries: { partnerId: PartnerId; taskId: TaskId; number: number };
  grantTokens: { grantId: GrantId; tokenHash: string; endsAt: number };
  /** `value` is JSON. Not part of a backup: a desk that knows its person's layouts saves them again. */
  preferences: { userId: UserId; key: PreferenceKey; value: string; revision: number; savedAt: number };
};
