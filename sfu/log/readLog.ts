import type { Logger } from 'pino';
import type { KeyObject } from 'node:crypto';
import { z, ZodError } from 'zod';
import { GENESIS_HASH, type Entry, type LogPosition } from '#protocol/nouns/log.ts';
import { stateOf, type HallState } from '#domain/hallState/hallState.ts';
import { JournalError, type Journal } from '../ports/journal.ts';
import { EMPTY_LOG, follow, type LogEnd } from './decided.ts';
import { BrokenLogError } from './faults.ts';
import { isSignedBy } from './signedHeads.ts';
import { ChainChecker } from './verify/verify.ts';

const AT_A_TIME = 1_000;
const acceptedBreak = z.object({ broken: z.literal(true) });

/**
 * Entries after a place, checked and folded, some at a time. The entry of that place is looked at, too: it must be the same as ever.
 * Errors: BrokenLogError, JournalError.
 */
export async function* readOn(journal: Journal, from: LogEnd): AsyncGenerator<{ entries: readonly Entry[]; end: LogEnd }> {
  let end = from;
  let readUpTo = from.position.sequence;
  const chain = new ChainChecker({ after: { ...from.position, at: from.at }, source: 'sorted' });
  await checkPlace(journal, from);
  for (;;) {
    const entries = await journal.read({ after: readUpTo, limit: AT_A_TIME });
    readUpTo = entries.at(-1)?.sequence ?? readUpTo;
    for (const entry of entries) {
      refuse(chain.take(entry));
    }
    if (entries.length < AT_A_TIME) {
      refuse(chain.end());
    }
    const good = entries.filter(({ sequence }) => sequence <= chain.position.sequence);
    // A doubtful last entry is not folded: the next piece, or the end, tells what is wrong with it.
    end = good.reduce(followChecked, end);
    if (good.length > 0) {
      yield { entries: good, end };
    }
    if (entries.length < AT_A_TIME) {
      return;
    }
  }
}

/** Where reading begins: the newest snapshot that can be read, else the beginning. Errors: BrokenLogError (it stands where the log does not), JournalError. */
export async function startingEnd(journal: Journal, log: Logger): Promise<LogEnd> {
  const stored = await readableSnapshot(journal, log);
  if (stored === null) {
    return EMPTY_LOG;
  }
  const { position, state } = stored;
  const { at } = await placeOf(journal, position.sequence);
  const end = { position, at, state };
  await checkPlace(journal, end);
  return end;
}

/** The newest signed end of a day must still be in the log. Errors: BrokenLogError, JournalError. */
export async function checkNewestHead(journal: Journal, publicKey: KeyObject, log: Logger): Promise<void> {
  const newest = (await journal.heads()).toSorted((one, other) => one.sequence - other.sequence).at(-1);
  if (newest === undefined) {
    return;
  }
  if (!isSignedBy(newest, publicKey)) {
    log.error({ day: newest.day }, 'the last signed head was not signed with this key; run npm run log:verify');
    return;
  }
  const { hash } = await placeOf(journal, newest.sequence);
  refuse(hash === newest.hash ? null : { sequence: newest.sequence, kind: 'headMismatch' });
}

async function readableSnapshot(journal: Journal, log: Logger): Promise<{ position: LogPosition; state: HallState } | null> {
  try {
    const stored = await journal.latestSnapshot();
    return stored === undefined ? null : { position: stored.position, state: stateOf(stored.state) };
  } catch (error) {
    if (error instanceof JournalError && error.fault !== 'failed') {
      throw error;
    }
    log.warn({ err: error }, 'no snapshot can be read; the log is read from its beginning');
    return null;
  }
}

async function checkPlace(journal: Journal, { position }: LogEnd): Promise<void> {
  if (position.sequence > 0) {
    const { hash } = await placeOf(journal, position.sequence);
    refuse(hash === position.hash ? null : { sequence: position.sequence, kind: 'snapshotMismatch' });
  }
}

async function placeOf(journal: Journal, sequence: number): Promise<{ at: number; hash: string }> {
  const [entry] = await journal.read({ after: sequence - 1, limit: 1 });
  if (entry?.sequence !== sequence) {
    const head = await journal.head();
    throw new BrokenLogError({ sequence: Math.min(sequence, head.sequence + 1), kind: 'missing' });
  }
  return entry;
}

function followChecked(end: LogEnd, entry: Entry): LogEnd {
  try {
    return follow(end, entry);
  } catch (error) {
    if (error instanceof ZodError) {
      throw new BrokenLogError({ sequence: entry.sequence, kind: 'unknownShape' });
    }
    throw error;
  }
}

function refuse(fault: BrokenLogError['fault'] | null): void {
  if (fault !== null) {
    throw new BrokenLogError(fault);
  }
}

/** The last entries before an end, checked, for the ring of those at hand. Errors: BrokenLogError, JournalError. */
export async function readBefore(journal: Journal, { position }: LogEnd, count: number): Promise<Entry[]> {
  const after = Math.max(0, position.sequence - count);
  const { hash, at } = after === 0 ? { hash: GENESIS_HASH, at: 0 } : await placeOf(journal, after);
  const stretch = await journal.read({ after, limit: position.sequence - after });
  // A break that someone accepted when they restored is told of by its own entry: what came before is left where it is.
  const mended = stretch.findLast((entry) => entry.name === 'log.restored' && acceptedBreak.safeParse(entry.data).success);
  const entries = mended === undefined ? stretch : stretch.slice(stretch.indexOf(mended) + 1);
  const chain = new ChainChecker({ after: mended ?? { sequence: after, hash, at }, source: 'sorted' });
  for (const entry of entries) {
    refuse(chain.take(entry));
  }
  refuse(chain.end());
  refuse(chain.position.sequence === position.sequence && chain.position.hash !== position.hash ? { sequence: position.sequence, kind: 'altered' } : null);
  return entries;
}
