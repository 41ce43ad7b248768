import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import { courtCode, tokenId, userId, type UserId } from '#protocol/nouns/ids.ts';
import type { SignedIn, User } from '#protocol/nouns/people.ts';
import { ROLES } from '#protocol/roles.ts';
import { personForm, readPersonForm, readPhone } from './personForm.ts';
import { matchPeople, personRows, type PersonQuery } from './personRows.ts';
import { excludingRole, ROLE_GROUPS } from './roleGroups.ts';

function person(index: number, change: Partial<User> = {}): User {
  return {
    userId: userId.parse(`0190a0b0-0000-7000-8000-${String(index).padStart(12, '0')}`),
    username: `user${index}`,
    name: `陈${index}`,
    courtCode: courtCode.parse('闽0203'),
    roles: ['dispatcher'],
    state: 'active',
    hasPhone: false,
    version: 1,
    ...change,
  };
}

function session(user: User, signedInAt: number, connections: number): SignedIn {
  return { tokenId: tokenId.parse(user.userId), userId: user.userId, signedInAt, expiresAt: signedInAt + 1, clientName: '席位', remoteAddress: '10.0.0.1', connections };
}

const users = [
  person(1, { state: 'closed', courtCode: courtCode.parse('闽') }),
  person(2, { name: '林10' }),
  person(3, { name: '林9', roles: ['auditor', 'judge'] }),
  person(4, { courtCode: courtCode.parse('闽02'), name: '王' }),
];
const log = { users: PersistentMap(users.map((user) => [user.userId, user])), courts: PersistentMap<never, never>() };
const rows = personRows(log, {
  sessions: [session(users[1]!, 5, 1), session(users[1]!, 9, 2)],
  lockedOut: new Map<UserId, number>([[users[2]!.userId, 77]]),
});
const ALL: PersonQuery = { text: '', courtCode: null, role: null, state: 'any' };
const names = (query: Partial<PersonQuery>) => matchPeople(rows, { ...ALL, ...query }).map((row) => row.user.name);

describe('personRows', () => {
  it('orders courts from the top, names as numbers, closed accounts last', () => {
    expect(rows.map((row) => row.user.name)).toEqual(['王', '林9', '林10', '陈1']);
  });

  it('joins the latest sign-in, all connections, and the lock', () => {
    expect(rows[2]).toMatchObject({ signedInAt: 9, connections: 3, lockedUntilAt: null });
    expect(rows[1]).toMatchObject({ signedInAt: null, connections: 0, lockedUntilAt: 77 });
    expect(personRows(log, null).every((row) => row.signedInAt === null && row.lockedUntilAt === null)).toBe(true);
  });
});

describe('matchPeople', () => {
  it('filters by each condition and by all together', () => {
    expect(names({ courtCode: courtCode.parse('闽02') })).toEqual(['王', '林9', '林10']);
    expect(names({ role: 'auditor' })).toEqual(['林9']);
    expect(names({ state: 'closed' })).toEqual(['陈1']);
    expect(names({ state: 'locked' })).toEqual(['林9']);
    expect(names({ state: 'signedIn' })).toEqual(['林10']);
    expect(names({ state: 'active', text: '闽0203 USER2' })).toEqual(['林10']);
    expect(names({ state: 'locked', role: 'dispatcher' })).toEqual([]);
  });
});

describe('role groups', () => {
  it('hold every role once', () => {
    expect(Object.values(ROLE_GROUPS).flat().toSorted()).toEqual([...ROLES].toSorted());
  });

  it('say which role keeps another out, both ways', () => {
    expect(excludingRole(['auditor', 'judge'], 'administrator')).toBe('auditor');
    expect(excludingRole(['administrator'], 'auditor')).toBe('administrator');
    expect(excludingRole(['judge'], 'auditor')).toBeNull();
  });
});

describe('readPersonForm', () => {
  const form = { ...personForm(null, courtCode.parse('闽0203')), username: ' Lin.Feng ', name: '林峰', roles: ['dispatcher' as const] };

  it('reads what is typed as the hall will', () => {
    expect(readPersonForm({ ...form, phone: ' ' })).toEqual({ person: { username: 'lin.feng', name: '林峰', courtCode: '闽0203', roles: ['dispatcher'], phone: null } });
  });

  it('names every wrong field', () => {
    expect(readPersonForm({ username: '9x', name: ' ', courtCode: null, roles: [], phone: '办公室' })).toEqual({ wrong: ['username', 'name', 'courtCode', 'roles', 'phone'] });
  });

  it('tells an empty number from a wrong one', () => {
    expect(readPhone(' 0591 8765 4321 ')).toBe('0591 8765 4321');
    expect(readPhone('')).toBeNull();
    expect(readPhone('abc')).toBeUndefined();
  });
});
