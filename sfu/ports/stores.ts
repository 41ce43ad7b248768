import type { TokenRole } from '#protocol/capabilities.ts';
import type { CommandId, FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { Unit } from '#protocol/nouns/hall.ts';
import type { WallSlot } from '#protocol/nouns/wall.ts';

/** What is kept of a unit; the rest of `Unit` lives only while the hall runs. */
export type UnitRecord = Omit<Unit, 'telemetryIndex' | 'online'> & { readonly enrolledAt: number };

export interface UnitStore {
  find(unitId: UnitId): Promise<UnitRecord | undefined>;
  /** In the order of enrolment. */
  list(): Promise<UnitRecord[]>;
  insert(unit: UnitRecord): Promise<void>;
  setLastSeen(unitId: UnitId, lastSeenAt: number): Promise<void>;
}

export type FeedRecord = { readonly feedId: FeedId; readonly unitId: UnitId; readonly label: string; readonly generation: number };

export interface FeedStore {
  /** In the order in which they were first opened. */
  list(): Promise<FeedRecord[]>;
  /** The record of this unit and label, which is the given one only if there was none. */
  findOrInsert(feed: FeedRecord): Promise<FeedRecord>;
  setGeneration(feedId: FeedId, generation: number): Promise<void>;
}

/** `placed`: a display shows the slot, or did until the hall stopped. */
export type SlotRecord = Omit<WallSlot, 'shown'> & { readonly placed: boolean };
export type WallCommand = { readonly commandId: CommandId; readonly slotId: SlotId; readonly at: number };

export interface WallStore {
  list(): Promise<SlotRecord[]>;
  /** All of it or nothing, durable when it resolves. */
  commit(change: { slots: readonly SlotRecord[]; command?: WallCommand & { readonly answer: SlotRecord } }): Promise<void>;
  /** What the command was answered; undefined when it never succeeded. */
  answerOf(commandId: CommandId): Promise<SlotRecord | undefined>;
  forgetCommandsBefore(at: number): Promise<void>;
}

/** One token that was issued. The token itself is not kept. */
export type TokenRecord = {
  readonly tokenId: string;
  readonly deviceId: string;
  readonly role: TokenRole;
  readonly unitId: UnitId | null;
  readonly name: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
};

export interface TokenStore {
  find(tokenId: string): Promise<TokenRecord | undefined>;
  list(): Promise<TokenRecord[]>;
  insert(token: TokenRecord): Promise<void>;
  /** Revokes the tokens whose token, device or unit has this id; answers how many were valid until now. */
  revoke(id: string, at: number): Promise<number>;
  /** Ids of the tokens revoked at or after `at`. */
  revokedSince(at: number): Promise<string[]>;
}
