import { describe, expect, it } from 'vitest';
import { courtCode, userId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { Baton } from '#protocol/wall/wall.ts';
import { batonTakers, batonView } from './batonView.ts';

const LIN = userId.parse('019a0000-0000-7000-8000-000000000001');
const WANG = userId.parse('019a0000-0000-7000-8000-000000000002');
const CHEN = userId.parse('019a0000-0000-7000-8000-000000000003');
const held: Baton = { holder: { userId: LIN, name: '林' }, sinceAt: 100, loan: null, asked: null };
const lent: Baton = { ...held, loan: { userId: WANG, name: '王', untilAt: 1_000 } };
const seen = (baton: Baton | null, me: typeof LIN | null, options: { mayCommand?: boolean; now?: number } = {}) => batonView(baton, { me, mayCommand: false, now: 500, ...options });

describe('the baton as one person sees it', () => {
  it('is anybody’s while it is free', () => {
    expect(seen(null, LIN)).toMatchObject({ state: 'free', hand: null, actions: ['take'] });
    expect(seen(null, null).actions).toEqual([]);
  });

  it('is the holder’s to lend, pass and return, and only the commander’s to take away', () => {
    expect(seen(held, LIN)).toMatchObject({ state: 'mine', actions: ['lend', 'pass', 'return'] });
    expect(seen(held, WANG)).toMatchObject({ state: 'others', hand: { name: '林' }, actions: ['ask', 'take'] });
    expect(seen(held, WANG, { mayCommand: true }).actions).toEqual(['ask', 'seize']);
  });

  it('is the borrower’s until the loan ends, and then the holder’s again', () => {
    expect(seen(lent, WANG)).toMatchObject({ state: 'borrowed', untilAt: 1_000, actions: ['return'] });
    expect(seen(lent, LIN)).toMatchObject({ state: 'lent', hand: { name: '王' }, actions: ['take', 'pass'] });
    expect(seen(lent, CHEN)).toMatchObject({ state: 'others', hand: { name: '王' }, holderName: '林' });
    expect(seen(lent, LIN, { now: 1_000 })).toMatchObject({ state: 'mine', untilAt: null });
    expect(seen(lent, WANG, { now: 1_000 })).toMatchObject({ state: 'others', hand: { name: '林' } });
  });

  it('tells of a question by another, not of one’s own', () => {
    const asked: Baton = { ...held, asked: { userId: WANG, name: '王', at: 400 } };
    expect(seen(asked, LIN).asked).toMatchObject({ name: '王' });
    expect(seen(asked, WANG).asked).toBeNull();
  });
});

it('is lent to active people of the court who may change its wall', () => {
  const person = (id: typeof LIN, name: string, change: Partial<User> = {}) => ({ userId: id, name, courtCode: courtCode.parse('闽0203'), state: 'active', roles: ['dispatcher'], ...change }) as User;
  const users = [person(LIN, '林'), person(WANG, '王'), person(CHEN, '陈', { courtCode: courtCode.parse('闽0206') }), person(userId.parse('019a0000-0000-7000-8000-000000000004'), '郑', { roles: ['auditor'] }), person(userId.parse('019a0000-0000-7000-8000-000000000005'), '吴', { state: 'closed' })];
  expect(batonTakers(users, courtCode.parse('闽0203'), LIN).map(({ name }) => name)).toEqual(['王']);
});
