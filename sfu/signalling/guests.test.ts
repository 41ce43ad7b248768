import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isErrorCode } from '#protocol/errors.ts';
import { requests, type RequestName } from '#protocol/contract.ts';
import { LIMITS } from '#protocol/limits.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import type { GuestHandlers } from '../ports/session.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import { GuestDesk } from './guestDesk.ts';

const client = { name: 'test', version: '1' };
const INPUTS: { readonly [Name in keyof GuestHandlers]: unknown } = {
  'session.welcome': {},
  'session.signIn': { username: 'nobody', password: 'wrong', client },
  'session.beginOidc': { client },
  'session.finishOidc': { ticket: 'none' },
  'session.redeemCode': { code: 'AAAA-AAAA', client },
};
const GUEST_NAMES = Object.keys(INPUTS) as (keyof GuestHandlers)[];
const NAMES = Object.keys(requests) as RequestName[];
const OTHERS = NAMES.filter((name) => name !== 'session.hello' && !Object.hasOwn(INPUTS, name));

describe('before a hello', () => {
  let test: TestHall;
  beforeAll(async () => {
    test = await startTestHall({ limits: { helloTimeoutMs: 1_500 } });
  });
  afterAll(() => test.close());

  it('what needs nothing is what guests may ask, and the hello', () => {
    expect(NAMES.filter((name) => requests[name].needs === null).sort()).toEqual([...GUEST_NAMES, 'session.hello'].sort());
  });

  it.each(OTHERS)('%s is refused', async (name) => {
    const guest = await test.connect();
    const calls = test.mediaCalls.length;
    expect(await guest.ask(name, {})).toMatchObject({ ok: false, error: { code: 'helloRequired' } });
    expect(test.mediaCalls).toHaveLength(calls);
    guest.socket.terminate();
  });

  it.each(GUEST_NAMES)('%s is served, checked, and refused once the session is open', async (name) => {
    const guest = await test.connect();
    expect(await guest.ask(name, { more: 1 })).toMatchObject({ ok: false, error: { code: 'badInput' } });
    const answer = await guest.ask(name, INPUTS[name]);
    expect(answer.ok || isErrorCode(answer.error.code)).toBe(true);
    expect(answer.ok ? 'ok' : answer.error.code).not.toMatch(/helloRequired|forbidden|internal|badInput/);
    const desk = await test.enter('desk');
    expect(await desk.ask(name, INPUTS[name])).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  });

  it('one thing at a time, and no hello meanwhile', async () => {
    const { token } = await test.person();
    const guest = await test.connect();
    const signIn = { id: 101, method: 'session.signIn', data: INPUTS['session.signIn'] };
    guest.send(signIn);
    guest.send({ ...signIn, id: 102 });
    guest.send({ id: 103, method: 'session.hello', data: { protocolVersion: PROTOCOL_VERSION, token, purpose: 'desk', client } });
    const errors = await Promise.all([101, 102, 103].map((id) => guest.until((frame) => 'id' in frame && frame.id === id)));
    expect(errors).toMatchObject([{ error: { code: 'signInFailed' } }, { error: { code: 'tooManyRequests' } }, { error: { code: 'tooManyRequests' } }]);
    await guest.hello({ token, purpose: 'desk' });
  });

  it('no more than so many requests, which win no more time', async () => {
    const guest = await test.connect();
    for (let round = 0; round < LIMITS.maxGuestRequests; round += 1) {
      await guest.request('session.welcome', {});
    }
    const startedAt = performance.now();
    const asking = setInterval(() => guest.send({ id: 999, method: 'session.welcome', data: {} }), 50);
    expect(await guest.closed).toEqual({ code: 4001, reason: 'helloTimeout' });
    clearInterval(asking);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(guest.frames.at(-2)).toMatchObject({ ok: false, error: { code: 'tooManyRequests' } });
  });

  it('an answer gives a guest the whole time again', async () => {
    const guest = await test.connect();
    for (let round = 0; round < 3; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 800));
      await guest.request('session.welcome', {});
    }
    expect(guest.socket.readyState).toBe(guest.socket.OPEN);
    expect((await guest.closed).code).toBe(4001);
  });

  it('a guest that is gone is told to whoever serves it, and a failure does not block the next request', async () => {
    const ending = new AbortController();
    let fail: (error: Error) => void = () => undefined;
    const desk = new GuestDesk({
      dispatch: ({ method }, guest) => (method === 'session.finishOidc' ? new Promise((_, reject) => { fail = reject; }) : Promise.resolve(guest.ended.aborted)),
      maxRequests: 2,
      guest: { remoteAddress: '::1', ended: ending.signal },
    });
    const waiting = desk.serve({ id: 1, method: 'session.finishOidc', data: {} });
    await expect(desk.serve({ id: 2, method: 'session.welcome', data: {} })).rejects.toMatchObject({ code: 'tooManyRequests' });
    fail(new Error('away'));
    await expect(waiting).rejects.toThrow('away');
    ending.abort();
    expect(await desk.serve({ id: 3, method: 'session.welcome', data: {} })).toBe(true);
    expect(desk.exhausted).toBe(true);
  });
});
