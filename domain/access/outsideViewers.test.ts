import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import type { UpwardViewing } from '#protocol/media/upward.ts';
import type { Grant } from '#protocol/media/grants.ts';
import { courtCode, feedId, grantId, unitId } from '#protocol/nouns/ids.ts';
import { outsideViewers } from './outsideViewers.ts';

const uuid = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const FEED = feedId.parse(uuid(1));
const viewing = { viewingId: uuid(50), remoteAddress: '10.0.0.9', clientName: 'player', sinceAt: 1 };
const grant = (number: number, change: Partial<Grant> = {}): Grant => ({
  grantId: grantId.parse(uuid(100 + number)), courtCode: courtCode.parse('闽02'), unitId: unitId.parse(uuid(2)), feedId: FEED, purpose: '会商', forName: `来宾${number}`,
  givenBy: '林', givenAt: number, endsAt: 1_000, revoked: null, viewings: [], timesViewed: 0, version: 1, ...change,
});
const above = { courtCode: courtCode.parse('闽02'), viewingId: uuid(60), feedId: FEED, unitId: unitId.parse(uuid(2)), platformId: '11000000002000000001', forName: '最高人民法院', remoteAddress: '10.1.0.1', sinceAt: 1 };
const all = (grants: Grant[], viewings: UpwardViewing[] = []) => ({ grants: PersistentMap(grants.map((one) => [one.grantId, one] as const)), upwardViewings: PersistentMap(viewings.map((one) => [one.viewingId, one] as const)) });

describe('the viewers outside', () => {
  it('are named, each once, and nobody who only may', () => {
    expect(outsideViewers(all([grant(1), grant(2, { feedId: feedId.parse(uuid(9)), viewings: [viewing] })], [{ ...above, feedId: feedId.parse(uuid(9)) }]), FEED)).toEqual([]);
    expect(outsideViewers(all([grant(1, { viewings: [viewing] }), grant(2, { forName: '来宾1', viewings: [viewing] }), grant(3, { viewings: [viewing] })], [above]), FEED)).toEqual(['来宾1', '来宾3', '最高人民法院']);
  });
});
