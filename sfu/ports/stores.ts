import type { TokenRole } from '#protocol/capabilities.ts';
import type { CallId, CourtCode, DeviceId, GrantId, PartnerId, PartyId, SourceId, TaskDraftId, TaskId, TokenId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { PartyPersonal } from '#protocol/operations/parties.ts';
import type { Preference, PreferenceKey } from '#protocol/nouns/preferences.ts';

/** What is kept beside the log: secrets, personal data, and what changes too often. All of it is bound to one database. */
export interface Stores {
  readonly tokens: TokenStore;
  readonly credentials: CredentialStore;
  readonly codes: CodeStore;
  readonly contacts: ContactStore;
  readonly sightings: SightingStore;
  readonly parties: PartyStore;
  readonly callers: CallerStore;
  readonly preferences: PreferenceStore;
  readonly sourceSecrets: SourceSecretStore;
  readonly grants: GrantStore;
  readonly taskForms: TaskFormStore;
  readonly taskDrafts: TaskDraftStore;
  readonly signingKeys: SigningKeyStore;
  readonly partners: PartnerStore;
}

/** One token that was issued. The token itself is not kept. */
export type TokenRecord = {
  readonly tokenId: TokenId;
  readonly role: Exclude<TokenRole, 'operator'>;
  /** Whose it is: the one id that belongs to its role is set. */
  readonly unitId: UnitId | null;
  readonly deviceId: DeviceId | null;
  readonly userId: UserId | null;
  readonly courtCode: CourtCode;
  readonly clientName: string;
  readonly remoteAddress: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
};

/** Whose tokens. */
export type TokenHolder = { readonly tokenId: TokenId } | { readonly unitId: UnitId } | { readonly deviceId: DeviceId } | { readonly userId: UserId };

export interface TokenStore {
  find(tokenId: TokenId): Promise<TokenRecord | undefined>;
  insert(token: TokenRecord): Promise<void>;
  /** Ends the holder's tokens, but for one that is to stay; answers the ids of those that were valid until now. */
  revoke(holder: TokenHolder, at: number, except?: TokenId): Promise<TokenId[]>;
  /** Tokens of people that are valid at this time, oldest first. */
  signedIn(at: number): Promise<TokenRecord[]>;
  /** Whether the person has signed in from there before, as far as is remembered. */
  hasSignedIn(userId: UserId, remoteAddress: string): Promise<boolean>;
  /** Forgets tokens that ended before this time. */
  forgetBefore(at: number): Promise<void>;
}

/** How a person proves who they are. */
export type Credential = {
  readonly userId: UserId;
  /** argon2id in PHC format; null for an account that signs in at an identity provider alone. */
  readonly passwordHash: string | null;
  readonly mustChange: boolean;
  /** Wrong passwords in a row. */
  readonly failures: number;
  readonly lockedUntilAt: number | null;
  /** Subject at the identity provider. */
  readonly oidcSubject: string | null;
};

export interface CredentialStore {
  find(userId: UserId): Promise<Credential | undefined>;
  findBySubject(oidcSubject: string): Promise<Credential | undefined>;
  /** Inserts or replaces. */
  put(credential: Credential): Promise<void>;
  lockedOut(at: number): Promise<{ userId: UserId; untilAt: number }[]>;
}

/** An enrolment code that was issued; only its hash is kept. */
export type CodeRecord = {
  /** SHA-256, hex. */
  readonly codeHash: string;
  readonly unitId: UnitId | null;
  readonly deviceId: DeviceId | null;
  readonly expiresAt: number;
};

export interface CodeStore {
  /** Takes the place of the holder's earlier code. */
  put(code: CodeRecord): Promise<void>;
  find(codeHash: string): Promise<CodeRecord | undefined>;
  /** False when it is gone already: a code is used once. */
  take(codeHash: string): Promise<boolean>;
  forgetOf(holder: { readonly unitId: UnitId } | { readonly deviceId: DeviceId }): Promise<void>;
}

/** Personal data, kept out of the log so that it can be corrected and erased. */
export interface ContactStore {
  phoneOf(userId: UserId): Promise<string | null>;
  setPhone(userId: UserId, phone: string | null): Promise<void>;
}

/** Who the parties of operations are: never in the log, opened with a purpose, erased when the party leaves the hall. */
export interface PartyStore {
  find(partyId: PartyId): Promise<PartyPersonal | undefined>;
  /** Inserts or replaces. */
  put(partyId: PartyId, personal: PartyPersonal): Promise<void>;
  erase(partyIds: readonly PartyId[]): Promise<void>;
}

/** When the hall last heard of a unit: too often for the log. */
export interface SightingStore {
  list(): Promise<{ unitId: UnitId; lastSeenAt: number }[]>;
  put(sightings: readonly { readonly unitId: UnitId; readonly lastSeenAt: number }[]): Promise<void>;
}

/** What people like on their desks: a text for each key, with the number of its savings. */
export interface PreferenceStore {
  find(whose: { readonly userId: UserId; readonly key: PreferenceKey }): Promise<Omit<Preference, 'key'> | undefined>;
  /** False, and nothing is changed, where the revision kept is another one; 0 stands for none. */
  save(preference: { readonly userId: UserId; readonly key: PreferenceKey; readonly value: string; readonly expectedRevision: number; readonly savedAt: number }): Promise<boolean>;
}

/** A task that somebody is writing, sealed for them. */
export type StoredTaskDraft = { readonly taskDraftId: TaskDraftId; readonly userId: UserId; readonly sealed: string; readonly revision: number; readonly savedAt: number };

export interface TaskDraftStore {
  /** Last saved first. */
  list(userId: UserId): Promise<StoredTaskDraft[]>;
  find(whose: { readonly taskDraftId: TaskDraftId; readonly userId: UserId }): Promise<StoredTaskDraft | undefined>;
  /** `revision` becomes one more than the expected one. False, and nothing is changed, where the revision kept is another one (0 stands for none), or the draft another person's. */
  save(draft: Omit<StoredTaskDraft, 'revision'> & { readonly expectedRevision: number }): Promise<boolean>;
  erase(whose: { readonly taskDraftId: TaskDraftId; readonly userId: UserId }): Promise<void>;
}

/** The tokens of 查看授权; only their hashes are kept. */
export interface GrantStore {
  /** Takes the place of the grant's earlier one. */
  put(token: { readonly grantId: GrantId; /** SHA-256, hex. */ readonly tokenHash: string; readonly endsAt: number }): Promise<void>;
  find(tokenHash: string): Promise<GrantId | undefined>;
  /** Forgets those that ended before this time. */
  forgetBefore(at: number): Promise<void>;
}

/** Who called 执行110: in the log masked only, opened with a purpose, erased when the call leaves the hall. */
export interface CallerStore {
  find(callId: CallId): Promise<{ name: string; phone: string } | undefined>;
  put(caller: { readonly callId: CallId; readonly name: string; readonly phone: string }): Promise<void>;
  erase(callIds: readonly CallId[]): Promise<void>;
}

/** Passwords and stream keys of sources, sealed by the room that owns them. */
export interface SourceSecretStore {
  find(sourceId: SourceId): Promise<string | undefined>;
  /** Inserts or replaces. */
  put(sourceId: SourceId, sealed: string): Promise<void>;
  erase(sourceId: SourceId): Promise<void>;
}

/** Personal values of the forms of tasks, sealed by the room that owns them; the log has their hash. */
export interface TaskFormStore {
  find(taskId: TaskId): Promise<string | undefined>;
  /** Inserts or replaces. */
  put(taskId: TaskId, sealed: string): Promise<void>;
}

/** One change that a partner is to be told of. `number` counts the changes of the task that concern it, from 1 without gaps. */
export type Delivery = {
  readonly partnerId: PartnerId;
  readonly taskId: TaskId;
  readonly number: number;
  /** JSON. */
  readonly body: string;
  readonly createdAt: number;
  readonly attempts: number;
  /** Hall time, ms. */
  readonly nextAttemptAt: number;
};
type DeliveryKey = Pick<Delivery, 'partnerId' | 'taskId' | 'number'>;

/** Keys of partners, sealed by the room that owns them, and what passes between them and the hall. */
export interface PartnerStore {
  keysOf(partnerId: PartnerId): Promise<string | undefined>;
  /** Inserts or replaces. */
  putKeys(partnerId: PartnerId, sealed: string): Promise<void>;
  eraseKeys(partnerId: PartnerId): Promise<void>;
  /** All that wait, in order by task. */
  deliveries(): Promise<Delivery[]>;
  /** Those that are there already stay as they are; `upTo`: the entry of the log up to which nothing is missing now. */
  addDeliveries(deliveries: readonly Delivery[], upTo: number): Promise<void>;
  /** Null where none was ever made. */
  deliveriesUpTo(): Promise<number | null>;
  noteAttempt(attempt: DeliveryKey & Pick<Delivery, 'attempts' | 'nextAttemptAt'>): Promise<void>;
  removeDelivery(delivery: DeliveryKey): Promise<void>;
  forgetDeliveries(partnerId: PartnerId): Promise<void>;
  /** The last delivery of theirs about a task that was heard; 0 for none. */
  receivedUpTo(of: Pick<Delivery, 'partnerId' | 'taskId'>): Promise<number>;
  noteReceived(delivery: DeliveryKey): Promise<void>;
}

/** A person's key for signing; the private half is in `sealed`, which only hall and person together can open. */
export type SigningKeyRecord = {
  /** SHA-256 of the public key, hex. */
  readonly keyId: string;
  readonly userId: UserId;
  /** 32 bytes, base64. */
  readonly publicKey: string;
  /** Hall time, as in the log. */
  readonly enrolledAt: number;
  readonly revokedAt: number | null;
  /** Sealed by the room that owns it: what the person's console gets for the right PIN. */
  readonly sealed: string;
  /** Wrong PINs in a row. */
  readonly failures: number;
  /** Real time. */
  readonly lockedUntilAt: number | null;
};

export interface SigningKeyStore {
  find(keyId: string): Promise<SigningKeyRecord | undefined>;
  /** The one that the person signs with now. */
  currentOf(userId: UserId): Promise<SigningKeyRecord | undefined>;
  /** Inserts or replaces. */
  put(record: SigningKeyRecord): Promise<void>;
}
