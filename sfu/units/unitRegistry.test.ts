import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestData } from '#protocol/contract.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { UnitPresence } from '#protocol/nouns/units.ts';
import type { Stores } from '../ports/stores.ts';
import { court, createTestConnections, createTestSecrets, newId, openFujianLog, openTestSession, openTestStores, tokenOf, type TestLog } from '../testing/testLog.ts';
import { UnitRegistry } from './unitRegistry.ts';

type Opened = ReturnType<typeof openTestSession>;

let test: TestLog;
let stores: Stores;
let dispose: () => Promise<void>;
let secrets: ReturnType<typeof createTestSecrets>;
let sessions: Opened[];
let units: UnitRegistry;
let news: (UnitPresence & { courtCode: string })[];
const { session: desk } = openTestSession({ courtCode: '闽02', name: '调度员' });

const registry = () => UnitRegistry.create({
  log: test.log,
  stores,
  secrets,
  connections: createTestConnections(sessions).connections,
  news: { unitPresence: (courtCode, presence) => void news.push({ courtCode, ...presence }) },
  now: Date.now,
  logger: pino({ level: 'silent' }),
});

beforeEach(async () => {
  ({ stores, dispose } = await openTestStores());
  test = await openFujianLog({ stores });
  secrets = createTestSecrets();
  sessions = [];
  news = [];
  units = await registry();
});
afterEach(async () => {
  vi.useRealTimers();
  await units.close();
  await test.log.close();
  await dispose();
});

const enrolment = (change: Partial<RequestData<'unit.enrol'>> = {}): RequestData<'unit.enrol'> => ({
  commandId: newId.command(), courtCode: court('闽0203'), name: '单兵1', teamName: '一队', kind: 'phone', ...change,
});
const enrol = async (change: Partial<RequestData<'unit.enrol'>> = {}) => (await units.handlers['unit.enrol'](enrolment(change), desk)).unit;

/** The unit's device comes in, with a token of its own. */
async function comeIn(unitId: UnitId): Promise<Opened> {
  const opened = openTestSession({ unitId, courtCode: '闽0203' });
  await stores.tokens.insert(tokenOf(opened.session, 'unit'));
  sessions.push(opened);
  units.arrived(opened.session);
  return opened;
}

const names = () => test.entries().map(({ name }) => name).filter((name) => name.startsWith('unit.'));

describe('enrolled units', () => {
  it('are here at once, with a code that is nowhere in the log', async () => {
    const { unit, enrolment: issued } = await units.handlers['unit.enrol'](enrolment(), desk);
    expect(unit).toMatchObject({ name: '单兵1', courtCode: '闽0203', state: 'enrolled' });
    expect(units.get(unit.unitId)).toMatchObject({ name: '单兵1', telemetryIndex: 1 });
    expect(units.courtOf(unit.unitId)).toBe('闽0203');
    expect(news).toEqual([{ courtCode: '闽0203', unitId: unit.unitId, telemetryIndex: 1, online: false, lastSeenAt: null }]);
    expect(await stores.codes.find(createHash('sha256').update(issued.code).digest('hex'))).toMatchObject({ unitId: unit.unitId, expiresAt: issued.expiresAt });
    expect(names()).toEqual(['unit.enrolled', 'unit.codeIssued']);
    expect(test.written()).toContain('单兵1');
    expect(test.written()).not.toContain(issued.code);
  });

  it('are enrolled once: asked again, the command gives another code in place of the first', async () => {
    const asked = enrolment();
    const first = await units.handlers['unit.enrol'](asked, desk);
    const again = await units.handlers['unit.enrol'](asked, desk);
    expect(again.unit.unitId).toBe(first.unit.unitId);
    expect(again.enrolment.code).not.toBe(first.enrolment.code);
    expect(again.unit.version).toBe(first.unit.version + 1);
    expect(units.presences()).toHaveLength(1);
    expect(names()).toEqual(['unit.enrolled', 'unit.codeIssued', 'unit.codeIssued']);
    const issue = { commandId: newId.command(), unitId: first.unit.unitId };
    const codes = [await units.handlers['unit.issueCode'](issue, desk), await units.handlers['unit.issueCode'](issue, desk)];
    expect(new Set(codes.map(({ enrolment: issued }) => issued.code)).size).toBe(2);
    await expect(units.handlers['unit.enrol'](enrolment({ courtCode: court('闽0299') }), desk)).rejects.toMatchObject({ code: 'notFound' });
  });

  it('change by version', async () => {
    const { unitId, version } = await enrol();
    const change = { commandId: newId.command(), unitId, expectedVersion: version, name: '单兵甲', teamName: '二队', kind: 'vehicle' as const };
    const { unit } = await units.handlers['unit.change'](change, desk);
    expect(unit).toMatchObject({ name: '单兵甲', teamName: '二队', kind: 'vehicle', version: version + 1 });
    expect(await units.handlers['unit.change'](change, desk)).toEqual({ unit });
    await expect(units.handlers['unit.change']({ ...change, commandId: newId.command() }, desk)).rejects.toMatchObject({ code: 'conflict' });
    await expect(units.handlers['unit.change']({ ...change, name: '另一个' }, desk)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('tokens of encoders', () => {
  const issue = (unitId: UnitId, commandId = newId.command()) => units.handlers['unit.issueToken']({ commandId, unitId }, desk);
  const validOf = async (unitId: UnitId) => (await stores.tokens.revoke({ unitId }, Date.now()));

  it('are told once and end what the unit held before: its token, its session, its code', async () => {
    const { unitId } = await enrol({ kind: 'camera' });
    const opened = await comeIn(unitId);
    const code = secrets.newCode({ unitId });
    await stores.codes.put(code.record);
    const issued = await issue(unitId);
    expect(issued.whipUrl).toMatch(/\/whip$/);
    expect(opened.session.ended.aborted).toBe(true);
    expect((await stores.tokens.find(opened.session.tokenId!))?.revokedAt).not.toBeNull();
    expect(await stores.codes.find(code.record.codeHash)).toBeUndefined();
    expect(names().at(-1)).toBe('unit.tokenIssued');
    expect(test.written()).not.toContain(issued.token);
    expect(await validOf(unitId)).toHaveLength(1);
  });

  it('are another one when the command is asked again, and one alone is good', async () => {
    const { unitId } = await enrol({ kind: 'recorder' });
    const commandId = newId.command();
    const [first, again] = [await issue(unitId, commandId), await issue(unitId, commandId)];
    expect(again.token).not.toBe(first.token);
    expect(await validOf(unitId)).toHaveLength(1);
  });

  it('are cut off also when the command was told that it failed', async () => {
    const { unitId } = await enrol({ kind: 'vehicle' });
    const opened = await comeIn(unitId);
    test.journal.failNext('away', 'after');
    await expect(issue(unitId)).rejects.toMatchObject({ code: 'logUnavailable' });
    await expect.poll(() => opened.session.ended.aborted).toBe(true);
  });

  it('are not for phones, nor for units that were revoked or never were', async () => {
    const phone = await enrol();
    const opened = await comeIn(phone.unitId);
    await expect(issue(phone.unitId)).rejects.toMatchObject({ code: 'notForPhones' });
    expect(opened.session.ended.aborted).toBe(false);
    const camera = await enrol({ kind: 'camera' });
    await units.handlers['unit.revoke']({ commandId: newId.command(), unitId: camera.unitId, expectedVersion: camera.version, reason: '报废' }, desk);
    await expect(issue(camera.unitId)).rejects.toMatchObject({ code: 'revoked' });
    await expect(issue(newId.unit())).rejects.toMatchObject({ code: 'notFound' });
    expect(names()).not.toContain('unit.tokenIssued');
  });
});

describe('revoked units', () => {
  it('are cut off at once, with tokens and code, and are nobody from then on', async () => {
    const { unitId, version } = await enrol();
    const opened = await comeIn(unitId);
    expect(units.sessionOf(unitId)).toBe(opened.session);
    const code = secrets.newCode({ unitId });
    await stores.codes.put(code.record);
    await units.handlers['unit.revoke']({ commandId: newId.command(), unitId, expectedVersion: version, reason: '设备遗失' }, desk);
    expect(opened.session.ended.aborted).toBe(true);
    expect((await stores.tokens.find(opened.session.tokenId!))?.revokedAt).not.toBeNull();
    expect(await stores.codes.find(code.record.codeHash)).toBeUndefined();
    expect([units.get(unitId), units.sessionOf(unitId), units.presences()]).toEqual([undefined, undefined, []]);
    await expect(units.handlers['unit.issueCode']({ commandId: newId.command(), unitId }, desk)).rejects.toMatchObject({ code: 'revoked' });
    const late = await comeIn(unitId);
    expect(late.session.ended.aborted).toBe(true);
    expect(units.sessionOf(unitId)).toBeUndefined();
  });

  it('are cut off also when the command was told that it failed', async () => {
    const { unitId, version } = await enrol();
    const opened = await comeIn(unitId);
    test.journal.failNext('away', 'after');
    const revoke = { commandId: newId.command(), unitId, expectedVersion: version, reason: '设备遗失' };
    await expect(units.handlers['unit.revoke'](revoke, desk)).rejects.toMatchObject({ code: 'logUnavailable' });
    await expect.poll(() => opened.session.ended.aborted).toBe(true);
    expect((await units.handlers['unit.revoke'](revoke, desk)).unit.state).toBe('revoked');
    expect(names().filter((name) => name === 'unit.revoked')).toHaveLength(1);
  });
});

describe('presence', () => {
  it('follows the newest session', async () => {
    const { unitId } = await enrol();
    news.length = 0;
    const first = await comeIn(unitId);
    const second = await comeIn(unitId);
    first.end();
    expect(units.sessionOf(unitId)).toBe(second.session);
    second.end();
    expect(news.map(({ online }) => online)).toEqual([true, true, false]);
    expect(units.presences()).toMatchObject([{ unitId, courtCode: '闽0203', online: false }]);
    expect(units.presences()[0]?.lastSeenAt).toBeGreaterThan(Date.now() - 5_000);
  });

  it('without a session was seen last when something came of it, not when it was given up', async () => {
    const { unitId } = await enrol();
    const seenAt = () => units.presences()[0]?.lastSeenAt ?? 0;
    await units.close();
    vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
    units = await registry();
    const [first, second] = [units.attend(unitId), units.attend(unitId)];
    vi.setSystemTime(1_800_000_060_000);
    first?.(45_000);
    expect(seenAt()).toBe(1_800_000_015_000);
    // Nothing makes it be seen earlier than it was.
    units.heard(unitId);
    vi.setSystemTime(1_800_000_061_000);
    second?.(30_000);
    second?.();
    expect([seenAt(), units.presences()[0]?.online]).toEqual([1_800_000_060_000, false]);
  });

  it('keeps when a unit was last heard of, every 30 s and at the end, all in one write', async () => {
    const [{ unitId }, { unitId: silentId }] = [await enrol(), await enrol({ name: '单兵2' })];
    const put = vi.spyOn(stores.sightings, 'put');
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await units.close();
    expect(put).not.toHaveBeenCalled();
    units = await registry();
    units.heard(unitId);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(put).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(put).toHaveBeenCalledOnce();
    units.heard(unitId);
    put.mockRejectedValueOnce(new Error('disk full'));
    await vi.advanceTimersByTimeAsync(30_000);
    await units.close();
    expect(put).toHaveBeenCalledTimes(3);
    const kept = await stores.sightings.list();
    expect(kept.map((sighting) => sighting.unitId)).toEqual([unitId]);
    units = await registry();
    expect(units.presences()).toMatchObject([
      { unitId, telemetryIndex: 1, online: false, lastSeenAt: kept[0]?.lastSeenAt },
      { unitId: silentId, telemetryIndex: 2, online: false, lastSeenAt: null },
    ]);
  });
});
