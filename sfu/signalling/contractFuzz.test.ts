import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PURPOSES, type Purpose } from '#protocol/capabilities.ts';
import { requests, type RequestName } from '#protocol/contract.ts';
import { isErrorCode } from '#protocol/errors.ts';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import { slotId } from '#protocol/nouns/ids.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';
import type { RawClient } from '../testing/rawClient.ts';

const NAMES = Object.keys(requests) as RequestName[];
/** A guest may ask so much on one socket before it has to come again. */
const GUEST_ROUND = 15;

/** Anything JSON can say, and things that nearly fit: known keys with wrong values, hostile keys, long texts. */
const knownKey = fc.constantFrom('commandId', 'username', 'password', 'code', 'ticket', 'client', 'userId', 'courtCode', 'roles', 'filter', 'from', 'slotId', 'tiles', 'feedId', 'transportId', 'direction', 'rtpParameters', 'codecs', 'items', 'changes', 'tracks', 'enabled', 'expectedVersion', 'mode', 'columns', 'rows', 'label', '__proto__', 'constructor', 'toString');
const leaf = fc.oneof(
  fc.constant(null), fc.boolean(), fc.integer(), fc.double(), fc.string(), fc.uuid(),
  fc.constantFrom('wall-1', 'auto', 'manual', 'send', 'receive', 'x'.repeat(5_000), '\u0000', '../../etc', "'; drop table units; --"),
);
const hostile = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, leaf, tie('object'), fc.array(tie('value'), { maxLength: 5 })),
  object: fc.dictionary(fc.oneof(knownKey, fc.string()), tie('value'), { maxKeys: 6, noNullPrototype: true }),
})).value;

describe('every request of the contract', () => {
  let test: TestHall;
  const clients = new Map<Purpose, RawClient>();
  let follower: RawClient;

  beforeAll(async () => {
    // Attacks come faster than a person types, and longer; those gates have their own tests.
    test = await startTestHall({ limits: { requestsPerSecond: 1_000_000, requestBurst: 1_000_000, maxGuestFrameBytes: 1_000_000 } });
    for (const purpose of PURPOSES) {
      clients.set(purpose, await test.enter(purpose));
    }
    await test.enter('wall', { hello: { slotId: slotId.parse('wall-1') } });
    follower = await test.enter('desk', { roles: ['commander', 'technician'] });
    await follower.request('hall.follow', { from: null });
    await vi.waitUntil(async () => (await stateNow()).slots.some(({ placed }) => placed));
  });
  afterAll(() => test.close());

  async function stateNow(): Promise<HallSnapshot> {
    const { log } = await follower.request('hall.follow', { from: null });
    return log.kind === 'snapshot' ? log.state : Promise.reject(new Error('no snapshot'));
  }
  /** What the follower heard but that it is up to date. */
  const news = () => follower.frames.filter((frame) => 'notice' in frame && !JSON.stringify(frame).includes('"entries":[]'));

  describe.each(PURPOSES)('as %s', (purpose) => {
    it('malformed input gets a coded error, reaches no handler and changes nothing', async () => {
      const client = clients.get(purpose)!;
      const before = JSON.stringify(await stateNow());
      const noticesBefore = news().length;
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...NAMES), hostile, async (name, data) => {
          // As it arrives: JSON has no undefined, NaN or -0.
          const wire: unknown = JSON.parse(JSON.stringify(data ?? null));
          fc.pre(!requests[name].input.safeParse(wire).success);
          const calls = test.mediaCalls.length;
          const answer = await client.ask(name, wire);
          const error = answer.ok ? null : answer.error;
          expect(isErrorCode(error?.code)).toBe(true);
          // By chance many heavy requests may come together: their gate answers first.
          expect(['badInput', 'forbidden', 'alreadyOpen', 'tooManyRequests']).toContain(error?.code);
          // Nothing of the hall, and nothing long, comes back.
          expect(JSON.stringify(error).length).toBeLessThan(400);
          expect(test.mediaCalls).toHaveLength(calls);
        }),
        { numRuns: 300 },
      );
      expect(JSON.stringify(await stateNow())).toBe(before);
      expect(news()).toHaveLength(noticesBefore);
      // A unit was told of its operation, of its SOS, of its instructions and of what is asked of it when it came, a wall window what is pointed at.
      const welcome = new Set(['unit.briefed', 'alarm.told', 'assist.open', 'instruction.held', 'wall.pointed']);
      expect(client.frames.filter((frame) => 'notice' in frame && !welcome.has(frame.notice))).toEqual([]);
    });
  });

  it('malformed input of a guest gets a coded error, too', async () => {
    const before = JSON.stringify(await stateNow());
    let guest = await test.connect();
    let asked = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...NAMES), hostile, async (name, data) => {
        const wire: unknown = JSON.parse(JSON.stringify(data ?? null));
        fc.pre(!requests[name].input.safeParse(wire).success);
        asked += 1;
        if (asked % GUEST_ROUND === 0 || guest.socket.readyState !== guest.socket.OPEN) {
          guest.socket.terminate();
          guest = await test.connect();
        }
        const answer = await guest.ask(name, wire);
        expect(['badInput', 'helloRequired', 'protocolTooOld', 'protocolTooNew']).toContain(answer.ok ? 'ok' : answer.error.code);
        expect(JSON.stringify(answer).length).toBeLessThan(400);
      }),
      { numRuns: 300 },
    );
    expect(JSON.stringify(await stateNow())).toBe(before);
  });

  it('random text and bytes are never answered with anything but badFrame', async () => {
    for (let round = 0; round < 40; round += 1) {
      const client = await test.enter('unit');
      const said = fc.sample(fc.oneof(fc.string(), fc.json(), fc.uint8Array({ maxLength: 64 })), 5);
      for (const frame of said) {
        client.socket.send(frame, { binary: typeof frame !== 'string' });
      }
      expect((await client.closed).code).toBe(4000);
      const [welcome, ...answers] = client.frames.filter((frame) => !('notice' in frame));
      expect(welcome).toHaveProperty('ok', true);
      for (const answer of answers) {
        expect(answer).toMatchObject({ id: null, ok: false, error: { code: 'badFrame' } });
      }
    }
  });
});
