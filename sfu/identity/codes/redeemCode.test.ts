import { randomUUIDv7 } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enrolDevice, revokeDevice } from '#domain/devices/decideDevice.ts';
import { enrolUnit } from '#domain/units/decideUnit.ts';
import { courtCode as courtCodeSchema, deviceId as deviceIdSchema, unitId as unitIdSchema, type DeviceId, type UnitId } from '#protocol/nouns/ids.ts';
import { startTestIdentity, type TestIdentity } from '../../testing/testIdentity.ts';
import { codeHashOf, newEnrolmentCode, newOneTimePassword } from './enrolmentCode.ts';

const client = { name: '手机', version: '1' };
const courtCode = courtCodeSchema.parse('闽0203');

describe('enrolment codes', () => {
  let test: TestIdentity;
  let unitId: UnitId;
  let deviceId: DeviceId;
  beforeEach(async () => {
    test = await startTestIdentity();
    unitId = unitIdSchema.parse(randomUUIDv7());
    deviceId = deviceIdSchema.parse(randomUUIDv7());
    const expiresAt = test.now() + 1_000;
    await hallDoes((state) => enrolUnit(state, { unitId, courtCode, name: '思明01', teamName: '一队', kind: 'phone', expiresAt }));
    await hallDoes((state) => enrolDevice(state, { deviceId, courtCode, name: '台一', kind: 'console', expiresAt }));
  });
  afterEach(() => test.dispose());

  const hallDoes = (decide: Parameters<TestIdentity['log']['execute']>[0]['decide']) =>
    test.log.execute({ commandId: null, name: 'test', input: {}, actor: { kind: 'hall' }, via: null, decide });
  const redeem = async (code: string, remoteAddress?: string) => test.guestHandlers['session.redeemCode']({ code, client }, test.guest(remoteAddress));
  const issue = async (holder: { unitId: UnitId } | { deviceId: DeviceId }) => {
    const { enrolment, record } = test.secrets.newCode(holder);
    await test.storage.stores.codes.put(record);
    return enrolment;
  };

  it('a unit’s code comes with a link, gives a token once, and is kept as a hash alone', async () => {
    const { code, link, expiresAt } = await issue({ unitId });
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(link).toBe(`https://192.0.2.7:8443/field/#code=${code}`);
    expect(expiresAt).toBeGreaterThan(test.now() + 86_000_000);
    const answer = await redeem(code);
    expect(answer).toMatchObject({ role: 'unit', name: '思明01' });
    expect(await test.session(answer.token, 'unit')).toMatchObject({ unitId, tokenId: answer.tokenId, courtCode, unit: { name: '思明01', teamName: '一队' }, actor: { kind: 'unit', unitId } });
    await expect(redeem(code)).rejects.toMatchObject({ code: 'codeInvalid' });
    const joined = (await test.storage.journal.read({ after: 0, limit: 100 })).filter(({ name }) => name === 'unit.joined');
    expect(joined).toMatchObject([{ subject: `unit/${unitId}`, via: answer.tokenId, data: { clientName: '手机', remoteAddress: '192.0.2.20' } }]);
    expect(JSON.stringify(await test.storage.journal.read({ after: 0, limit: 100 }))).not.toContain(code);
  });

  it('a new device takes the place of the old one, whose token and connections end', async () => {
    const first = await redeem((await issue({ deviceId })).code);
    const second = await redeem((await issue({ deviceId })).code);
    expect(test.ended).toEqual([{ tokenIds: [], reason: 'unauthorised' }, { tokenIds: [first.tokenId], reason: 'unauthorised' }]);
    await expect(test.admit({ token: first.token, purpose: 'wall', remoteAddress: '192.0.2.20' })).rejects.toMatchObject({ code: 'tokenRevoked' });
    expect(await test.session(second.token, 'wall')).toMatchObject({ deviceName: '台一', userId: null });
    await expect(test.admit({ token: second.token, purpose: 'desk', remoteAddress: '192.0.2.20' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(test.admit({ token: second.token, purpose: 'observer', remoteAddress: '192.0.2.20' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('of twenty that redeem one code at once exactly one wins', async () => {
    const { code } = await issue({ unitId });
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => redeem(code, `192.0.2.${index}`)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      expect(result.status === 'fulfilled' || (result.reason as { code: string }).code === 'codeInvalid').toBe(true);
    }
    expect(test.log.status.writable).toBe(true);
  });

  it('a code that is replaced while it is redeemed leaves no trace', async () => {
    const { code } = await issue({ unitId });
    const sequence = test.log.position.sequence;
    const attempt = redeem(code).then(() => 'in', (error: { code: string }) => error.code);
    await test.storage.stores.codes.forgetOf({ unitId });
    expect(await attempt).toBe('codeInvalid');
    expect(test.log.position.sequence).toBe(sequence);
  });

  it('is read as people type it, and refused when it is too old or its holder was revoked', async () => {
    expect(codeHashOf(' o1ab-cdef ')).toBe(codeHashOf('01ABCDEF'));
    expect(codeHashOf('IlAB CDEF')).toBe(codeHashOf('11AB-CDEF'));
    for (const wrong of ['', '1234-567', 'UUUU-UUUU', '12345678-9']) {
      expect(codeHashOf(wrong)).toBeNull();
    }
    const old = await issue({ unitId });
    test.pass(86_401_000);
    await expect(redeem(old.code)).rejects.toMatchObject({ code: 'codeInvalid' });
    const { code } = await issue({ deviceId });
    await hallDoes((state) => revokeDevice(state, { deviceId, expectedVersion: state.devices.get(deviceId)!.version, reason: '丢失' }));
    await expect(redeem(code)).rejects.toMatchObject({ code: 'codeInvalid' });
  });

  it('an address that guesses has to wait', async () => {
    const { code } = await issue({ unitId });
    for (let count = 0; count < 10; count += 1) {
      await expect(redeem(newEnrolmentCode())).rejects.toMatchObject({ code: 'codeInvalid' });
    }
    await expect(redeem(code)).rejects.toMatchObject({ code: 'tooManyRequests' });
    expect(await redeem(code, '192.0.2.99')).toMatchObject({ role: 'unit' });
  });

  it('a network of guessers has to wait, and so has everyone else then', async () => {
    const { code } = await issue({ unitId });
    for (let count = 0; count < 300; count += 1) {
      await expect(redeem(newEnrolmentCode(), `10.0.${count >> 3}.7`)).rejects.toMatchObject({ code: 'codeInvalid' });
    }
    await expect(redeem(code, '192.0.2.99')).rejects.toMatchObject({ code: 'tooManyRequests' });
    test.pass(61_000);
    expect(await redeem(code, '192.0.2.99')).toMatchObject({ role: 'unit' });
  });

  it('an address of IPv6 is all of its network', async () => {
    const { code } = await issue({ unitId });
    for (let count = 0; count < 10; count += 1) {
      await expect(redeem(newEnrolmentCode(), count % 2 === 0 ? `2001:db8::1:${count}` : `2001:db8:0:0:${count}::`)).rejects.toMatchObject({ code: 'codeInvalid' });
    }
    await expect(redeem(code, '2001:db8::beef')).rejects.toMatchObject({ code: 'tooManyRequests' });
    expect(await redeem(code, '2001:db8:1::beef')).toMatchObject({ role: 'unit' });
  });

  it('codes and one-time passwords are random over their whole alphabet', () => {
    const letters = new Set(Array.from({ length: 400 }, newEnrolmentCode).join('').replaceAll('-', ''));
    expect(letters.size).toBe(32);
    expect(new Set(Array.from({ length: 100 }, newOneTimePassword)).size).toBe(100);
  });
});
