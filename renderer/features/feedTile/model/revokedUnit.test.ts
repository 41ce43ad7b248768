import { describe, expect, it } from 'vitest';
import { EMPTY_STATE, type HallState } from '#domain/hallState/hallState.ts';
import { courtCode, feedId, unitId } from '#protocol/nouns/ids.ts';
import { revokedUnit } from './revokedUnit.ts';

const FEED = feedId.parse('019a0000-0000-7000-8000-0000000000f1');
const UNIT = unitId.parse('019a0000-0000-7000-8000-000000000001');
const court = courtCode.parse('闽02');

function hallWith(state: 'enrolled' | 'revoked'): HallState {
  return {
    ...EMPTY_STATE,
    feeds: EMPTY_STATE.feeds.set(FEED, { feedId: FEED, courtCode: court, unitId: UNIT, label: 'camera', version: 1 }),
    units: EMPTY_STATE.units.set(UNIT, { unitId: UNIT, courtCode: court, name: '单兵01', teamName: '一队', kind: 'phone', state, enrolledAt: 1, version: 2 }),
  };
}

describe('revokedUnit', () => {
  it('names the unit that is gone, and no other', () => {
    expect(revokedUnit(hallWith('revoked'), FEED)).toMatchObject({ name: '单兵01' });
    expect(revokedUnit(hallWith('enrolled'), FEED)).toBeNull();
    expect(revokedUnit(EMPTY_STATE, FEED)).toBeNull();
    expect(revokedUnit({ ...hallWith('revoked'), units: EMPTY_STATE.units }, FEED)).toBeNull();
  });
});
