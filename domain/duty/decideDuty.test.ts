import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { Role } from '#protocol/roles.ts';
import type { Decision } from '../decision/decision.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { EMPTY_STATE, type HallState } from '../hallState/hallState.ts';
import { closeUser, createUser } from '../people/decideUser.ts';
import { acceptDuty, endDuty, offerDuty, relieveDuty, startDuty, withdrawDuty } from './decideDuty.ts';

const courtCode = '闽02' as CourtCode;
const lin = { userId: 'lin' as UserId, name: '林', courtCode };
const chen = { userId: 'chen' as UserId, name: '陈', courtCode };
const wang = { userId: 'wang' as UserId, name: '王', courtCode };

function after(state: HallState, decision: Decision<unknown>): HallState {
  let next = state;
  for (const event of decision.events) {
    const version = nextVersion(next, event.name, event.subject);
    next = fold(next, { sequence: 1, at: 100 + version, actor: { kind: 'hall' }, version, ...event });
  }
  return next;
}

const account = (userId: UserId, roles: Role[], court = courtCode) => (state: HallState) =>
  after(state, createUser(state, { userId, username: userId, name: userId, courtCode: court, roles, phone: null }));

const people = [
  account(lin.userId, ['dutyOfficer']),
  account(chen.userId, ['dutyLeader']),
  account(wang.userId, ['dispatcher']),
  account('judge' as UserId, ['judge']),
  account('elsewhere' as UserId, ['dutyOfficer'], '闽06' as CourtCode),
].reduce((state, add) => add(state), EMPTY_STATE);

const version = (state: HallState) => state.duty.get('闽02/officer')?.version ?? 0;
const at = (state: HallState) => ({ post: 'officer' as const, expectedVersion: version(state) });
const notes = { done: '巡查完毕', undone: '移交车辆' };

const vacant = people;
const held = after(vacant, startDuty(vacant, at(vacant), lin));
const offered = after(held, offerDuty(held, { ...at(held), toUserId: chen.userId, ...notes }, lin));
const states = { vacant, held, offered };

type Commands = 'start' | 'offer' | 'withdraw' | 'accept' | 'end';
const commands: Record<Commands, (state: HallState, caller: typeof lin) => Decision<unknown>> = {
  start: (state, caller) => startDuty(state, at(state), caller),
  offer: (state, caller) => offerDuty(state, { ...at(state), toUserId: wang.userId, ...notes }, caller),
  withdraw: (state, caller) => withdrawDuty(state, at(state), caller),
  accept: (state, caller) => acceptDuty(state, at(state), caller),
  end: (state, caller) => endDuty(state, { ...at(state), note: '换班' }, caller),
};

/** What each command comes to: the entry it makes, or the code of its refusal. */
function outcome(decide: () => Decision<unknown>): string {
  try {
    return decide().events.map(({ name }) => name).join();
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

describe('a duty post', () => {
  it.each<[keyof typeof states, 'holder' | 'successor' | 'third', Record<Commands, string>]>([
    ['vacant', 'holder', { start: 'duty.started', offer: 'notOnDuty', withdraw: 'notOnDuty', accept: 'notOffered', end: 'notOnDuty' }],
    ['held', 'holder', { start: 'postTaken', offer: 'duty.handOverOffered', withdraw: 'notOffered', accept: 'notOffered', end: 'duty.ended' }],
    ['held', 'third', { start: 'postTaken', offer: 'notOnDuty', withdraw: 'notOnDuty', accept: 'notOffered', end: 'notOnDuty' }],
    ['offered', 'holder', { start: 'postTaken', offer: 'duty.handOverOffered', withdraw: 'duty.handOverWithdrawn', accept: 'notOffered', end: 'duty.ended' }],
    ['offered', 'successor', { start: 'postTaken', offer: 'notOnDuty', withdraw: 'notOnDuty', accept: 'duty.handedOver', end: 'notOnDuty' }],
    ['offered', 'third', { start: 'postTaken', offer: 'notOnDuty', withdraw: 'notOnDuty', accept: 'notOffered', end: 'notOnDuty' }],
  ])('%s, asked by its %s', (name, who, expected) => {
    const state = states[name];
    const caller = { holder: lin, successor: chen, third: wang }[who];
    const outcomes = Object.fromEntries(Object.entries(commands).map(([command, decide]) => [command, outcome(() => decide(state, caller))]));
    expect(outcomes).toEqual(expected);
  });

  it('is handed over with what was said, and the next one reads it even after a vacancy', () => {
    const over = after(offered, acceptDuty(offered, at(offered), chen));
    expect(over.duty.get('闽02/officer')).toEqual({
      courtCode,
      post: 'officer',
      holder: { userId: 'chen', name: '陈', sinceAt: 103 },
      offer: null,
      lastHandOver: { fromUserId: 'lin', fromName: '林', toUserId: 'chen', toName: 'chen', ...notes, offeredAt: 102, acceptedAt: 103 },
      version: 3,
    });
    const ended = after(over, endDuty(over, { ...at(over), note: '午休' }, chen));
    const resumed = after(ended, startDuty(ended, at(ended), wang));
    expect(resumed.duty.get('闽02/officer')).toMatchObject({ holder: { userId: 'wang' }, lastHandOver: notes, version: 5 });
  });

  it.each([
    ['lin', 'cannotServe'],
    ['judge', 'cannotServe'],
    ['elsewhere', 'cannotServe'],
    ['nobody', 'notFound'],
  ])('is not offered to %s: %s', (toUserId, code) => {
    expect(outcome(() => offerDuty(held, { ...at(held), toUserId: toUserId as UserId, ...notes }, lin))).toBe(code);
  });

  it('goes to nobody whose account was closed meanwhile', () => {
    const { version: expectedVersion } = offered.users.get(chen.userId)!;
    const closed = after(offered, closeUser(offered, { userId: chen.userId, expectedVersion, reason: '调离' }));
    expect(outcome(() => acceptDuty(closed, at(closed), chen))).toBe('cannotServe');
    const free = after(closed, endDuty(closed, { ...at(closed), note: '换班' }, lin));
    expect(outcome(() => startDuty(free, at(free), chen))).toBe('cannotServe');
  });

  it('is not changed by someone who read it before it changed', () => {
    for (const command of [startDuty, withdrawDuty, acceptDuty]) {
      expect(outcome(() => command(offered, { post: 'officer', expectedVersion: 1 }, lin))).toBe('conflict');
    }
  });

  it('is freed by whoever stands above a holder who left it, and only while someone holds it', () => {
    const relieve = (state: HallState) => relieveDuty(state, { ...at(state), courtCode, reason: '失联' });
    const freed = after(offered, relieve(offered));
    expect(freed.duty.get('闽02/officer')).toMatchObject({ holder: null, offer: null });
    expect(outcome(() => startDuty(freed, at(freed), wang))).toBe('duty.started');
    expect(outcome(() => relieve(freed))).toBe('notFound');
  });

  it('is another one in another court', () => {
    const elsewhere = { userId: 'elsewhere' as UserId, name: '别', courtCode: '闽06' as CourtCode };
    const both = after(held, startDuty(held, { post: 'officer', expectedVersion: 0 }, elsewhere));
    expect([...both.duty.keys()].toSorted()).toEqual(['闽02/officer', '闽06/officer']);
  });
});
