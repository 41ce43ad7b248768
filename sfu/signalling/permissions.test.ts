import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { capabilitiesOfPerson, capabilitiesOfPurpose } from '#domain/access/roles.ts';
import { sees } from '#domain/access/viewer.ts';
import type { Capability } from '#protocol/capabilities.ts';
import { requests } from '#protocol/contract.ts';
import type { Subject } from '#protocol/definition/request.ts';
import { courtCode, tokenId, unitId } from '#protocol/nouns/ids.ts';
import { ROLES, type Role } from '#protocol/roles.ts';
import type { Handlers } from '../ports/session.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { openOperationThings } from '../testing/operationSamples.ts';
import { REQUEST_SAMPLES, SOURCE_FACTS, type CourtThings } from '../testing/requestSamples.ts';

/** The viewer's court, one below it, the one above it, and one beside it. */
const [OWN, LOWER, UPPER, FOREIGN] = ['闽02', '闽0203', '闽', '闽03'] as const;
const COURTS = [OWN, LOWER, UPPER, FOREIGN] as const;
type Name = keyof Handlers;
// Signing out ends the connection, so it comes last.
const NAMES = (Object.keys(REQUEST_SAMPLES) as Name[]).filter((name) => name !== 'session.signOut');
const VIDEO = [{ kind: 'video', mimeType: 'video/VP8', spatialLayers: 3, temporalLayers: 2 }] as const;

function subjectsOf(name: Name, input: unknown): readonly Subject[] {
  const about = requests[name].about as ((input: unknown) => readonly Subject[]) | undefined;
  return about?.(input) ?? [];
}

describe('what each may ask, about the things of which court', () => {
  let test: TestHall;
  let operator: RawClient;
  const things = new Map<string, CourtThings>();

  beforeAll(async () => {
    test = await startTestHall({ limits: { requestsPerSecond: 1e6, requestBurst: 1e6 } });
    operator = await test.operator();
    for (const court of COURTS) {
      const account = await test.account({ courtCode: court, roles: ['clerk'] });
      await operator.request('user.setPhone', { commandId: newCommandId(), userId: account.userId, expectedVersion: 1, phone: '0592-5312345' });
      const unit = await test.unit({ courtCode: court });
      const { feedId } = await test.feeds.open(unit.unitId, 'camera');
      test.feeds.setTracks(feedId, VIDEO, { replaced: true });
      const { deviceId } = await test.machine('observer', { courtCode: court });
      const signedIn = await test.person({ courtCode: court, roles: ['clerk'] });
      const desk = await test.enter('desk', { courtCode: court, roles: ['dispatcher'] });
      const dispatched = await dispatchedThings(desk, court);
      const leader = await test.enter('desk', { courtCode: court, roles: ['commander'] });
      const { grant } = await leader.request('grant.give', { commandId: newCommandId(), feedId, purpose: '测试', forName: '来访人员', endsAt: Date.now() + 3_600_000 });
      const { source } = await leader.request('source.add', { commandId: newCommandId(), unitId: unit.unitId, label: '大门', address: { ...SOURCE_FACTS.address, deviceId: `3502000000132000000${things.size + 1}` }, secret: null });
      const device = await test.enter('unit', { token: unit.token });
      const { assist } = await desk.request('assist.ask', { commandId: newCommandId(), unitId: unit.unitId, kind: 'torchOn', text: '' });
      const { instructions: [instruction] } = await desk.request('instruction.send', { commandId: newCommandId(), unitIds: [unit.unitId], operationId: null, alarmId: null, severity: 'notice', text: '原地待命', place: null, documents: [], acceptWithinMs: null });
      device.socket.terminate();
      const planned = await openOperationThings(desk, { courtCode: court, unitId: unit.unitId });
      things.set(court, { ...dispatched, grantId: grant.grantId, sourceId: source.sourceId, assistId: assist.assistId, instructionId: instruction!.instructionId, courtCode: court, unitId: unit.unitId, feedId, userId: account.userId, username: account.username, deviceId, tokenId: idOf(signedIn.token), ...planned });
      await test.enter('wall', { courtCode: court, hello: { slotId: 'wall-1' } });
    }
    await vi.waitUntil(async () => {
      const { log } = await operator.request('hall.follow', { from: null });
      return log.kind === 'snapshot' && log.state.slots.filter(({ placed }) => placed).length === COURTS.length;
    });
  });
  afterAll(() => test.close());

  function idOf(token: string) {
    return tokenId.parse((JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { jti: string }).jti);
  }

  /** An alarm that does not climb, an order that does not lapse, a call: nothing of it changes by itself while this runs. */
  async function dispatchedThings(desk: RawClient, court: string) {
    const at = { courtCode: court, place: { name: '', position: null }, text: '测试' };
    const { alarm } = await desk.request('alarm.raise', { ...at, commandId: newCommandId(), kind: 'clue', severity: 'notice', unitId: null, operationId: null });
    const { order } = await desk.request('order.send', { ...at, commandId: newCommandId(), operationId: null, severity: 'notice', acceptWithinMs: null });
    const { call } = await desk.request('call.take', { ...at, commandId: newCommandId(), callerKind: 'other', callerName: '', callerPhone: '', caseNumber: null });
    const ring: [number, number][] = [[118, 25], [118.01, 25], [118.01, 25.01]];
    const rule = { name: '围栏', kind: 'enter' as const, severity: 'notice' as const, ring, afterMs: 0, unitIds: null, operationId: null, activeFrom: null, activeTo: null };
    const { fence } = await desk.request('fence.draw', { commandId: newCommandId(), courtCode: court, ...rule });
    return { alarmId: alarm.alarmId, orderId: order.orderId, callId: call.callId, fenceId: fence.fenceId };
  }

  /** A sign-in that has not been ended yet: another test may have done so. */
  async function freshThings(court: string): Promise<CourtThings> {
    const { token } = await test.person({ courtCode: court, roles: ['clerk'] });
    return { ...things.get(court)!, tokenId: idOf(token) };
  }

  const placeOfLog = async () => (await operator.request('hall.follow', { from: null })).log;

  /** Everything a viewer is told that differs from the table; nothing that is refused may leave a trace. */
  async function differences(client: RawClient, viewer: { court: string; capabilities: ReadonlySet<Capability>; password?: string }): Promise<string[]> {
    const found: string[] = [];
    const accepted: { name: Name; court: string; input: unknown }[] = [];
    const before = JSON.stringify(await placeOfLog());
    const calls = test.mediaCalls.length;
    for (const name of NAMES) {
      const { needs } = requests[name];
      const mayAsk = needs !== null && viewer.capabilities.has(needs);
      for (const court of COURTS) {
        const sample = REQUEST_SAMPLES[name](things.get(court)!);
        // With a wrong password the hall would soon take the test for a guesser.
        const input = name === 'session.changePassword' && viewer.password !== undefined ? { ...sample, present: viewer.password } : sample;
        const subjects = subjectsOf(name, input);
        const maySee = subjects.length === 0 || sees(courtCode.parse(viewer.court), courtCode.parse(court));
        if (mayAsk && maySee) {
          accepted.push({ name, court, input });
        } else {
          const answer = await client.ask(name, input);
          const expected = mayAsk ? 'notFound' : 'forbidden';
          const said = answer.ok ? 'ok' : answer.error.code;
          found.push(...(said === expected ? [] : [`${name} about ${court}: ${said}, not ${expected}`]));
          // What is hidden is answered as what is not there.
          if (mayAsk && !answer.ok && !subjects.some((subject) => 'court' in subject)) {
            const missing = await client.ask(name, REQUEST_SAMPLES[name](nothing()));
            const [hidden, absent] = [answer, missing].map((told) => (told.ok ? 'ok' : JSON.stringify(told.error)));
            found.push(...(hidden === absent ? [] : [`${name} about ${court}: ${hidden} can be told from ${absent}`]));
          }
        }
        if (subjects.length === 0) {
          break;
        }
      }
    }
    found.push(...(JSON.stringify(await placeOfLog()) === before ? [] : ['what was refused left an entry']));
    found.push(...(test.mediaCalls.length === calls ? [] : ['what was refused reached a handler']));
    for (const { name, court, input } of accepted) {
      const answer = await client.ask(name, name === 'user.endSession' ? REQUEST_SAMPLES[name](await freshThings(court)) : input);
      const said = answer.ok ? 'ok' : answer.error.code;
      const aboutNothing = subjectsOf(name, input).length === 0;
      const refused = ['forbidden', 'badInput', 'internal', 'unknownMethod', ...(aboutNothing ? [] : ['notFound'])].includes(said);
      found.push(...(refused ? [`${name} about ${court}: ${JSON.stringify(answer)}, though it may`] : []));
    }
    return found;
  }

  function nothing(): CourtThings {
    const uuid = crypto.randomUUID();
    return { ...things.get(OWN)!, unitId: unitId.parse(uuid), feedId: uuid as never, userId: uuid as never, deviceId: uuid, tokenId: uuid, operationId: uuid, stepId: uuid, partyId: uuid, campaignId: uuid, alarmId: uuid, orderId: uuid, callId: uuid, fenceId: uuid, grantId: uuid, sourceId: uuid, assistId: uuid, instructionId: uuid };
  }

  /** What a person with these roles is told otherwise than the table says. */
  async function differencesFor(roles: readonly Role[], court: string): Promise<{ client: RawClient; found: string[] }> {
    const { token, password } = await test.person({ roles, courtCode: court });
    const client = await test.enter('desk', { token });
    const capabilities = new Set(capabilitiesOfPerson(roles, { mustChangePassword: false }));
    return { client, found: await differences(client, { court, capabilities, password }) };
  }

  it.each(ROLES)('%s', async (role) => {
    const { client, found } = await differencesFor([role], OWN);
    expect(found).toEqual([]);
    expect(await client.ask('session.signOut', {})).toMatchObject({ ok: true });
    expect((await client.closed).code).toBe(4002);
  });

  it('someone with several roles', async () => {
    expect((await differencesFor(['approver', 'technician'], OWN)).found).toEqual([]);
  });

  it.each([[LOWER], [UPPER]] as const)('an administrator of %s', async (court) => {
    expect((await differencesFor(['administrator'], court)).found).toEqual([]);
  });

  it('someone who must change the password', async () => {
    const { username, oneTimePassword } = await test.account({ courtCode: OWN, roles: ['administrator', 'dispatcher'] });
    const { token } = await test.signIn(username, oneTimePassword);
    const client = await test.enter('desk', { token });
    const capabilities = new Set(capabilitiesOfPerson(['administrator', 'dispatcher'], { mustChangePassword: true }));
    expect([...capabilities]).toEqual(['session.use', 'password.change']);
    expect(await differences(client, { court: OWN, capabilities, password: oneTimePassword })).toEqual([]);
  });

  it.each(['unit', 'wall', 'observer'] as const)('a connection for purpose %s', async (purpose) => {
    const client = await test.enter(purpose, { courtCode: OWN });
    expect(await differences(client, { court: OWN, capabilities: new Set(capabilitiesOfPurpose(purpose)) })).toEqual([]);
    expect(await client.ask('session.signOut', {})).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });

  it('the command line of the hall’s machine', async () => {
    const client = await test.enter('operator');
    expect(await differences(client, { court: UPPER, capabilities: new Set(capabilitiesOfPurpose('operator')) })).toEqual([]);
  });
});
