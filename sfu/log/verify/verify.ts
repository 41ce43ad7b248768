import type { KeyObject } from 'node:crypto';
import { entry as entryShape, GENESIS_HASH, type Entry, type LogPosition } from '#protocol/nouns/log.ts';
import type { SignedHead } from '../../ports/journal.ts';
import { entryHash } from '../entryHash.ts';
import type { Fault, FaultKind } from '../faults.ts';
import { beijingDay, isSignedBy } from '../signedHeads.ts';

/** How far off the true place of a moved entry is looked for. */
const MOVED_WITHIN = 10_000;

export type ChainOptions = {
  /** The entry before the first one that will be shown; the beginning of the log by default. */
  readonly after?: LogPosition & { readonly at: number };
  /**
   * `sorted`: from a table, in the order of sequences: a gap is a missing entry at once. `listed`: as a list holds them: whether
   * an entry is missing or only misplaced is known at the end. `excerpt`: gaps are no fault.
   */
  readonly source: 'sorted' | 'listed' | 'excerpt';
  /** Signed ends of days, in any order. */
  readonly heads?: { readonly signed: readonly SignedHead[]; readonly publicKey: KeyObject };
};

type Place = LogPosition & { readonly at: number };
type Suspect = { readonly entry: Entry; readonly before: Place | null };

/**
 * Follows the chain of hashes, entry by entry, in little memory, and names the first fault. Some faults are only understood with the next
 * entry in hand, so a fault may be told one `take` late; `end` tells what is left. After a fault it answers the same one.
 */
export class ChainChecker {
  readonly #source: ChainOptions['source'];
  readonly #heads: readonly SignedHead[];
  readonly #publicKey: KeyObject | null;
  #nextHead = 0;
  #last: Place;
  #suspect: Suspect | null = null;
  #gapAt: number | null = null;
  #fault: Fault | null = null;

  constructor({ after, source, heads }: ChainOptions) {
    this.#source = source;
    this.#last = after ?? { sequence: 0, hash: GENESIS_HASH, at: Number.MIN_SAFE_INTEGER };
    this.#heads = heads?.signed.filter((head) => head.sequence > this.#last.sequence).toSorted((one, other) => one.sequence - other.sequence) ?? [];
    this.#publicKey = heads?.publicKey ?? null;
  }

  /** The last entry that was found good. */
  get position(): LogPosition {
    return { sequence: this.#last.sequence, hash: this.#last.hash };
  }

  take(raw: unknown): Fault | null {
    this.#fault ??= this.#look(raw);
    return this.#fault;
  }

  end(): Fault | null {
    this.#fault ??= this.#lookBack();
    return this.#fault;
  }

  #look(raw: unknown): Fault | null {
    const parsed = entryShape.safeParse(raw);
    const entry = parsed.success ? parsed.data : null;
    if (this.#suspect !== null) {
      return explain(this.#suspect, entry);
    }
    if (this.#gapAt !== null) {
      return entry?.sequence === this.#gapAt ? { sequence: this.#gapAt, kind: 'reordered' } : null;
    }
    const expected = this.#last.sequence + 1;
    if (entry === null) {
      return { sequence: expected, kind: 'unknownShape' };
    }
    return entry.sequence === expected || (this.#source === 'excerpt' && entry.sequence > expected) ? this.#follow(entry) : this.#misplaced(entry, expected);
  }

  /** The entry claims a place that may be its own. */
  #follow(entry: Entry): Fault | null {
    // In an excerpt the entry before may be left out; then there is nothing to be linked with.
    const before = entry.sequence === this.#last.sequence + 1 ? this.#last : null;
    if (entry.hash !== entryHash(entry) || (before !== null && entry.previousHash !== before.hash)) {
      this.#suspect = { entry, before };
      return null;
    }
    if (entry.at < this.#last.at) {
      return { sequence: entry.sequence, kind: 'timeGoesBack' };
    }
    this.#last = { sequence: entry.sequence, hash: entry.hash, at: entry.at };
    return this.#compareHeads();
  }

  /** The entry claims a place that is taken, or that is not yet due. */
  #misplaced(entry: Entry, expected: number): Fault | null {
    if (entry.hash !== entryHash(entry)) {
      const own = ownSequence(entry, expected);
      if (own !== null && own >= expected && (own === expected || this.#source === 'excerpt')) {
        return { sequence: own, kind: 'altered' };
      }
    }
    if (entry.sequence < expected) {
      return { sequence: entry.sequence, kind: 'duplicate' };
    }
    if (this.#source === 'sorted') {
      return { sequence: expected, kind: 'missing' };
    }
    this.#gapAt = expected;
    return null;
  }

  #lookBack(): Fault | null {
    if (this.#suspect !== null) {
      return explain(this.#suspect, null);
    }
    if (this.#gapAt !== null) {
      return { sequence: this.#gapAt, kind: 'missing' };
    }
    return this.#nextHead < this.#heads.length ? { sequence: this.#last.sequence + 1, kind: 'missing' } : null;
  }

  #compareHeads(): Fault | null {
    const head = this.#heads[this.#nextHead];
    if (head === undefined || this.#publicKey === null || head.sequence > this.#last.sequence) {
      return null;
    }
    const { sequence } = head;
    if (!isSignedBy(head, this.#publicKey)) {
      return { sequence, kind: 'headSignature' };
    }
    if (sequence !== this.#last.sequence || head.hash !== this.#last.hash || head.day !== beijingDay(this.#last.at)) {
      return { sequence, kind: 'headMismatch' };
    }
    this.#nextHead += 1;
    return this.#compareHeads();
  }
}

/** Which of its fields was touched, as far as the neighbours tell. */
function explain({ entry, before }: Suspect, next: Entry | null): Fault {
  const { sequence } = entry;
  const fault = (kind: FaultKind, at = sequence): Fault => ({ sequence: at, kind });
  const own = entryHash(entry);
  const nextSays = next?.sequence === sequence + 1 ? next.previousHash : null;
  if (before !== null && entry.previousHash !== before.hash) {
    if (entry.hash === entryHash({ ...entry, previousHash: before.hash })) {
      return fault('alteredLink');
    }
    if (entry.hash === own) {
      // It is whole, and was made to follow another entry than the one that stands before it. If the next one agrees with it, that other one is the forgery.
      return before.sequence > 0 && (nextSays === null || nextSays === entry.hash) ? fault('altered', before.sequence) : fault('altered');
    }
  } else if (nextSays === own) {
    return fault('alteredHash');
  } else if (before !== null) {
    return fault('altered');
  }
  const place = ownSequence(entry, sequence);
  if (place === null) {
    return fault('altered');
  }
  // Without its neighbours an entry cannot have changed places: then its number was written over.
  return before === null ? fault('altered', place) : fault('reordered');
}

/** The sequence under which the entry's hash is right; null when that is not what is wrong with it. */
function ownSequence(entry: Entry, around: number): number | null {
  for (let off = 0; off <= MOVED_WITHIN; off += 1) {
    for (const sequence of off === 0 ? [around] : [around + off, around - off]) {
      if (sequence > 0 && entryHash({ ...entry, sequence }) === entry.hash) {
        return sequence;
      }
    }
  }
  return null;
}
