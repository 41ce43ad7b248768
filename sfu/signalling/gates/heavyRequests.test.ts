import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenId } from '#protocol/nouns/ids.ts';
import { startTestHall, type TestHall } from '../../testing/testHall.ts';
import type { RawClient } from '../../testing/rawClient.ts';
import { HeavyRequests } from './heavyRequests.ts';

describe('an allowance for what is heavy', () => {
  const [one, other] = [tokenId.parse(crypto.randomUUID()), tokenId.parse(crypto.randomUUID())];

  it('is one bearer’s, is refilled, and is not asked of light requests nor of the operator', () => {
    let now = 0;
    const heavy = new HeavyRequests({ now: () => now });
    const follows = (bearer: typeof one | null) => {
      try {
        heavy.take('hall.follow', bearer);
        return true;
      } catch {
        return false;
      }
    };
    const served = (bearer: typeof one | null) => Array.from({ length: 100 }, () => follows(bearer)).filter(Boolean).length;
    expect(served(one)).toBe(32);
    expect(served(other)).toBe(32);
    expect(served(null)).toBe(100);
    heavy.take('session.ping', one);
    now += 1_000;
    expect(served(one)).toBe(4);
  });
});

/** One signed-in person, or a guest, against all the others. */
describe('one who asks for too much', () => {
  let test: TestHall;
  let token: string;
  beforeAll(async () => {
    test = await startTestHall({ limits: { maxConnectionsPerToken: 4 } });
    ({ token } = await test.person({ courtCode: '闽', roles: ['administrator'] }));
  });
  afterAll(() => test.close());
  const codesOf = (client: RawClient) => client.frames.flatMap((frame) => ('ok' in frame ? [frame.ok ? 'ok' : frame.error.code] : []));

  it('is told so, over all their sockets together, while others are served', async () => {
    const sockets = await Promise.all([1, 2, 3].map(() => test.enter('desk', { token })));
    const bystander = await test.enter('desk');
    for (let round = 0; round < 20; round += 1) {
      for (const socket of sockets) {
        socket.send({ id: 100 + round, method: 'hall.follow', data: { from: null } });
      }
    }
    await Promise.all(sockets.map((socket) => socket.until((frame) => 'id' in frame && frame.id === 119)));
    const answers = sockets.flatMap((socket) => codesOf(socket).slice(1));
    expect(answers).toHaveLength(60);
    const served = answers.filter((code) => code === 'ok').length;
    expect(served).toBeGreaterThanOrEqual(32);
    expect(served).toBeLessThan(60);
    expect(new Set(answers)).toEqual(new Set(['ok', 'tooManyRequests']));
    await expect(bystander.request('hall.follow', { from: null })).resolves.toHaveProperty('log');
    await expect(sockets[0]!.request('session.ping', {})).resolves.toHaveProperty('serverAt');
    sockets.forEach((socket) => socket.socket.terminate());
  });

  it('may hold so many sockets with one token', async () => {
    const person = await test.person();
    const sockets = await Promise.all([1, 2, 3, 4].map(() => test.enter('desk', { token: person.token })));
    const fifth = await test.connect();
    await expect(fifth.hello({ token: person.token, purpose: 'desk' })).rejects.toMatchObject({ code: 'tooManyRequests' });
    sockets[0]!.socket.close();
    await sockets[0]!.closed;
    await expect.poll(() => fifth.hello({ token: person.token, purpose: 'desk' }).then(() => 'open', () => 'refused')).toBe('open');
  });

  it('pays for large frames as for many small ones', async () => {
    const socket = await test.enter('desk');
    const frame = JSON.stringify({ id: 7, method: 'session.ping', data: { padding: 'x'.repeat(200_000) } });
    for (let round = 0; round < 60; round += 1) {
      socket.send(frame);
    }
    await socket.until((answer) => 'ok' in answer && !answer.ok && answer.error.code === 'tooManyRequests');
    expect(codesOf(socket).filter((code) => code === 'badInput').length).toBeLessThan(50);
  });

  it('is not read at length before the hello', async () => {
    const guest = await test.connect();
    guest.send(JSON.stringify({ id: 1, method: 'session.welcome', data: { padding: 'x'.repeat(9_000) } }));
    expect(await guest.until((frame) => 'ok' in frame)).toMatchObject({ id: null, ok: false, error: { code: 'badFrame' } });
    await expect(guest.request('session.welcome', {})).resolves.toHaveProperty('hallId', test.hallId);
  });
});
