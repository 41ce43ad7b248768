import { afterEach, describe, expect, it } from 'vitest';
import { newCommandId } from '../testing/newCommandId.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

const SOCKETS = 50;
const ATTEMPTS_EACH = 20;
const ADDRESSES = 4;

describe('a flood of wrong passwords over real sockets', () => {
  let test: TestHall;
  afterEach(() => test.close());

  it('1,000 at once: none gets in, the account is locked but for its person’s own desk, the hall answers meanwhile, and an unlock helps', async () => {
    test = await startTestHall();
    const { userId, username, password } = await test.person();
    const there = await test.enter('desk');
    const attackers = await Promise.all(Array.from({ length: SOCKETS }, (_, index) => test.connect({ localAddress: `127.0.1.${1 + (index % ADDRESSES)}` })));

    let answered = 0;
    const flood = new AbortController();
    const pinging = (async () => {
      while (!flood.signal.aborted) {
        await there.request('session.ping', {});
        answered += 1;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    // Each socket asks as fast as it is answered: the hall takes one such request of a socket at a time.
    const answers = await Promise.all(
      attackers.map(async (attacker, socket) => {
        const heard = [];
        for (let attempt = 0; attempt < ATTEMPTS_EACH; attempt += 1) {
          heard.push(await attacker.ask('session.signIn', { username, password: `wrong-${socket}-${attempt}`, client: { name: 'attacker', version: '0' } }));
        }
        return heard;
      }),
    );
    flood.abort();
    await pinging;

    const codes = new Set(answers.flat().map((answer) => (answer.ok ? 'in' : answer.error.code)));
    expect(answers.flat()).toHaveLength(1_000);
    expect([...codes].filter((code) => !['signInFailed', 'accountLocked', 'tooManyRequests'].includes(code))).toEqual([]);
    expect(codes).toContain('accountLocked');
    // Were the hashing done in the hall's own turn, the first ping would come back with the last password.
    expect(answered).toBeGreaterThan(10);

    const elsewhere = async () => {
      const guest = await test.connect({ localAddress: '127.0.2.1' });
      return guest.request('session.signIn', { username, password, client: { name: 'test', version: '1' } });
    };
    await expect(elsewhere()).rejects.toMatchObject({ code: 'accountLocked' });
    await expect(test.signIn(username, password)).resolves.toHaveProperty('token');
    await expect(elsewhere()).rejects.toMatchObject({ code: 'accountLocked' });
    const operator = await test.operator();
    const { lockedOut } = await operator.request('user.sessions', {});
    expect(lockedOut.map((locked) => locked.userId)).toEqual([userId]);
    await operator.request('user.unlock', { commandId: newCommandId(), userId });
    await expect(elsewhere()).resolves.toHaveProperty('token');
  });
});
