import { createStore } from 'zustand/vanilla';
import { createCalendar } from '#domain/rules/calendar.ts';
import { AppError } from '#protocol/errors.ts';
import type { HallLink } from '../link/hallLink.ts';
import type { KnownRules, RuleShelf } from './ruleShelf.ts';

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 10_000;

/** Reads the rule book once in each session: a hall that was started anew may work by other rules. */
export function createRuleShelf({ link }: { link: HallLink }): RuleShelf {
  const state = createStore<KnownRules | null>(() => null);
  let session: string | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const read = async (asked: string, attempt: number): Promise<void> => {
    try {
      const { book } = await link.request('rules.read', {});
      if (asked === session && book.version !== state.getState()?.book.version) {
        state.setState({ book, calendar: createCalendar(book.holidays) }, true);
      }
    } catch (error) {
      // A hall of before the rule book, or eyes that may not read it: asking again would not help.
      const isFinal = error instanceof AppError && (error.code === 'forbidden' || error.code === 'unknownMethod');
      if (asked === session && !isFinal) {
        retry = setTimeout(() => void read(asked, attempt + 1), Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt));
      }
    }
  };
  const follow = () => {
    const now = link.state.getState().session?.sessionId ?? null;
    if (now === session) {
      return;
    }
    session = now;
    clearTimeout(retry);
    if (now !== null) {
      void read(now, 0);
    }
  };
  const unsubscribe = link.state.subscribe(follow);
  follow();
  return {
    state,
    close: () => {
      unsubscribe();
      clearTimeout(retry);
      session = null;
    },
  };
}
