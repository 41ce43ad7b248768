import type { KeyObject } from 'node:crypto';
import { ZodError } from 'zod';
import type { Entry, LogPosition } from '#protocol/nouns/log.ts';
import { snapshotOf } from '#domain/hallState/hallState.ts';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import { JournalError, type Journal, type StoredSnapshot } from '../../ports/journal.ts';
import { EMPTY_LOG, follow, type LogEnd } from '../decided.ts';
import { canonicalJson } from '../entryHash.ts';
import type { Fault } from '../faults.ts';
import { ChainChecker } from './verify.ts';

const AT_A_TIME = 2_000;

export type JournalVerdict = {
  readonly fault: Fault | null;
  /** Up to where everything is good. */
  readonly position: LogPosition;
  /** Signed ends of days that were compared. */
  readonly heads: number;
  /** `unreadable` is no fault: the hall goes back to an older one. */
  readonly snapshot: 'none' | 'equal' | 'unreadable';
};

/**
 * Reads the whole log and checks everything that can be checked: hashes, order, times, signed heads, and that the newest snapshot is what the
 * entries fold to. Reads only; entries that are appended meanwhile are checked, too. Errors: JournalError.
 */
export async function verifyJournal({ journal, publicKey, onProgress = () => {} }: {
  readonly journal: Pick<Journal, 'read' | 'heads' | 'latestSnapshot'>;
  readonly publicKey: KeyObject;
  readonly onProgress?: (sequence: number) => void;
}): Promise<JournalVerdict> {
  const signed = await journal.heads();
  const { snapshot, unreadable } = await newestSnapshot(journal);
  const chain = new ChainChecker({ source: 'sorted', heads: { signed, publicKey } });
  let end = EMPTY_LOG;
  let compared = false;
  let fault: Fault | null = null;
  let readUpTo = 0;
  do {
    const entries = await journal.read({ after: readUpTo, limit: AT_A_TIME });
    readUpTo = entries.at(-1)?.sequence ?? readUpTo;
    fault = entries.length === 0 ? chain.end() : null;
    for (const entry of entries) {
      fault ??= chain.take(entry);
      if (fault !== null || chain.position.sequence < entry.sequence) {
        continue;
      }
      const folded = folding(end, entry);
      if (folded === null) {
        fault = { sequence: entry.sequence, kind: 'unknownShape' };
      } else {
        end = folded;
      }
      if (snapshot?.position.sequence === entry.sequence) {
        compared = true;
        fault ??= sameState(snapshot, end) ? null : { sequence: entry.sequence, kind: 'snapshotMismatch' };
      }
    }
    onProgress(chain.position.sequence);
    if (entries.length === 0) {
      break;
    }
  } while (fault === null);
  const lost = fault === null && snapshot !== null && !compared && snapshot.position.sequence > chain.position.sequence;
  return {
    fault: lost ? { sequence: chain.position.sequence + 1, kind: 'missing' } : fault,
    position: chain.position,
    heads: signed.filter(({ sequence }) => sequence <= chain.position.sequence).length,
    snapshot: unreadable ? 'unreadable' : snapshot === null ? 'none' : 'equal',
  };
}

async function newestSnapshot(journal: Pick<Journal, 'latestSnapshot'>): Promise<{ snapshot: StoredSnapshot | null; unreadable: boolean }> {
  try {
    const snapshot = await journal.latestSnapshot();
    return { snapshot: snapshot ?? null, unreadable: false };
  } catch (error) {
    if (error instanceof JournalError && error.fault !== 'failed') {
      throw error;
    }
    return { snapshot: null, unreadable: true };
  }
}

function folding(end: LogEnd, entry: Entry): LogEnd | null {
  try {
    return follow(end, entry);
  } catch (error) {
    if (error instanceof ZodError) {
      return null;
    }
    throw error;
  }
}

/** The order of a snapshot's lists tells nothing. */
function sameState({ position, state }: StoredSnapshot, end: LogEnd): boolean {
  return position.hash === end.position.hash && inOrder(state) === inOrder(snapshotOf(end.state));
}

function inOrder(snapshot: HallSnapshot): string {
  return canonicalJson(Object.fromEntries(Object.entries(snapshot).map(([name, objects]) => [name, objects.map((object) => canonicalJson(object)).toSorted()])));
}
