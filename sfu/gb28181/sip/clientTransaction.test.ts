import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClientTransaction } from './clientTransaction.ts';
import type { SipResponse } from './sipMessage.ts';

const answer = (status: number): SipResponse => ({ status, reason: '', headers: [], body: Buffer.alloc(0) });

describe('ClientTransaction', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const begin = (options: { invite: boolean; reliable?: boolean }) => {
    const calls = { send: vi.fn<() => void>(), acknowledge: vi.fn<(response: SipResponse) => void>(), onTakenAgain: vi.fn<(response: SipResponse) => void>(), onFinal: vi.fn<(response: SipResponse | null) => void>() };
    return { ...calls, transaction: new ClientTransaction({ reliable: false, ...options, ...calls }) };
  };

  it('sends again at 0.5, 1.5, 3.5, 7.5 s and then each 4 s, until 32 s without an answer', () => {
    const { send, onFinal } = begin({ invite: false });
    const counts = [0, 500, 1_000, 2_000, 4_000, 4_000].map((ms) => (vi.advanceTimersByTime(ms), send.mock.calls.length));
    expect(counts).toEqual([1, 2, 3, 4, 5, 6]);
    vi.advanceTimersByTime(60_000);
    expect(onFinal.mock.calls).toEqual([[null]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sends nothing twice over TCP', () => {
    const { send } = begin({ invite: true, reliable: true });
    vi.advanceTimersByTime(31_000);
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('stops sending an INVITE that rings, and gives up on one that rings for ever', () => {
    const { send, onFinal, transaction } = begin({ invite: true });
    transaction.response(answer(100));
    vi.advanceTimersByTime(29_000);
    expect([send.mock.calls.length, onFinal.mock.calls.length]).toEqual([1, 0]);
    vi.advanceTimersByTime(2_000);
    expect(onFinal).toHaveBeenCalledWith(null);
  });

  it('acknowledges a refusal each time it comes, and tells it once', () => {
    const { acknowledge, onFinal, transaction } = begin({ invite: true });
    transaction.response(answer(486));
    transaction.response(answer(486));
    expect([acknowledge.mock.calls.length, onFinal.mock.calls.length]).toEqual([2, 1]);
  });

  it('tells of a call that was taken after nobody waited for it any more', () => {
    const { onTakenAgain, onFinal, transaction } = begin({ invite: true });
    transaction.cancel();
    transaction.response(answer(200));
    expect([onTakenAgain.mock.calls.length, onFinal.mock.calls.length]).toEqual([1, 1]);
  });
});
