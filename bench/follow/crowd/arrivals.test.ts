import { describe, expect, it } from 'vitest';
import { capabilitiesOfPerson } from '#domain/access/roles.ts';
import { courtCode } from '#protocol/nouns/ids.ts';
import { GENESIS_HASH, type Entry } from '#protocol/nouns/log.ts';
import { faultOf, seenBy, type Heard } from './arrivals.ts';

const court = (code: string) => courtCode.parse(code);
const entry = (sequence: number, name: string, code: string): Entry => ({
  sequence, at: 1, name, subject: 'unit/1', version: 1, courtCode: court(code), actor: { kind: 'hall' }, data: {},
  commandId: null, via: null, previousHash: GENESIS_HASH, hash: `${sequence}`.padStart(64, 'a'),
});
const heard = (sequences: number[], change: Partial<Heard> = {}): Heard => ({
  seat: 0, stalled: false, closeCode: null, from: 10, upTo: { sequence: 20, hash: 'h' },
  sequences: Float64Array.from(sequences), arrivedAt: Float64Array.from(sequences), payloadBytes: 0, ...change,
});
const due = { seen: [9, 11, 14, 20, 25], upTo: { sequence: 20, hash: 'h' } };

describe('what a console was told', () => {
  it('is right when it is its own entries, once, in order', () => {
    expect(faultOf(heard([11, 14, 20]), due)).toBeNull();
    expect(faultOf(heard([11, 14, 20, 25], { upTo: { sequence: 25, hash: 'k' } }), due)).toBeNull();
  });

  it.each<[string, Heard, string]>([
    ['missing', heard([11, 20]), 'should be 14 and is 20'],
    ['missing at the end', heard([11, 14]), 'should be 20 and is missing'],
    ['twice', heard([11, 14, 14, 20]), 'should be 20 and is 14'],
    ['out of order', heard([14, 11, 20]), 'should be 11 and is 14'],
    ['none of its own', heard([11, 12, 14, 20]), 'should be 14 and is 12'],
    ['of before it came', heard([9, 11, 14, 20]), 'should be 11 and is 9'],
    ['not told to the end', heard([11, 14], { upTo: { sequence: 14, hash: 'g' } }), 'up to 14'],
    ['of another history', heard([11, 14, 20], { upTo: { sequence: 20, hash: 'g' } }), 'another hash'],
  ])('is a fault when an entry is %s', (_, console_, fault) => {
    expect(faultOf(console_, due)).toContain(fault);
  });

  it('is measured against its court and its rights', () => {
    const entries = [entry(1, 'unit.changed', '闽0203'), entry(2, 'unit.changed', '闽0524'), entry(3, 'session.signedIn', '闽0203'), entry(4, 'court.changed', '闽')];
    const eyes = (code: string, role: 'dispatcher' | 'commander') => ({ courtCode: court(code), capabilities: new Set(capabilitiesOfPerson([role], { mustChangePassword: false })) });
    expect(seenBy(eyes('闽', 'commander'), entries)).toEqual([1, 2, 3, 4]);
    expect(seenBy(eyes('闽02', 'dispatcher'), entries)).toEqual([1, 4]);
  });
});
