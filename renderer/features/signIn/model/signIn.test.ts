import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { PersonHost } from '../../../platform/host.ts';
import { createEntrance, type Ask } from './createEntrance.ts';
import { departureOf } from './departure.ts';
import { faultOf, passwordFormFault } from './passwordForm.ts';
import { createSignInMemory } from './signInMemory.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const WELCOME = { hallId: 'h', hallName: '指挥中心', oidcName: '统一认证', serverAt: 1_800_000_060_000 };
const ISSUED = { token: 'person-token', tokenId: '0190a0b0-0000-7000-8000-000000000001', expiresAt: 2_000_000_000_000 };
const client = { name: 'desk', version: '1' };

function setUp() {
  const answers = new Map<string, (input: unknown, signal: AbortSignal | undefined) => unknown>([['session.welcome', () => WELCOME], ['session.signIn', () => ISSUED]]);
  const asked: string[] = [];
  const ask = (async (name: string, input: unknown, options?: { signal?: AbortSignal }) => {
    asked.push(name);
    return answers.get(name)?.(input, options?.signal);
  }) as unknown as Ask;
  const person = {
    keep: vi.fn<PersonHost['keep']>(async () => undefined),
    forget: vi.fn<PersonHost['forget']>(async () => undefined),
    openBrowser: vi.fn<PersonHost['openBrowser']>(async () => undefined),
  };
  const memory = createSignInMemory();
  const entrance = createEntrance({ ask, person, client, memory, log: () => undefined });
  return { answers, asked, person, memory, entrance, state: () => entrance.state.getState() };
}
const refuse = (error: Error) => async () => {
  throw error;
};

describe('the entrance', () => {
  it('names the hall, and goes on looking', async () => {
    const { state, asked, answers, entrance } = setUp();
    await vi.advanceTimersByTimeAsync(0);
    expect(state()).toMatchObject({ welcome: { hallName: '指挥中心', oidcName: '统一认证' }, away: null });
    answers.set('session.welcome', refuse(new AppError('disconnected')));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(state()).toMatchObject({ welcome: { hallName: '指挥中心' }, away: { error: 'disconnected', sinceAt: 1_800_000_015_000 } });
    answers.set('session.welcome', refuse(new AppError('closing')));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(state().away).toEqual({ error: 'closing', sinceAt: 1_800_000_015_000 });
    answers.set('session.welcome', () => WELCOME);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(state().away).toBeNull();
    entrance.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(4);
  });

  it('lets a person in and forgets why the last one left', async () => {
    const { entrance, person, memory } = setUp();
    memory.setState({ departure: 'expired' });
    await entrance.signIn('zhang.san', 'secret');
    expect(person.keep).toHaveBeenCalledWith('person-token');
    expect(memory.getState()).toEqual({ username: 'zhang.san', hallName: '指挥中心', departure: null });
  });

  it('says what went wrong, with the time a lock ends, and takes a silent hall for away', async () => {
    const { entrance, answers, state, person } = setUp();
    await vi.advanceTimersByTimeAsync(0);
    answers.set('session.signIn', refuse(new AppError('accountLocked', { params: { untilAt: 77 } })));
    await entrance.signIn('zhang.san', 'x');
    expect(state()).toMatchObject({ phase: 'idle', problem: { code: 'accountLocked', untilAt: 77 }, away: null });
    answers.set('session.signIn', refuse(new AppError('disconnected')));
    answers.set('session.welcome', refuse(new AppError('disconnected')));
    await entrance.signIn('zhang.san', 'x');
    expect(state()).toMatchObject({ problem: { code: 'disconnected' }, away: { error: 'disconnected' } });
    expect(person.keep).not.toHaveBeenCalled();
  });

  it('waits for the browser, and stops waiting when told', async () => {
    const { entrance, answers, state, person } = setUp();
    answers.set('session.beginOidc', () => ({ ticket: 'ticket', url: 'https://login.court.cn/' }));
    answers.set('session.finishOidc', (_, signal) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error))));
    const waiting = entrance.signInElsewhere();
    await vi.advanceTimersByTimeAsync(0);
    expect(person.openBrowser).toHaveBeenCalledWith('https://login.court.cn/');
    expect(state().phase).toBe('oidc');
    entrance.cancel();
    await waiting;
    expect(state()).toMatchObject({ phase: 'idle', problem: null });
    answers.set('session.finishOidc', () => ISSUED);
    await entrance.signInElsewhere();
    expect(person.keep).toHaveBeenCalledWith('person-token');
  });

  it('tells a browser that cannot be opened from a provider that did not confirm, and from one that was not answered', async () => {
    const { entrance, answers, state, person } = setUp();
    answers.set('session.beginOidc', () => ({ ticket: 'ticket', url: 'https://login.court.cn/' }));
    person.openBrowser.mockRejectedValueOnce(new AppError('tooManyRequests'));
    await entrance.signInElsewhere();
    expect(state().problem?.code).toBe('browserFailed');
    answers.set('session.finishOidc', refuse(new AppError('oidcFailed')));
    await entrance.signInElsewhere();
    expect(state().problem?.code).toBe('oidcFailed');
    answers.set('session.finishOidc', refuse(new AppError('timedOut')));
    await entrance.signInElsewhere();
    expect(state().problem?.code).toBe('oidcExpired');
  });
});

describe('why nobody is signed in any more', () => {
  const person = { expiresAt: 100_000 };
  it.each([
    ['disconnected', person, 50_000, null],
    ['replaced', person, 50_000, null],
    ['protocolTooOld', person, 50_000, null],
    ['tokenExpired', null, 0, 'expired'],
    ['tokenInvalid', person, 99_000, 'expired'],
    ['tokenInvalid', person, 50_000, 'ended'],
    ['tokenRevoked', null, 50_000, 'ended'],
    ['tokenInvalid', null, 50_000, 'invalid'],
    ['forbidden', null, 50_000, 'invalid'],
  ] as const)('%s of %o at %i is %s', (error, who, now, departure) => {
    expect(departureOf({ error, person: who, now })).toBe(departure);
  });
});

describe('a new password', () => {
  const form = { present: 'Old-Secret-1', next: 'New-Secret-22', repeat: 'New-Secret-22' };
  it('is checked before the hall is asked, and each fault stands at its field', () => {
    expect(passwordFormFault(form, 'zhang')).toBeNull();
    expect(passwordFormFault({ ...form, present: '' }, 'zhang')).toEqual({ field: 'present', fault: 'missing' });
    expect(passwordFormFault({ ...form, next: 'short' }, 'zhang')).toEqual({ field: 'next', fault: 'short' });
    expect(passwordFormFault({ ...form, next: form.present }, 'zhang')).toEqual({ field: 'next', fault: 'same' });
    expect(passwordFormFault({ ...form, next: 'Zhang-2026-x' }, 'zhang')).toEqual({ field: 'next', fault: 'name' });
    expect(passwordFormFault({ ...form, repeat: 'other' }, 'zhang')).toEqual({ field: 'repeat', fault: 'differs' });
  });

  it('knows the hall\'s reasons and passes over a newer hall\'s', () => {
    expect([faultOf('plain'), faultOf('invented'), faultOf(undefined)]).toEqual(['plain', null, null]);
  });
});
