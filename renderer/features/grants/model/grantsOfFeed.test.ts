import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import type { Grant } from '#protocol/media/grants.ts';
import { courtCode, feedId, grantId, unitId } from '#protocol/nouns/ids.ts';
import { grantsOfFeed } from './grantsOfFeed.ts';

const uuid = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const FEED = feedId.parse(uuid(1));
const grant = (number: number, change: Partial<Grant> = {}): Grant => ({
  grantId: grantId.parse(uuid(100 + number)), courtCode: courtCode.parse('闽02'), unitId: unitId.parse(uuid(2)), feedId: FEED, purpose: '会商', forName: `来宾${number}`,
  givenBy: '林', givenAt: number, endsAt: 1_000, revoked: null, viewings: [], timesViewed: 0, version: 1, ...change,
});
const all = (...grants: Grant[]) => PersistentMap(grants.map((one) => [one.grantId, one] as const));

describe('the grants of a feed', () => {
  it('stand with those that hold first, and without those of other feeds', () => {
    const grants = all(grant(1, { endsAt: 10 }), grant(2), grant(3), grant(4, { revoked: { byName: '林', at: 5 } }), grant(5, { feedId: feedId.parse(uuid(9)) }));
    expect(grantsOfFeed(grants, FEED, 500).map(({ forName }) => forName)).toEqual(['来宾3', '来宾2', '来宾4', '来宾1']);
  });
});
