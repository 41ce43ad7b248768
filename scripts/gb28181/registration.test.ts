import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Registration } from './registration.ts';
import { methodOf, type SipText } from './sip/sipText.ts';
import { UserAgent } from './sip/userAgent.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that answers with what a test says; 0: not at all. */
function serverWith(statusOf: (method: string) => number) {
  const seen: string[] = [];
  const agent: UserAgent = new UserAgent({
    id: '35000000001320000001', server: { id: '35000000002000000001', realm: '3500000000', host: 'hall', port: 5_060 }, announced: { host: '127.0.0.1', port: 5_060 }, onRequest: () => null,
    link: { protocol: 'UDP', sendRaw: () => undefined, close: () => undefined, send: (request: SipText) => {
      const method = methodOf(request);
      seen.push(method);
      const status = statusOf(method);
      if (status > 0) queueMicrotask(() => agent.took({ ...request, start: `SIP/2.0 ${status} Answer` }));
    } },
  });
  const registration = new Registration({
    agent, deviceId: '35000000001320000001', serverUri: 'sip:hall', edition: '2016', expiresS: 3_600, heartbeatMs: 60_000, log: () => undefined,
    beat: async () => ((await agent.request({ method: 'MESSAGE' })) === null ? null : statusOf('MESSAGE')),
  });
  const count = (method: string): number => seen.filter((one) => one === method).length;
  return { agent, registration, count };
}

describe('a registration', () => {
  it('beats, and is renewed before it is over', async () => {
    const { registration, count } = serverWith(() => 200);
    expect(await registration.register('p')).toBe(200);
    await vi.advanceTimersByTimeAsync(600_000);
    expect([count('MESSAGE'), count('REGISTER')]).toEqual([10, 1]);
    await vi.advanceTimersByTimeAsync(2_400_000);
    expect(count('REGISTER')).toBe(2);
  });

  it('comes again at once when the server says that it does not know it', async () => {
    let isKnown = true;
    const { registration, count } = serverWith((method) => (method === 'MESSAGE' && !isKnown ? 403 : 200));
    await registration.register('p');
    isKnown = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(count('REGISTER')).toBe(2);
  });

  it('comes again after three heartbeats without answer, and waits longer from try to try', async () => {
    let isThere = true;
    const { registration, count } = serverWith(() => (isThere ? 200 : 0));
    await registration.register('p');
    isThere = false;
    await vi.advanceTimersByTimeAsync(190_000);
    expect(count('REGISTER')).toBeGreaterThan(1);
    await vi.advanceTimersByTimeAsync(120_000);
    isThere = true;
    const before = count('MESSAGE');
    await vi.advanceTimersByTimeAsync(100_000);
    expect(count('MESSAGE')).toBe(before + 1);
  });

  it('sends a request again while nothing comes, and gives up', async () => {
    const { agent, count } = serverWith(() => 0);
    const asked = agent.request({ method: 'OPTIONS' });
    await vi.advanceTimersByTimeAsync(8_000);
    expect(await asked).toBeNull();
    // At 0, 0.5, 1.5, 3.5 and 7.5 s.
    expect(count('OPTIONS')).toBe(5);
  });

  it('sends nothing any more once it has taken leave', async () => {
    const { registration, count } = serverWith(() => 200);
    await registration.register('p');
    await registration.unregister();
    const before = [count('REGISTER'), count('MESSAGE')];
    await vi.advanceTimersByTimeAsync(4_000_000);
    expect([count('REGISTER'), count('MESSAGE')]).toEqual(before);
  });
});
