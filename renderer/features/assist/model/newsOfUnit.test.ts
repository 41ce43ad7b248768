import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import type { Assist } from '#protocol/field/assist.ts';
import { assistId, courtCode, unitId } from '#protocol/nouns/ids.ts';
import { newsOfUnit } from './newsOfUnit.ts';

const uuid = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const UNIT = unitId.parse(uuid(1));
const an = (number: number, change: Partial<Assist> = {}): Assist => ({
  assistId: assistId.parse(uuid(10 + number)), courtCode: courtCode.parse('闽02'), unitId: UNIT, kind: 'torchOn', text: '', byName: '林', courtName: '厦门中院',
  askedAt: number, endsAt: number + 30_000, state: 'asked', refusal: null, doneAt: null, version: 1, ...change,
});
const all = (...assists: Assist[]) => PersistentMap(assists.map((one) => [one.assistId, one] as const));

describe('the news of a unit', () => {
  it('is its newest ask, while it waits and for ten seconds after', () => {
    const over = an(1, { state: 'accepted', doneAt: 5_000 });
    expect(newsOfUnit(all(), UNIT, 0)).toBeNull();
    expect(newsOfUnit(all(over), UNIT, 14_999)).toBe(over);
    expect(newsOfUnit(all(over), UNIT, 15_000)).toBeNull();
    const waiting = an(2);
    expect(newsOfUnit(all(waiting, over), UNIT, 6_000)).toBe(waiting);
    expect(newsOfUnit(all(an(3, { unitId: unitId.parse(uuid(2)) })), UNIT, 4)).toBeNull();
  });
});
