import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import { tokenId, userId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { createSessionWatch } from './createSessionWatch.ts';

const someone = '0190a0b0-0000-7000-8000-000000000001';

function signedIn(signedInAt: number) {
  return { tokenId: tokenId.parse(someone), userId: userId.parse(someone), signedInAt, expiresAt: 99, clientName: '席位', remoteAddress: '10.0.0.1', connections: 1 };
}

describe('session watch', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('asks at once, every ten seconds, and no more after its end', async () => {
    const link = new FakeHallLink();
    link.goOnline();
    link.answers['user.sessions'] = () => ({ sessions: [signedIn(1), signedIn(2)], lockedOut: [{ userId: userId.parse(someone), untilAt: 7 }] });
    const watch = createSessionWatch({ link });
    const stop = watch.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(watch.state.getState()).toMatchObject({ busy: false, problem: null, sessions: [{ signedInAt: 2 }, { signedInAt: 1 }] });
    expect([...watch.state.getState().lockedOut.values()]).toEqual([7]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(link.inputsOf('user.sessions')).toHaveLength(3);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(link.inputsOf('user.sessions')).toHaveLength(3);
  });

  it('keeps what it last knew while the hall is away, and asks when it is back', async () => {
    const link = new FakeHallLink();
    link.goOnline();
    link.answers['user.sessions'] = () => ({ sessions: [signedIn(1)], lockedOut: [] });
    const watch = createSessionWatch({ link });
    watch.start();
    await vi.advanceTimersByTimeAsync(0);
    link.goOffline();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(link.inputsOf('user.sessions')).toHaveLength(1);
    expect(watch.state.getState().sessions).toHaveLength(1);
    link.goOnline();
    await vi.advanceTimersByTimeAsync(0);
    expect(link.inputsOf('user.sessions')).toHaveLength(2);
  });

  it('says why it failed and keeps on', async () => {
    const link = new FakeHallLink();
    link.goOnline();
    link.answers['user.sessions'] = () => {
      throw new AppError('forbidden');
    };
    const watch = createSessionWatch({ link });
    watch.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(watch.state.getState()).toMatchObject({ problem: 'forbidden', busy: false, readAt: null });
    link.answers['user.sessions'] = () => ({ sessions: [], lockedOut: [] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(watch.state.getState().problem).toBeNull();
  });
});
