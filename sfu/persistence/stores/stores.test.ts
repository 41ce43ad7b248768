import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallId, GrantId, CourtCode, DeviceId, PartnerId, PartyId, TaskId, TokenId, UnitId } from '#protocol/nouns/ids.ts';
import type { Credential, Stores, TokenRecord } from '../../ports/stores.ts';
import { DIALECTS, TestDatabases, testUserId, type TestPlace } from '../testDatabases.ts';

const databases = new TestDatabases();
afterEach(() => databases.closeStorages());
afterAll(() => databases.close());

const unitId = () => crypto.randomUUID() as UnitId;
const deviceId = () => crypto.randomUUID() as DeviceId;
const tokenOf = (more: Partial<TokenRecord>): TokenRecord => ({
  tokenId: crypto.randomUUID() as TokenId,
  role: 'person',
  unitId: null,
  deviceId: null,
  userId: null,
  courtCode: '闽0203' as CourtCode,
  clientName: '值班台',
  remoteAddress: '::1',
  issuedAt: 1_700_000_000_000,
  expiresAt: 1_700_000_001_000,
  revokedAt: null,
  ...more,
});
const credentialOf = (number: number, more: Partial<Credential> = {}): Credential => ({ userId: testUserId(number), passwordHash: '$argon2id$', mustChange: true, failures: 0, lockedUntilAt: null, oidcSubject: null, ...more });

describe.each(DIALECTS)('stores on %s', (dialect) => {
  let place: TestPlace;
  let stores: Stores;
  beforeEach(async () => {
    place = await databases.place(dialect);
    ({ stores } = await databases.open(place));
  });

  it('what was put is there for whoever opens the database next', async () => {
    const token = tokenOf({ userId: testUserId(1), expiresAt: 2 ** 45 });
    await stores.tokens.insert(token);
    const again = await databases.open(place);
    expect(await again.stores.tokens.find(token.tokenId)).toEqual(token);
    expect(await again.stores.tokens.hasSignedIn(testUserId(1), '::1')).toBe(true);
    expect(await again.stores.tokens.hasSignedIn(testUserId(1), '::2')).toBe(false);
    expect(await again.stores.tokens.hasSignedIn(testUserId(2), '::1')).toBe(false);
    expect(await again.stores.tokens.find(tokenOf({}).tokenId)).toBeUndefined();
    await expect(again.stores.tokens.insert(token)).rejects.toMatchObject({ name: 'JournalError', fault: 'failed' });
  });

  it('ends tokens by holder and says which were valid', async () => {
    const { tokens } = stores;
    const [unit, device] = [unitId(), deviceId()];
    const mine = Array.from({ length: 3 }, () => tokenOf({ userId: testUserId(1), issuedAt: 5 }));
    const others = [tokenOf({ userId: testUserId(2), issuedAt: 4 }), tokenOf({ role: 'unit', unitId: unit }), tokenOf({ role: 'console', deviceId: device })];
    const expired = tokenOf({ userId: testUserId(1), expiresAt: 10 });
    for (const token of [...mine, ...others, expired]) {
      await tokens.insert(token);
    }
    const ids = (records: readonly TokenRecord[]) => records.map(({ tokenId }) => tokenId);
    expect(ids(await tokens.signedIn(100))).toEqual([others[0]!.tokenId, ...ids(mine).toSorted()]);
    const kept = mine[1]!.tokenId;
    expect((await tokens.revoke({ userId: testUserId(1) }, 100, kept)).toSorted()).toEqual(ids(mine).filter((id) => id !== kept).toSorted());
    expect(await tokens.revoke({ userId: testUserId(1) }, 101, kept)).toEqual([]);
    expect(await tokens.find(mine[0]!.tokenId)).toEqual({ ...mine[0], revokedAt: 100 });
    expect(ids(await tokens.signedIn(100))).toEqual([others[0]!.tokenId, kept]);
    expect(await tokens.revoke({ unitId: unit }, 102)).toEqual([others[1]!.tokenId]);
    expect(await tokens.revoke({ deviceId: device }, 102)).toEqual([others[2]!.tokenId]);
    expect(await tokens.revoke({ tokenId: kept }, 102)).toEqual([kept]);
    await tokens.forgetBefore(102);
    expect(await tokens.find(expired.tokenId)).toBeUndefined();
    expect(await tokens.find(mine[0]!.tokenId)).toBeUndefined();
    expect(await tokens.find(kept)).toMatchObject({ revokedAt: 102 });
  });

  it('takes any name a client gives itself', async () => {
    const token = tokenOf({ clientName: '\0\uD800 ’; drop table tokens; --', userId: testUserId(1) });
    await stores.tokens.insert(token);
    expect((await stores.tokens.find(token.tokenId))?.clientName).toMatch(/drop table/);
  });

  it('keeps one credential a person and finds it by its subject', async () => {
    const { credentials } = stores;
    await credentials.put(credentialOf(1, { oidcSubject: 'sub-1' }));
    await credentials.put(credentialOf(2, { failures: 4, lockedUntilAt: 2_000 }));
    await credentials.put(credentialOf(3, { lockedUntilAt: 1_000 }));
    expect(await credentials.find(testUserId(1))).toEqual(credentialOf(1, { oidcSubject: 'sub-1' }));
    expect(await credentials.findBySubject('sub-1')).toEqual(credentialOf(1, { oidcSubject: 'sub-1' }));
    expect(await credentials.findBySubject('sub\0')).toBeUndefined();
    expect(await credentials.lockedOut(1_000)).toEqual([{ userId: testUserId(2), untilAt: 2_000 }]);
    const changed = credentialOf(1, { passwordHash: null, mustChange: false });
    await credentials.put(changed);
    expect(await credentials.find(testUserId(1))).toEqual(changed);
    expect(await credentials.findBySubject('sub-1')).toBeUndefined();
    await credentials.put(credentialOf(1, { oidcSubject: 'sub' }));
    await expect(credentials.put(credentialOf(2, { oidcSubject: 'sub' }))).rejects.toMatchObject({ fault: 'failed' });
  });

  it('an enrolment code is used once, and a holder has one', async () => {
    const { codes } = stores;
    const [unit, device] = [unitId(), deviceId()];
    await codes.put({ codeHash: 'a', unitId: unit, deviceId: null, expiresAt: 5 });
    await codes.put({ codeHash: 'b', unitId: unit, deviceId: null, expiresAt: 6 });
    await codes.put({ codeHash: 'c', unitId: null, deviceId: device, expiresAt: 7 });
    expect(await codes.find('a')).toBeUndefined();
    expect(await codes.find('b')).toEqual({ codeHash: 'b', unitId: unit, deviceId: null, expiresAt: 6 });
    const taken = await Promise.all([codes.take('b'), codes.take('b')]);
    expect(taken.toSorted()).toEqual([false, true]);
    await codes.forgetOf({ unitId: unit });
    expect(await codes.find('c')).toBeDefined();
    await codes.forgetOf({ deviceId: device });
    expect(await codes.take('c')).toBe(false);
  });

  it('a phone number can be changed and erased', async () => {
    const { contacts } = stores;
    expect(await contacts.phoneOf(testUserId(1))).toBeNull();
    await contacts.setPhone(testUserId(1), '13900000000');
    await contacts.setPhone(testUserId(1), '13900000001');
    expect(await contacts.phoneOf(testUserId(1))).toBe('13900000001');
    await contacts.setPhone(testUserId(1), null);
    expect(await contacts.phoneOf(testUserId(1))).toBeNull();
  });

  it('keeps a preference a person and key, and only over the revision that was read', async () => {
    const { preferences } = stores;
    const mine = { userId: testUserId(1), key: 'desk.layouts' } as const;
    expect(await preferences.find(mine)).toBeUndefined();
    const raced = await Promise.all(['"a"', '"b"'].map((value) => preferences.save({ ...mine, value, expectedRevision: 0, savedAt: 1 })));
    expect(raced.filter(Boolean)).toHaveLength(1);
    expect(await preferences.save({ ...mine, value: '"c"', expectedRevision: 2, savedAt: 2 })).toBe(false);
    expect(await preferences.save({ ...mine, value: '"\0 ’ 版式"', expectedRevision: 1, savedAt: 3 })).toBe(true);
    expect(await preferences.save({ ...mine, userId: testUserId(2), value: '"d"', expectedRevision: 0, savedAt: 4 })).toBe(true);
    expect(await preferences.find(mine)).toEqual({ value: '"\u{FFFD} ’ 版式"', revision: 2, savedAt: 3 });
  });

  it('keeps one token for each grant, and forgets those that are over', async () => {
    const { grants } = stores;
    const [one, other] = [crypto.randomUUID(), crypto.randomUUID()] as GrantId[];
    await grants.put({ grantId: one!, tokenHash: 'a', endsAt: 10 });
    await grants.put({ grantId: one!, tokenHash: 'b', endsAt: 10 });
    await grants.put({ grantId: other!, tokenHash: 'c', endsAt: 20 });
    expect([await grants.find('a'), await grants.find('b'), await grants.find('c')]).toEqual([undefined, one, other]);
    await grants.forgetBefore(15);
    expect([await grants.find('b'), await grants.find('c')]).toEqual([undefined, other]);
  });

  it('keeps what partners are to be told until they were, each once and in order, and up to where they were heard', async () => {
    const { partners } = stores;
    const [partnerId, taskId] = [crypto.randomUUID() as PartnerId, crypto.randomUUID() as TaskId];
    const delivery = (number: number) => ({ partnerId, taskId, number, body: `{"text":"第${number}条"}`, createdAt: 1, attempts: 0, nextAttemptAt: 1 });
    const own = async () => (await partners.deliveries()).filter((one) => one.partnerId === partnerId);
    await partners.addDeliveries([delivery(2), delivery(1)], 10);
    await partners.noteAttempt({ ...delivery(1), attempts: 3, nextAttemptAt: 99 });
    await partners.addDeliveries([{ ...delivery(1), body: '{}' }, delivery(3)], 12);
    expect(await own()).toEqual([{ ...delivery(1), attempts: 3, nextAttemptAt: 99 }, delivery(2), delivery(3)]);
    expect(await partners.deliveriesUpTo()).toBe(12);
    await partners.removeDelivery(delivery(1));
    expect((await own()).map(({ number }) => number)).toEqual([2, 3]);
    await partners.forgetDeliveries(partnerId);
    expect(await own()).toEqual([]);
    expect(await partners.receivedUpTo({ partnerId, taskId })).toBe(0);
    await partners.noteReceived({ partnerId, taskId, number: 1 });
    await partners.noteReceived({ partnerId, taskId, number: 2 });
    expect(await partners.receivedUpTo({ partnerId, taskId })).toBe(2);
    await partners.putKeys(partnerId, 'one');
    await partners.putKeys(partnerId, 'two');
    expect(await partners.keysOf(partnerId)).toBe('two');
    await partners.eraseKeys(partnerId);
    expect(await partners.keysOf(partnerId)).toBeUndefined();
  });

  it('keeps who called until that is erased', async () => {
    const { callers } = stores;
    const [one, other] = [crypto.randomUUID(), crypto.randomUUID()] as CallId[];
    await callers.put({ callId: one!, name: '陈建国\0', phone: '13800001234' });
    await callers.put({ callId: other!, name: '', phone: '' });
    expect(await callers.find(one!)).toEqual({ name: '陈建国\u{FFFD}', phone: '13800001234' });
    await callers.erase([]);
    await callers.erase([one!]);
    expect([await callers.find(one!), await callers.find(other!)]).toEqual([undefined, { name: '', phone: '' }]);
  });

  it('keeps who a party is until that is erased', async () => {
    const { parties } = stores;
    const [one, other] = [crypto.randomUUID(), crypto.randomUUID()] as PartyId[];
    const personal = { name: '柯大明', idNumber: '350203199001011234', phone: '13900000000', address: '厦门市思明区某路1号\0' };
    await parties.put(one!, personal);
    await parties.put(other!, { ...personal, name: '陈建国' });
    await parties.put(one!, { ...personal, name: '柯小明' });
    expect(await parties.find(one!)).toEqual({ ...personal, name: '柯小明', address: '厦门市思明区某路1号\u{FFFD}' });
    await parties.erase([]);
    await parties.erase([one!]);
    expect([await parties.find(one!), (await parties.find(other!))?.name]).toEqual([undefined, '陈建国']);
  });

  it('keeps when each unit was last heard of', async () => {
    const { sightings } = stores;
    const units = Array.from({ length: 1_300 }, unitId).toSorted();
    await sightings.put([]);
    await sightings.put(units.map((id) => ({ unitId: id, lastSeenAt: 1 })));
    await sightings.put([{ unitId: units[0]!, lastSeenAt: 2 }, { unitId: units[0]!, lastSeenAt: 3 }]);
    const list = await sightings.list();
    expect(list).toHaveLength(1_300);
    expect(list.slice(0, 2)).toEqual([{ unitId: units[0], lastSeenAt: 3 }, { unitId: units[1], lastSeenAt: 1 }]);
  });
});
