import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../decision/decision.ts';
import { eventOf } from '#protocol/events.ts';
import { GRANT_MAX_MS } from '#protocol/media/grants.ts';
import { courtCode, feedId, grantId, unitId, userId } from '#protocol/nouns/ids.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { EMPTY_STATE, snapshotOf, stateOf, type HallState } from '../hallState/hallState.ts';
import { beginViewing, endViewing, giveGrant, revokeGrant } from './decideGrant.ts';

const uuid = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const COURT = courtCode.parse('闽02');
const UNIT = unitId.parse(uuid(1));
const FEED = feedId.parse(uuid(2));
const GRANT = grantId.parse(uuid(3));
const GIVER = { userId: userId.parse(uuid(4)), name: '林指挥' };
const HOUR = 3_600_000;
const DAY = 86_400_000;
const asked = { grantId: GRANT, feedId: FEED, purpose: '省厅会商', forName: '省公安厅', endsAt: HOUR };

function apply(state: HallState, at: number, ...made: readonly NewEvent[]): HallState {
  return made.reduce((before, event) => {
    const entry = { ...event, sequence: 1, at, version: nextVersion(before, event.name, event.subject), actor: { kind: 'hall' as const } };
    const known = eventOf(entry);
    return known === null ? before : fold(before, known);
  }, state);
}

const START = apply(EMPTY_STATE, 0,
  { name: 'unit.enrolled', subject: `unit/${UNIT}`, courtCode: COURT, data: { name: '编码器', teamName: '一队', kind: 'camera' } },
  { name: 'feed.opened', subject: `feed/${FEED}`, courtCode: COURT, data: { unitId: UNIT, label: '大门' } },
);
const GIVEN = apply(START, 0, ...giveGrant(START, asked, GIVER, 0).events);
const who = { remoteAddress: '10.0.0.9', clientName: 'player' };
const view = (state: HallState, number: number, at = 1) => apply(state, at, ...beginViewing(state, { grantId: GRANT, viewingId: uuid(100 + number), ...who }, at).events);

describe('a grant', () => {
  it('stands with who gave it, for whom, for what and until when; its token is nowhere in it', () => {
    expect(GIVEN.grants.get(GRANT)).toEqual({ grantId: GRANT, courtCode: COURT, unitId: UNIT, feedId: FEED, purpose: '省厅会商', forName: '省公安厅', givenBy: '林指挥', givenAt: 0, endsAt: HOUR, revoked: null, viewings: [], timesViewed: 0, version: 1 });
  });

  it.each([
    ['a time that is over', { endsAt: 0 }, 'badPeriod'],
    ['more than a day', { endsAt: GRANT_MAX_MS + HOUR }, 'badPeriod'],
    ['a feed that is not there', { feedId: feedId.parse(uuid(9)) }, 'notFound'],
  ])('is not given for %s', (_, change, code) => {
    expect(() => giveGrant(START, { ...asked, ...change }, GIVER, 0)).toThrow(expect.objectContaining({ code }));
  });

  it('is not given for what is played of a recording', () => {
    const recorded = feedId.parse(uuid(5));
    const state = apply(START, 0, { name: 'feed.opened', subject: `feed/${recorded}`, courtCode: COURT, data: { unitId: UNIT, label: '大门', recorded: true } });
    expect(() => giveGrant(state, { ...asked, feedId: recorded }, GIVER, 0)).toThrow(expect.objectContaining({ code: 'notLive' }));
  });

  it('is not given for a unit that was let go, and ends with it', () => {
    const revoked: NewEvent = { name: 'unit.revoked', subject: `unit/${UNIT}`, courtCode: COURT, data: { reason: '停用' } };
    expect(() => giveGrant(apply(START, 0, revoked), asked, GIVER, 0)).toThrow(expect.objectContaining({ code: 'revoked' }));
    expect(() => view(apply(GIVEN, 0, revoked), 1)).toThrow(expect.objectContaining({ code: 'tokenRevoked' }));
  });

  it('serves four at a time, and another once one has left', () => {
    const full = [1, 2, 3, 4].reduce((state, number) => view(state, number), GIVEN);
    expect(() => view(full, 5)).toThrow(expect.objectContaining({ code: 'tooManyViewers' }));
    const left = endViewing(full, { grantId: GRANT, viewingId: uuid(102), why: 'left' }, 61).events;
    expect(left).toMatchObject([{ name: 'grant.left', data: { forName: '省公安厅', remoteAddress: '10.0.0.9', why: 'left', durationMs: 60 } }]);
    const again = view(apply(full, 61, ...left), 5);
    expect(again.grants.get(GRANT)).toMatchObject({ timesViewed: 5 });
    expect(again.grants.get(GRANT)?.viewings.map(({ viewingId }) => viewingId)).toEqual([101, 103, 104, 105].map(uuid));
    // Whoever has left cannot leave again.
    expect(endViewing(again, { grantId: GRANT, viewingId: uuid(102), why: 'lost' }, 70).events).toEqual([]);
  });

  it('serves nobody once it is over or revoked; a second revocation changes nothing', () => {
    expect(() => view(GIVEN, 1, HOUR)).toThrow(expect.objectContaining({ code: 'tokenExpired' }));
    const revoked = apply(GIVEN, 5, ...revokeGrant(GIVEN, { grantId: GRANT }, '陈局').events);
    expect(revoked.grants.get(GRANT)?.revoked).toEqual({ byName: '陈局', at: 5 });
    expect(() => view(revoked, 1, 6)).toThrow(expect.objectContaining({ code: 'tokenRevoked' }));
    expect(revokeGrant(revoked, { grantId: GRANT }, '林指挥').events).toEqual([]);
  });

  it('leaves the state a day after its end, but not while somebody is noted as viewing', () => {
    const later = HOUR + DAY + 1;
    const next = (state: HallState) => apply(state, later, ...giveGrant(state, { ...asked, grantId: grantId.parse(uuid(30)), endsAt: later + HOUR }, GIVER, later).events);
    expect([...next(GIVEN).grants.keys()]).toEqual([uuid(30)]);
    expect([...next(view(GIVEN, 1)).grants.keys()].toSorted()).toEqual([GRANT, uuid(30)].toSorted());
  });

  it('comes back from a snapshot as it was', () => {
    const state = view(GIVEN, 1);
    expect(stateOf(snapshotOf(state)).grants.toJS()).toEqual(state.grants.toJS());
  });
});
