import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import { dayOfIso } from '#domain/rules/beijingDay.ts';
import { FakeHallLink } from '../link/fakeHallLink.ts';
import { createRuleShelf } from './createRuleShelf.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const book = (version: string, workdays: string[] = []): RuleBook => ({
  version: version.repeat(64),
  holidays: [{ year: 2026, published: true, source: 'test', verified: true, holidays: [], workdays }],
  limits: [],
  steps: [],
  papers: [],
  capacities: [],
  caseTypes: [],
  counters: [],
  flows: [],
  items: [],
  deputies: [], templates: [],
});
const settle = () => vi.advanceTimersByTimeAsync(0);

function setUp(answer: () => RuleBook) {
  const link = new FakeHallLink();
  link.answers['rules.read'] = () => ({ book: answer() });
  return { link, shelf: createRuleShelf({ link }), asked: () => link.inputsOf('rules.read').length };
}

describe('the rule shelf', () => {
  it('reads the book once in each session and keeps it while the hall is away', async () => {
    const { link, shelf, asked } = setUp(() => book('a', ['2026-11-22']));
    expect(shelf.state.getState()).toBeNull();
    link.goOnline();
    await settle();
    const known = shelf.state.getState();
    expect(known?.book).toEqual(book('a', ['2026-11-22']));
    expect(known?.calendar.isWorkday(dayOfIso('2026-11-22'))).toBe(true);
    link.goOffline();
    expect(shelf.state.getState()).toBe(known);
    link.goOnline();
    await settle();
    expect(asked()).toBe(2);
    expect(shelf.state.getState()).toBe(known);
  });

  it('takes the other rules of a hall that was started anew', async () => {
    let version = 'a';
    const { link, shelf } = setUp(() => book(version));
    link.goOnline();
    await settle();
    version = 'b';
    link.reconnect();
    await settle();
    expect(shelf.state.getState()?.book.version).toBe('b'.repeat(64));
  });

  it('asks again after a failure, and not where it may not or after its end', async () => {
    let failure: AppError | null = new AppError('timedOut');
    const { link, shelf, asked } = setUp(() => {
      if (failure !== null) {
        throw failure;
      }
      return book('a');
    });
    link.goOnline();
    await settle();
    expect(asked()).toBe(1);
    failure = null;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked()).toBe(2);
    expect(shelf.state.getState()).not.toBeNull();
    failure = new AppError('forbidden');
    link.reconnect();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(3);
    shelf.close();
    failure = null;
    link.reconnect();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(3);
  });

  it('is not told by a session that is over', async () => {
    const answers: ((value: { book: RuleBook }) => void)[] = [];
    const link = new FakeHallLink();
    link.answers['rules.read'] = () => new Promise((resolve) => answers.push(resolve));
    const shelf = createRuleShelf({ link });
    link.goOnline();
    await settle();
    link.reconnect();
    await settle();
    answers[1]!({ book: book('b') });
    await settle();
    answers[0]!({ book: book('a') });
    await settle();
    expect(shelf.state.getState()?.book.version).toBe('b'.repeat(64));
  });
});
