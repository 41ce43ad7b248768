import type { Viewer } from '#domain/access/viewer.ts';
import type { Purpose } from '#protocol/capabilities.ts';
import type { CloseReason } from '#protocol/closeCodes.ts';
import type { RequestOutput } from '#protocol/contract.ts';
import type { EnrolmentCode } from '#protocol/nouns/devices.ts';
import type { CourtCode, DeviceId, TokenId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { Actor } from '#protocol/nouns/log.ts';
import type { SessionPerson } from '#protocol/nouns/session.ts';
import type { UnitToken } from '#protocol/nouns/units.ts';
import type { Session } from './session.ts';
import type { CodeRecord, TokenRecord } from './stores.ts';

/** Makes what is told to a person once and kept only as a hash. */
export interface Secrets {
  newPassword(): Promise<{ readonly password: string; readonly passwordHash: string }>;
  /** A code for a unit (with a link for its QR code) or a device, valid from now for the configured time. */
  newCode(holder: { readonly unitId: UnitId } | { readonly deviceId: DeviceId }): { readonly enrolment: EnrolmentCode; readonly record: CodeRecord };
  /** A token for a unit's encoder; it is good from the moment its record is inserted, which is the caller's to do. */
  newUnitToken(options: { readonly unitId: UnitId; readonly courtCode: CourtCode; readonly remoteAddress: string }): Promise<{ readonly issued: UnitToken; readonly record: TokenRecord }>;
}

/** That it is really the person of the session who asks, and not whoever found the desk open. */
export interface PersonProof {
  /** Those who come by the identity provider alone have none. */
  hasPassword(userId: UserId): Promise<boolean>;
  /** Nothing to prove for an account without a password. Errors: signInFailed, accountLocked, tooManyRequests, logUnavailable. */
  prove(session: Session, userId: UserId, password: string | null): Promise<void>;
}

/** The open connections, as the rooms that manage people and devices need them. */
export interface Connections {
  countOf(tokenId: TokenId): number;
  /** Ends the connections that were opened with these tokens. */
  endTokens(tokenIds: Iterable<TokenId>, reason: CloseReason): void;
  endUser(userId: UserId, reason: CloseReason): void;
}

/** Where connections that are no sessions put themselves down, so that they end with their token. */
export interface ConnectionBook {
  add(connection: OpenConnection): void;
  remove(connection: OpenConnection): void;
  /** To be taken before a token is looked up. */
  watchHello(): { /** Not null: it was ended meanwhile. */ endedBy(bearer: { readonly tokenId: TokenId | null; readonly userId: UserId | null }): CloseReason | null; close(): void };
}
type OpenConnection = { readonly session: { readonly tokenId: TokenId | null; readonly userId: UserId | null } | null; endSoon(reason: CloseReason): void };

/** What a token makes of a connection: who acts, with whose eyes, and what it may do. */
export type Admission = Viewer & {
  /** Null for the operator's, which is never stored. */
  readonly tokenId: TokenId | null;
  readonly actor: Actor;
  readonly courtName: string;
  /** Set for purpose `desk`. */
  readonly userId: UserId | null;
  readonly person: SessionPerson | null;
  /** Set for purpose `unit`. */
  readonly unitId: UnitId | null;
  readonly unit: RequestOutput<'session.hello'>['unit'];
  /** Set for a machine of the hall: purposes `wall` and `observer`. */
  readonly deviceName: string | null;
};

/** Whether the bearer of this token may come in for this, from there. Errors: tokenInvalid, tokenExpired, tokenRevoked, forbidden (purpose). */
export type Admit = (options: { readonly token: string; readonly purpose: Purpose; readonly remoteAddress: string }) => Promise<Admission>;
