import type { TokenRole } from '#protocol/capabilities.ts';
import type { CommandId, FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { UNIT_KINDS } from '#protocol/nouns/hall.ts';

/** The tables. Ids are text, times are integer ms since the epoch, flags are 0 or 1, so that SQLite and PostgreSQL agree. */
export type Database = {
  meta: { key: string; value: string };
  units: {
    unitId: UnitId;
    name: string;
    teamName: string;
    courtCode: string;
    courtName: string;
    kind: (typeof UNIT_KINDS)[number];
    enrolledAt: number;
    lastSeenAt: number | null;
  };
  tokens: {
    tokenId: string;
    deviceId: string;
    role: TokenRole;
    unitId: UnitId | null;
    name: string;
    issuedAt: number;
    expiresAt: number;
    revokedAt: number | null;
  };
  feeds: { feedId: FeedId; unitId: UnitId; label: string; generation: number };
  wallSlots: { slotId: SlotId; mode: 'auto' | 'manual'; columns: number; rows: number; tiles: string; version: number; placed: number };
  wallCommands: { commandId: CommandId; slotId: SlotId; at: number; answer: string };
};
