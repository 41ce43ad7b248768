import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandId, CourtCode, TokenId, UserId } from '#protocol/nouns/ids.ts';
import { GENESIS_HASH, type Actor, type Entry } from '#protocol/nouns/log.ts';
import { entryHash } from '../entryHash.ts';
import type { Fault } from '../faults.ts';
import { beijingDay, signHead } from '../signedHeads.ts';
import { ChainChecker, type ChainOptions } from './verify.ts';

const missing = (): never => {
  throw new Error('it should be there');
};
const key = generateKeyPairSync('ed25519');
const courtCode = '闽0203' as CourtCode;
const start = Date.UTC(2026, 10, 22, 3);

/** `everyMs`: from entry to entry. */
function chainOf(length: number, everyMs = 60_000): Entry[] {
  const entries: Entry[] = [];
  for (let index = 0; index < length; index += 1) {
    const actor: Actor = index % 3 === 0 ? { kind: 'hall' } : { kind: 'person', userId: crypto.randomUUID() as UserId, name: `林${index}`, courtCode };
    entries.push(sealed({
      sequence: index + 1, at: start + index * everyMs, name: 'unit.changed', subject: `unit/${crypto.randomUUID()}`, version: index, courtCode, actor,
      data: { name: `单兵${index}`, teamName: '一组', kind: 'phone' },
      commandId: index % 2 === 0 ? (crypto.randomUUID() as CommandId) : null,
      via: index % 2 === 1 ? (crypto.randomUUID() as TokenId) : null,
      previousHash: entries.at(-1)?.hash ?? GENESIS_HASH,
    }));
  }
  return entries;
}
const sealed = (entry: Omit<Entry, 'hash'>): Entry => ({ ...entry, hash: entryHash(entry) });

function check(entries: readonly unknown[], options: ChainOptions): Fault | null {
  const chain = new ChainChecker(options);
  for (const entry of entries) {
    chain.take(entry);
  }
  return chain.end();
}
const listed = (entries: readonly unknown[]) => check(entries, { source: 'listed' });
const sorted = (entries: readonly unknown[]) => check(entries, { source: 'sorted' });

/** Another character of the same kind in this place, or another kind: the reader must tell either way. */
function withFlippedByte(value: unknown, at: number, by: number): unknown {
  const bytes = Buffer.from(JSON.stringify(value));
  const place = at % bytes.length;
  bytes[place] = ((bytes[place] ?? 0) + 1 + (by % 255)) % 256;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return bytes.toString('latin1');
  }
}
const FIELDS = ['sequence', 'at', 'name', 'subject', 'version', 'courtCode', 'actor', 'data', 'commandId', 'via', 'previousHash', 'hash'] as const;
const some = fc.tuple(fc.integer({ min: 2, max: 30 }), fc.nat(1_000), fc.nat(1_000));

describe('chain of the log', () => {
  it('untouched is good, to the end', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 60 }), (length) => {
      const entries = chainOf(length);
      expect(listed(entries)).toBeNull();
      expect(sorted(entries)).toBeNull();
      expect(check(entries.slice(Math.floor(length / 2)), { source: 'excerpt' })).toBeNull();
      expect(check(entries.filter((_entry, index) => index % 3 > 0), { source: 'excerpt' })).toBeNull();
    }), { numRuns: 40 });
  });

  it('names the entry of any byte that was flipped in any field', () => {
    fc.assert(fc.property(some, fc.constantFrom(...FIELDS), fc.nat(500), fc.nat(254), ([length, which], field, at, by) => {
      const entries: unknown[] = chainOf(length);
      const index = which % length;
      const entry = entries[index] as Entry;
      const altered = withFlippedByte(entry[field], at, by);
      fc.pre(JSON.stringify(altered) !== JSON.stringify(entry[field]));
      entries[index] = { ...entry, [field]: altered };
      for (const fault of [listed(entries), sorted(entries)]) {
        // Raised in a table, the sequence leaves a gap that no other entry fills.
        expect(fault, `${field} ${JSON.stringify(altered)}`).toMatchObject({ sequence: index + 1 });
      }
      expect(check(entries, { source: 'excerpt' })).not.toBeNull();
    }), { numRuns: 1_500 });
  }, 60_000);

  it.each([
    ['data', { name: '别人', teamName: '一组', kind: 'phone' }, 'altered'],
    ['at', start, 'altered'],
    ['previousHash', 'a'.repeat(64), 'alteredLink'],
    ['hash', 'a'.repeat(64), 'alteredHash'],
    ['hash', 'short', 'unknownShape'],
    ['sequence', 2, 'altered'],
    ['sequence', 900, 'altered'],
  ] as const)('says what was done to %s', (field, value, kind) => {
    const entries = chainOf(9);
    entries[4] = { ...(entries[4] ?? missing()), [field]: value };
    expect(listed(entries)).toEqual({ sequence: 5, kind });
  });

  it('an entry that was rewritten together with its hash is told by the next one', () => {
    const entries = chainOf(9);
    entries[4] = sealed({ ...(entries[4] ?? missing()), data: { name: '别人' } });
    expect(listed(entries)).toEqual({ sequence: 5, kind: 'altered' });
    const early = chainOf(3);
    early[0] = sealed({ ...(early[0] ?? missing()), version: 77 });
    expect(listed(early)).toEqual({ sequence: 1, kind: 'altered' });
  });

  const places = fc.integer({ min: 3, max: 30 }).chain((length) => fc.record({
    entries: fc.constant(length).map((count) => chainOf(count)),
    first: fc.integer({ min: 0, max: length - 2 }),
    off: fc.integer({ min: 1, max: length - 1 }),
  })).map(({ entries, first, off }) => {
    const second = Math.min(first + off, entries.length - 1);
    return { entries, first, second, one: entries[first] ?? missing(), other: entries[second] ?? missing(), sequence: first + 1 };
  });

  it('drop, swap, insert and duplicate are found at the first place they touch', () => {
    fc.assert(fc.property(places, ({ entries, first, second, one, other, sequence }) => {
      for (const read of [listed, sorted]) {
        expect(read(entries.toSpliced(first, 1))).toEqual({ sequence, kind: 'missing' });
      }
      expect(listed(entries.toSpliced(second + 1, 0, one))).toEqual({ sequence, kind: 'duplicate' });
      expect(listed(entries.with(first, other).with(second, one))).toEqual({ sequence, kind: 'reordered' });
      const renumbered = entries.with(first, { ...other, sequence }).with(second, { ...one, sequence: second + 1 });
      expect(sorted(renumbered)).toEqual({ sequence, kind: 'reordered' });
      expect(listed(entries.toSpliced(first, 0, other))).toMatchObject({ sequence });
      const forged = sealed({ ...one, data: { name: '伪造' } });
      expect(listed(entries.toSpliced(first, 0, forged))).toMatchObject({ sequence });
    }), { numRuns: 200 });
  });

  it('time must not go back, even where the hashes agree', () => {
    const entries = chainOf(3);
    const last = entries.at(-1) ?? missing();
    expect(listed([...entries, sealed({ ...last, sequence: 4, at: last.at - 1, previousHash: last.hash })])).toEqual({ sequence: 4, kind: 'timeGoesBack' });
  });

  describe('signed ends of days', () => {
    const entries = chainOf(48, 3_600_000);
    const ends = entries.filter((entry, index) => beijingDay(entry.at) !== beijingDay(entries[index + 1]?.at ?? 0));
    const heads = ends.map(({ at, sequence, hash }) => signHead({ day: beijingDay(at), sequence, hash, signedAt: at + 1 }, key));
    const withHeads = (signed: typeof heads, of: readonly Entry[] = entries) => check(of, { source: 'sorted', heads: { signed, publicKey: key.publicKey } });

    it('agree with what they were signed for', () => {
      expect(heads.length).toBe(3);
      expect(withHeads(heads)).toBeNull();
    });

    it('tell a history that was rewritten as a whole, and one that was cut', () => {
      const rewritten: Entry[] = [];
      for (const entry of entries) {
        rewritten.push(sealed({ ...entry, ...(entry.sequence === 5 && { version: 99 }), previousHash: rewritten.at(-1)?.hash ?? GENESIS_HASH }));
      }
      expect(listed(rewritten)).toBeNull();
      expect(withHeads(heads, rewritten)).toEqual({ sequence: ends[0]?.sequence, kind: 'headMismatch' });
      expect(withHeads(heads, entries.slice(0, -1))).toEqual({ sequence: 48, kind: 'missing' });
    });

    it('are worth nothing under another key, or altered', () => {
      const other = generateKeyPairSync('ed25519');
      const [first, ...rest] = heads;
      const { signature: _, ...plain } = first ?? missing();
      for (const forged of [signHead(plain, other), { ...plain, day: '2026-01-01', signature: first?.signature ?? '' }, { ...plain, hash: 'b'.repeat(64), signature: first?.signature ?? '' }]) {
        expect(withHeads([forged, ...rest])).toEqual({ sequence: plain.sequence, kind: 'headSignature' });
      }
      expect(withHeads([signHead({ ...plain, day: '2026-01-01' }, key), ...rest])).toEqual({ sequence: plain.sequence, kind: 'headMismatch' });
    });
  });
});
