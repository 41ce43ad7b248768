import { fold } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, stateOf, type HallState } from '#domain/hallState/hallState.ts';
import { eventOf } from '#protocol/events.ts';
import type { Journal } from '../ports/journal.ts';

const PAGE = 1_000;

/** What the log folds to now, for the names of things; checks nothing. Errors: JournalError. */
export async function presentState(journal: Pick<Journal, 'latestSnapshot' | 'read'>): Promise<HallState> {
  const snapshot = await journal.latestSnapshot();
  let state = snapshot === undefined ? EMPTY_STATE : stateOf(snapshot.state);
  let after = snapshot?.position.sequence ?? 0;
  for (;;) {
    const page = await journal.read({ after, limit: PAGE });
    for (const entry of page) {
      const event = eventOf(entry);
      state = event === null ? state : fold(state, event);
    }
    after = page.at(-1)?.sequence ?? after;
    if (page.length < PAGE) {
      return state;
    }
  }
}
