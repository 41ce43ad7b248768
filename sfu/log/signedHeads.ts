import { sign, verify, type KeyObject } from 'node:crypto';
import type { LogPosition } from '#protocol/nouns/log.ts';
import type { Journal, SignedHead } from '../ports/journal.ts';
import { canonicalJson } from './entryHash.ts';

/** The hall's Ed25519 key for the log, as `sfu/keys` opens it. */
export type LogKey = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

const BEIJING_AHEAD_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Date in Beijing, `2026-11-22`. */
export function beijingDay(at: number): string {
  return new Date(at + BEIJING_AHEAD_MS).toISOString().slice(0, 10);
}

/** Until the next midnight in Beijing, ms; at least 1. */
export function untilMidnightMs(at: number): number {
  return DAY_MS - ((at + BEIJING_AHEAD_MS) % DAY_MS);
}

export function signHead(head: Omit<SignedHead, 'signature'>, key: LogKey): SignedHead {
  return { ...head, signature: sign(null, signedBytes(head), key.privateKey).toString('base64url') };
}

export function isSignedBy(head: SignedHead, publicKey: KeyObject): boolean {
  return verify(null, signedBytes(head), publicKey, Buffer.from(head.signature, 'base64url'));
}

function signedBytes({ day, sequence, hash, signedAt }: Omit<SignedHead, 'signature'>): Buffer {
  return Buffer.from(canonicalJson({ day, sequence, hash, signedAt }));
}

/** Signs the last entry of every day that is over and lacks its head, or whose head was signed before the day's end. Errors: JournalError. */
export async function signPastDays({ journal, key, upTo, now }: { journal: Journal; key: LogKey; upTo: LogPosition; now: () => number }): Promise<void> {
  const today = beijingDay(now());
  const newest = (await journal.heads()).reduce<SignedHead | null>((last, head) => (last === null || head.sequence >= last.sequence ? head : last), null);
  // From the newest head's own entry on: its day may have gone on after it was signed.
  let from = newest === null ? 1 : newest.sequence;
  while (from <= upTo.sequence) {
    const day = beijingDay((await entryAt(journal, from)).at);
    if (day >= today) {
      return;
    }
    const { sequence, hash } = await lastOfDay(journal, { day, from, to: upTo.sequence });
    if (sequence !== newest?.sequence) {
      await journal.putHead(signHead({ day, sequence, hash, signedAt: now() }, key));
    }
    from = sequence + 1;
  }
}

/** Signs the log as it stands: at the hall's end, so that the unfinished day has a head, too. Errors: JournalError. */
export async function signNow({ journal, key, at, position, now }: { journal: Journal; key: LogKey; at: number; position: LogPosition; now: () => number }): Promise<void> {
  if (position.sequence > 0) {
    await journal.putHead(signHead({ day: beijingDay(at), ...position, signedAt: now() }, key));
  }
}

/** Times never go back in the log, so the day's end is found by halving. */
async function lastOfDay(journal: Journal, { day, from, to }: { day: string; from: number; to: number }) {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (beijingDay((await entryAt(journal, middle)).at) <= day) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return entryAt(journal, low);
}

async function entryAt(journal: Journal, sequence: number) {
  const [entry] = await journal.read({ after: sequence - 1, limit: 1 });
  if (entry?.sequence !== sequence) {
    throw new Error(`the journal has no entry ${sequence}`);
  }
  return entry;
}
