import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capabilitiesOf } from '#domain/access/roles.ts';
import { PURPOSES, type Purpose } from '#protocol/capabilities.ts';
import { requests, type RequestName } from '#protocol/contract.ts';
import { isErrorCode } from '#protocol/errors.ts';
import { slotId } from '#protocol/nouns/ids.ts';
import { startTestHall, type RawClient, type TestHall } from '../testHall.ts';

const NAMES = Object.keys(requests) as RequestName[];
const SERVED = NAMES.filter((name) => name !== 'session.hello');

/** Anything JSON can say, and things that nearly fit: known keys with wrong values, hostile keys, long texts. */
const knownKey = fc.constantFrom('commandId', 'slotId', 'tiles', 'feedId', 'transportId', 'direction', 'rtpParameters', 'codecs', 'items', 'changes', 'tracks', 'enabled', 'expectedVersion', 'mode', 'columns', 'rows', 'label', '__proto__', 'constructor', 'toString');
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
    // Attacks come faster than a person types; the gate has its own test.
    test = await startTestHall({ limits: { requestsPerSecond: 1_000_000, requestBurst: 1_000_000 } });
    for (const purpose of PURPOSES) {
      clients.set(purpose, await test.enter(purpose));
    }
    await test.enter('wall', { slotId: slotId.parse('wall-1') });
    follower = await test.enter('desk');
    const { wall } = await follower.request('hall.follow', {});
    if (wall.every((slot) => !slot.shown)) {
      await follower.notice('wall.changed', ({ slot }) => slot.shown);
    }
  });
  afterAll(() => test.close());

  describe.each(PURPOSES)('as %s', (purpose) => {
    const held = new Set<string>(capabilitiesOf(purpose));

    it.each(SERVED)('%s is refused unless the role holds what it needs', async (name) => {
      const { needs } = requests[name];
      const calls = test.mediaCalls.length;
      const answer = await clients.get(purpose)!.ask(name, {});
      const allowed = needs !== null && held.has(needs);
      expect(!answer.ok && answer.error.code === 'forbidden').toBe(!allowed);
      expect(test.mediaCalls.length === calls || allowed).toBe(true);
    });

    it('malformed input gets a coded error, reaches no handler and changes nothing', async () => {
      const client = clients.get(purpose)!;
      const before = JSON.stringify(await follower.request('hall.follow', {}));
      const noticesBefore = follower.frames.filter((frame) => 'notice' in frame).length;
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...NAMES), hostile, async (name, data) => {
          // As it arrives: JSON has no undefined, NaN or -0.
          const wire: unknown = JSON.parse(JSON.stringify(data ?? null));
          fc.pre(!requests[name].input.safeParse(wire).success);
          const calls = test.mediaCalls.length;
          const answer = await client.ask(name, wire);
          const error = answer.ok ? null : answer.error;
          expect(isErrorCode(error?.code)).toBe(true);
          expect(['badInput', 'forbidden', 'alreadyOpen']).toContain(error?.code);
          // Nothing of the hall, and nothing long, comes back.
          expect(JSON.stringify(error).length).toBeLessThan(400);
          expect(test.mediaCalls).toHaveLength(calls);
        }),
        { numRuns: 300 },
      );
      expect(JSON.stringify(await follower.request('hall.follow', {}))).toBe(before);
      expect(follower.frames.filter((frame) => 'notice' in frame)).toHaveLength(noticesBefore);
      expect(client.frames.filter((frame) => 'notice' in frame)).toEqual([]);
    });
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
